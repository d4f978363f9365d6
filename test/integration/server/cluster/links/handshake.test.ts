/** Who gets through to the port for nodes. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import t, { type Test } from 'tap';
import { type LinkLimits, LinkListener } from '../../../../../server/src/cluster/links/link-listener.ts';
import { linkKeyOf, openingTls } from '../../../../../server/src/cluster/links/link-tls.ts';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

const key = linkKeyOf(randomBytes(32));

async function listen(t: Test, limits: Partial<LinkLimits> = {}) {
  const requests: string[] = [];
  const observer = new ServerObserver();
  const listener = await LinkListener.listen(
    {
      ...{ key, incarnation: 'owner', observer, limits, peerLease: () => ({ renewedForMs: null, renewedAgoMs: 100 }) },
      onRequest: (request, response) => {
        requests.push(request.url ?? '');
        response.end('answered');
      },
      onUpgrade: (_request, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => listener.close());
  const port = Number(new URL(`http://${listener.address}`).port);
  return { observer, requests, port };
}

/** What a TLS client with these options gets until it is closed. */
async function requestWith(port: number, options: ConnectionOptions): Promise<{ received: string; error: string }> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  let received = '';
  let error = '';
  socket.on('data', (data) => {
    received += String(data);
  });
  socket.on('error', (problem) => {
    error = Object(problem).code;
  });
  socket.on('secureConnect', () => socket.write(request('owner')));
  await closed(socket);
  return { received, error };
}

/** Also after an error. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const request = (node: string): string =>
  `GET /v1/rooms HTTP/1.1\r\nHost: node\r\nConnection: close\r\nHearthroom-Link-Node: ${node}\r\n\r\n`;

t.test('a node with the key gets through, over TLS 1.2 with forward secrecy', async (t) => {
  const { port, requests } = await listen(t);
  const socket = connectTls({ port, host: '127.0.0.1', ...openingTls(key, 'front') });
  await once(socket, 'secureConnect');
  t.equal(socket.getProtocol(), 'TLSv1.2');
  t.equal(socket.getCipher().standardName, 'TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256');
  socket.end(request('owner'));
  const [data] = await once(socket, 'data');
  t.match(String(data), /^HTTP\/1\.1 200 .*/);
  t.same(requests, ['/v1/rooms']);
});

t.test('a request for another node is not handled: an address may belong to a new node', async (t) => {
  const { port, requests } = await listen(t);
  const headers = { 'hearthroom-link-node': 'a node that was here before' };
  const asked = get({ port, host: '127.0.0.1', path: '/v1/rooms', headers, ...openingTls(key, 'front') });
  const [response] = await once(asked, 'response');
  t.equal(response.statusCode, 421);
  response.resume();
  t.same(requests, []);
});

t.test('nothing else gets one byte of HTTP', async (t) => {
  const { port, requests, observer } = await listen(t);
  let refused = 0;
  observer.on('linkRefused', () => {
    refused += 1;
  });
  const other = linkKeyOf(randomBytes(32));
  const cases: Record<string, ConnectionOptions> = {
    'another key': openingTls(other, 'front'),
    'no key, TLS with certificates': {},
    'TLS 1.3': { minVersion: 'TLSv1.3' },
    'a key, but a cipher without forward secrecy': { ...openingTls(key, 'front'), ciphers: 'PSK-AES256-GCM-SHA384' },
    'a key, but a cipher without authenticated encryption': {
      ...openingTls(key, 'front'),
      ciphers: 'ECDHE-PSK-AES256-CBC-SHA384',
    },
  };
  for (const [name, options] of Object.entries(cases)) {
    const { received, error } = await requestWith(port, options);
    t.equal(received, '', name);
    t.not(error, '', name);
  }
  const plain = connectTcp(port, '127.0.0.1');
  let text = '';
  plain.on('data', (data) => {
    text += String(data);
  });
  plain.on('error', () => {});
  plain.write(request('owner'));
  await closed(plain);
  t.notMatch(text, /HTTP/, 'plain text');
  t.equal(refused, Object.keys(cases).length + 1, 'and each is counted');
  t.same(requests, []);
});

t.test('a peer that does not finish its handshake in time is closed', async (t) => {
  const { port } = await listen(t, { handshakeMs: 200 });
  const silent = connectTcp(port, '127.0.0.1');
  const slow = connectTcp(port, '127.0.0.1');
  for (const socket of [silent, slow]) socket.on('error', () => {});
  // The first bytes of a ClientHello, and never the rest.
  slow.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  await Promise.all([silent, slow].map((socket) => closed(socket.resume())));
  t.pass('both are closed');
});

