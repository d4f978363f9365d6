import { connect } from 'node:net';
import t from 'tap';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());
const room = await server.createRoom();

const join = async (sub: string) => {
  const token = await server.tokenFor(room, { sub, role: 'client', name: 'Anna' });
  return (await RawClient.join(server.url, { token })).client;
};

t.test('a message of 64 KiB is read, one byte more closes the socket', async (t) => {
  const client = await join('big');
  const frame = (padding: number) =>
    JSON.stringify({ id: 9, method: 'messageWaiting', params: { text: 'x'.repeat(padding) } });
  const overhead = frame(0).length;
  client.socket.send(frame(65_536 - overhead));
  t.equal(await client.codeOf('ping'), 'ok');
  client.socket.send(frame(65_537 - overhead));
  t.same(await client.closed, { code: 4413, reason: 'message-too-big' });
});

const nonsense: Record<string, string | Buffer> = {
  'not JSON': 'hello',
  'half of deep JSON': '['.repeat(60_000),
  'deep JSON': `{"id":1,"method":"admit","params":${'['.repeat(8_000)}${']'.repeat(8_000)}}`,
  'an array': '[]',
  'a negative id': '{"id":-1,"method":"ping"}',
  'an unknown member': '{"id":1,"method":"ping","extra":1}',
  'a binary frame': Buffer.from('{"id":1,"method":"ping"}'),
};
for (const [what, data] of Object.entries(nonsense)) {
  t.test(`${what} closes the socket with bad-message`, async (t) => {
    const client = await join('nonsense');
    client.socket.send(data);
    t.same(await client.closed, { code: 4400, reason: 'bad-message' });
  });
}

t.test('an unknown method closes the socket, also one that every object has', async (t) => {
  for (const method of ['fly', 'constructor', '__proto__']) {
    const client = await join('unknown');
    t.equal(await client.codeOf(method), 'unknown-method');
    t.same(await client.closed, { code: 4400, reason: 'unknown-method' });
  }
});

t.test('wrong parameters are answered, name the field and never its value', async (t) => {
  const client = await join('params');
  const answer = await client.request('admit', { participantId: 'canary value', epoch: 'canary' });
  t.match(answer, { error: { code: 'invalid-params', message: /\/epoch/ } });
  t.notMatch(JSON.stringify(answer), /canary/);
  t.equal(await client.codeOf('ping'), 'ok', 'and the connection stays');
  client.close();
});

t.test('a flood is closed with a named code', async (t) => {
  const client = await join('flood');
  for (let i = 0; i < 600; i++) client.socket.send(`{"id":${i},"method":"ping"}`);
  t.same(await client.closed, { code: 4429, reason: 'too-many-messages' });
});

t.test('a flood of ping frames is closed with the same code', async (t) => {
  const client = await join('ping-flood');
  for (let i = 0; i < 600; i++) client.socket.ping();
  t.same(await client.closed, { code: 4429, reason: 'too-many-messages' });
});

t.test('endless fragments are cut off', async (t) => {
  const client = await join('fragments');
  for (let i = 0; i < 400; i++) client.socket.send('x', { fin: false });
  const { code } = await client.closed;
  t.ok(code === 1008 || code === 1009 || code === 1006, `closed with ${code}`);
});

t.test('an address that connects too often is told so', async (t) => {
  const strict = await startTestServer({ signalingLimits: { connectionsPerSecond: 3 } });
  t.teardown(() => strict.close());
  const clients = await Promise.all(Array.from({ length: 6 }, () => RawClient.open(strict.url)));
  const last = await Promise.race(clients.map((client) => client.closed));
  t.same(last, { code: 4429, reason: 'too-many-connections' });
  for (const client of clients) client.close();
});

