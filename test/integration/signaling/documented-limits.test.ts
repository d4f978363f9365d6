/** Tests the table of limits in PROTOCOL.md, except for those that limits.test.ts covers. */
import t from 'tap';
import { WebSocket } from 'ws';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const server = await startTestServer();
t.teardown(() => server.close());
const room = await server.createRoom();
const tokenFor = (sub: string) => server.tokenFor(room, { sub, role: 'client', name: 'Anna' });
const join = async (sub: string) => (await RawClient.join(server.url, { token: await tokenFor(sub) })).client;

/** Resolves when the request with this id is answered. */
const answerTo = ({ socket }: RawClient, id: number): Promise<void> =>
  new Promise((resolve) => {
    socket.on('message', (data) => JSON.parse(String(data)).id === id && resolve());
  });

t.test('an authenticate of 16 KiB is read, one of 17 KiB closes the socket', async (t) => {
  const frame = (size: number) => {
    const text = JSON.stringify({ id: 1, method: 'authenticate', params: { token: 'x' } });
    return text.replace('"x"', `"${'x'.repeat(size - text.length + 1)}"`);
  };
  const read = await RawClient.open(server.url);
  read.socket.send(frame(16_384));
  t.same(await read.closed, { code: 4400, reason: 'bad-message' }, 'a token of more than 8192 characters');
  const refused = await RawClient.open(server.url);
  refused.socket.send(frame(17_408));
  t.same(await refused.closed, { code: 4413, reason: 'message-too-big' });
});

t.test('a message above 128 KiB is closed by WebSocket’s own code', async (t) => {
  const client = await join('huge');
  client.socket.send(`{"id":1,"method":"ping","params":{"x":"${'x'.repeat(140_000)}"}}`);
  t.equal((await client.closed).code, 1009);
});

t.test('a text message that is not UTF-8 is closed by WebSocket’s own code', async (t) => {
  const client = await join('latin');
  client.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
  t.equal((await client.closed).code, 1007);
});

t.test('more than 256 fragments are closed by WebSocket’s own code', async (t) => {
  const client = await join('pieces');
  for (let i = 0; i < 300; i++) client.socket.send('x', { fin: false });
  t.equal((await client.closed).code, 1008);
});

t.test('an id of 2^53 − 1 is answered, a larger one and a broken one close the socket', async (t) => {
  const client = await join('ids');
  const answered = answerTo(client, Number.MAX_SAFE_INTEGER);
  client.socket.send(`{"id":${Number.MAX_SAFE_INTEGER},"method":"ping"}`);
  await answered;
  client.socket.send('{"id":9007199254740993,"method":"ping"}');
  t.same(await client.closed, { code: 4400, reason: 'bad-message' });
  const broken = await join('broken-id');
  broken.socket.send('{"id":1.5,"method":"ping"}');
  t.same(await broken.closed, { code: 4400, reason: 'bad-message' });
});

t.test('64 requests may be unanswered at a time, not 65', async (t) => {
  const token = await tokenFor('eager');
  const ask = async (pings: number) => {
    const client = await RawClient.open(server.url);
    client.socket.send(JSON.stringify({ id: 0, method: 'authenticate', params: { token } }));
    for (let id = 1; id <= pings; id++) client.socket.send(JSON.stringify({ id, method: 'ping' }));
    return client;
  };
  const patient = await ask(63);
  await answerTo(patient, 63);
  patient.close();
  t.same(await (await ask(64)).closed, { code: 4429, reason: 'too-many-messages' });
});

t.test('without the subprotocol, and at another path, the upgrade is refused', async (t) => {
  const statusOf = (path: string, protocols: string[]) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, protocols);
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
        socket.terminate();
      });
      socket.on('error', () => {});
    });
  t.equal(await statusOf('/v1/connect', []), 400);
  t.equal(await statusOf('/v1/connect', ['chat.v2']), 400);
  t.equal(await statusOf('/v1/elsewhere', ['hearthroom.v1']), 404);
});