/** A connection of a client that this node forwards, and what it is answered. */
async function forward(port: number, path = '/v1/connect') {
  const socket = connectTls({ port, host: '127.0.0.1', ...openingTls(key, 'front') });
  await once(socket, 'secureConnect');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: node\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nHearthroom-Link-Node: owner\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const [data] = await once(socket, 'data');
  return { socket, status: Number(String(data).split(' ')[1]) };
}

t.test('peers have a limited number of connections, and of those a part is not for clients', async (t) => {
  const { port, observer } = await listen(t, { maxConnections: 8 });
  let refused = 0;
  observer.on('connectionRefused', ({ reason }) => {
    if (reason === 'descriptor-limit') refused += 1;
  });
  const clients: Awaited<ReturnType<typeof forward>>[] = [];
  for (let index = 0; index < 6; index += 1) clients.push(await forward(port));
  t.teardown(() => {
    for (const { socket } of clients) socket.destroy();
  });
  t.same(
    clients.map(({ status }) => status),
    [101, 101, 101, 101, 101, 101],
  );
  const next = await forward(port);
  t.equal(next.status, 503);
  await closed(next.socket);
  t.equal(refused, 1);
  const others = [await forward(port, '/link/heartbeat')];
  t.equal(others[0]?.status, 101, 'nodes are answered all the same');
  const asking = connectTls({ port, host: '127.0.0.1', ...openingTls(key, 'front') });
  await once(asking, 'secureConnect');
  asking.write(request('owner').replace('/v1/rooms', '/link/lease?renewedFor=1').replace('Connection: close\r\n', ''));
  const [answer] = await once(asking, 'data');
  t.match(String(answer), /^HTTP\/1\.1 200 /);
  const beyond = connectTcp(port, '127.0.0.1').on('error', () => {});
  await closed(beyond.resume());
  t.equal(refused, 2);
  for (const { socket } of [...others, ...clients.slice(0, 2)]) {
    socket.destroy();
  }
  asking.destroy();
  await waitUntil(async () => {
    const { socket, status } = await forward(port).catch(() => ({ socket: null, status: 0 }));
    socket?.destroy();
    return status === 101;
  }, 'a client again');
});

t.test('connections without the key take none of those that are for nodes, and none of clients', async (t) => {
  const { port } = await listen(t, { maxConnections: 16 });
  const flood: Socket[] = [];
  const halfOpen = async (): Promise<void> => {
    const socket = connectTcp(port, '127.0.0.1');
    flood.push(socket.on('error', () => {}).resume());
    await once(socket, 'connect');
  };
  const open: Awaited<ReturnType<typeof forward>>[] = [];
  t.teardown(() => {
    for (const socket of [...flood, ...open.map(({ socket }) => socket)]) socket.destroy();
  });
  for (let index = 0; index < 12; index += 1) {
    await halfOpen();
    open.push(await forward(port));
  }
  t.same(new Set(open.map(({ status }) => status)), new Set([101]), 'clients');
  for (let index = 0; index < 8; index += 1) await halfOpen();
  for (let index = 0; index < 2; index += 1) {
    const node = await forward(port, '/link/heartbeat');
    open.push(node);
    t.equal(node.status, 101, 'a node');
  }
});

t.test('a flood of half-open connections keeps no node out', async (t) => {
  const { port } = await listen(t, { maxHandshakes: 8, handshakeMs: 60_000 });
  const flood: Socket[] = [];
  let closed = 0;
  for (let opened = 0; opened < 40; opened += 1) {
    const socket = connectTcp(port, '127.0.0.1');
    flood.push(socket.on('error', () => {}).resume());
    socket.once('close', () => {
      closed += 1;
    });
    await once(socket, 'connect');
  }
  t.teardown(() => {
    for (const socket of flood) socket.destroy();
  });
  const node: TLSSocket = connectTls({ port, host: '127.0.0.1', ...openingTls(key, 'front') });
  await once(node, 'secureConnect');
  node.end(request('owner'));
  const [data] = await once(node, 'data');
  t.match(String(data), /^HTTP\/1\.1 200 .*/);
  t.ok(closed >= 40 - 8, 'the oldest were closed');
});