t.test('a socket gone silent is taken for lost, and its seat is kept', async (t) => {
  const strict = await startTestServer({ signalingLimits: { pingIntervalMs: 200, silenceTimeoutMs: 600 } });
  t.teardown(() => strict.close());
  const id = await strict.createRoom();
  const token = await strict.tokenFor(id, { sub: 'silent', role: 'client', name: 'Anna' });
  const { client } = await RawClient.join(strict.url, { token });
  client.socket.pause();
  while (Object.values((await strict.app.registry.getRecord(id)).state.seats)[0]?.connectionId !== null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  t.match(Object.values((await strict.app.registry.getRecord(id)).state.seats), [
    { state: 'waiting', connectionId: null },
  ]);
  client.socket.terminate();
});

t.test('a server that was stopped for longer than that does not take its clients for lost', async (t) => {
  const strict = await startTestServer({ signalingLimits: { pingIntervalMs: 200, silenceTimeoutMs: 1_500 } });
  t.teardown(() => strict.close());
  const token = await strict.tokenFor(await strict.createRoom(), { sub: 'anna', role: 'client', name: 'Anna' });
  const { client } = await RawClient.join(strict.url, { token });
  const reasons: string[] = [];
  strict.app.observer.on('connectionClosed', ({ reason }) => reasons.push(reason));
  // This process, and with it the server, does nothing meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
  const pings = (async () => {
    for (let count = 0; count < 3; count += 1) await new Promise((resolve) => client.socket.once('ping', resolve));
  })();
  await Promise.race([pings, client.closed]);
  t.same(reasons, []);
  client.close();
});

t.test('a person who sends heartbeats is not pinged as well; a person who falls silent is', async (t) => {
  const patient = await startTestServer({ signalingLimits: { pingIntervalMs: 2_500, silenceTimeoutMs: 60_000 } });
  t.teardown(() => patient.close());
  const token = await patient.tokenFor(await patient.createRoom(), { sub: 'anna', role: 'client', name: 'Anna' });
  const { client } = await RawClient.join(patient.url, { token });
  let pings = 0;
  client.socket.on('ping', () => {
    pings += 1;
  });
  for (const until = performance.now() + 4_500; performance.now() < until; ) {
    t.equal(await client.codeOf('ping'), 'ok');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  t.equal(pings, 0);
  await new Promise((resolve) => client.socket.once('ping', resolve));
  client.close();
});

t.test('a client that never reads is closed when too much waits for it', async (t) => {
  const strict = await startTestServer({
    signalingLimits: { maxBufferedBytes: 65_536, silenceTimeoutMs: 60_000 },
  });
  t.teardown(() => strict.close());
  const id = await strict.createRoom();
  const token = await strict.tokenFor(id, { sub: 'deaf', role: 'client', name: 'Anna' });
  const { client } = await RawClient.join(strict.url, { token });
  const reasons: string[] = [];
  strict.app.observer.on('connectionClosed', ({ reason }) => reasons.push(reason));
  client.socket.pause();
  const host = { kind: 'api' } as const;
  for (let i = 0; i < 20_000 && reasons.length === 0; i++) {
    await strict.app.registry.apply(id, { type: 'messageWaiting', actor: host, seatId: null, text: 'x'.repeat(1_000) });
    if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  t.same(reasons, ['slow-reader']);
  client.socket.terminate();
});

t.test('a person who is not taken in can’t keep the socket by not answering', async (t) => {
  const { host, port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  const headers = [
    'GET /v1/connect HTTP/1.1',
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Origin: https://elsewhere.example',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: hearthroom.v1',
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  socket.resume();
  await new Promise((resolve) => socket.on('close', resolve));
  t.pass('the server closed it');
});

t.test('before authentication a message is no larger than a token needs', async (t) => {
  const stranger = await RawClient.open(server.url);
  stranger.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token: 'x'.repeat(20_000) } }));
  t.same(await stranger.closed, { code: 4413, reason: 'message-too-big' });
});

t.test('incomplete handshakes and invalid data on the port affect nobody', async (t) => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  socket.write('GET /v1/connect HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nrubbish');
  await new Promise((resolve) => socket.on('close', resolve));
  const client = await join('calm');
  t.equal(await client.codeOf('ping'), 'ok');
  client.close();
});
