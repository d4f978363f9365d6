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
      onUpgrade: (_request, socket) => socket.destroy(),
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
