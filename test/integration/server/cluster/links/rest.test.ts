/** Requests about a room of another node are answered by any node. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import type { RoomNode } from '../../../../../server/src/cluster/link-ports.ts';
import { LinkListener } from '../../../../../server/src/cluster/links/link-listener.ts';
import { linkKeyOf } from '../../../../../server/src/cluster/links/link-tls.ts';
import { AppError } from '../../../../../server/src/core/errors/errors.ts';
import { type RequestAnswer, ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import {
  type LinkedNode,
  locatedAt,
  type NodeOptions,
  startNode,
  startPair,
} from '../../../../support/server/cluster/linked-nodes.ts';
import { startNodeProcess } from '../../../../support/server/cluster/node-process.ts';
import { testKey } from '../../../../support/server/test-server.ts';

interface Call {
  method?: string;
  body?: object | string;
  headers?: Record<string, string>;
  token?: string;
}

async function call({ url }: LinkedNode, path: string, { method = 'GET', body, headers = {}, token }: Call = {}) {
  const bearer = token ?? (await createAdminToken({ key: testKey }));
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

async function startFront(t: Test, options: NodeOptions): Promise<LinkedNode> {
  const front = await startNode(options);
  t.teardown(() => front.close());
  return front;
}

/** Answers of a node, by the pattern of the route. */
function answersOf({ observer }: LinkedNode): RequestAnswer[] {
  const answers: RequestAnswer[] = [];
  observer.on('requestAnswered', (answer) => answers.push(answer));
  return answers;
}

t.test('a room of another node is read, changed, ended and deleted through any node', async (t) => {
  const { owner, front } = await startPair(t);
  const room = await owner.createRoom();
  const path = `/v1/rooms/${room}`;
  const read = await call(front, path);
  t.equal(read.status, 200);
  t.same(read.body, (await call(owner, path)).body);
  const etag = read.headers.get('etag') ?? '';
  t.not(etag, '');
  const change = { method: 'PATCH', body: { maxParticipants: 7 } };
  t.equal((await call(front, path, change)).status, 428, 'If-Match is asked for by the owner');
  t.equal((await call(front, path, { ...change, headers: { 'if-match': '"old"' } })).status, 412);
  const changed = await call(front, path, { ...change, headers: { 'if-match': etag } });
  t.match(changed, { status: 200, body: { settings: { maxParticipants: 7 } } });
  t.not(changed.headers.get('etag'), etag);
  t.equal((await owner.registry.getRecord(room)).state.settings.maxParticipants, 7);
  t.match(await call(front, `${path}/seats`), { status: 200, body: { seats: [] } });
  t.equal((await call(front, `${path}/attendance?format=csv`)).headers.get('content-type'), 'text/csv; charset=utf-8');
  t.match(await call(front, `${path}/seats/p-1/admit`, { method: 'POST' }), {
    status: 404,
    body: { code: 'not-found' },
  });
  t.match(await call(front, `${path}/end`, { method: 'POST' }), { status: 200, body: { phase: 'ended' } });
  t.equal((await call(front, path, { method: 'DELETE' })).status, 204);
  t.equal((await call(front, path)).status, 404);
  t.same(front.failures, []);
});

t.test('an answer through another node differs from that of the owner in nothing but its rate limit', async (t) => {
  const { owner, front } = await startPair(t);
  const path = `/v1/rooms/${await owner.createRoom()}`;
  const shown = ({ headers }: { headers: Headers }) =>
    [...headers].filter(([name]) => name !== 'date' && !name.startsWith('ratelimit'));
  t.same(shown(await call(front, path)), shown(await call(owner, path)));
  t.ok((await call(front, path)).headers.has('ratelimit-remaining'), 'counted by the accepting node');
  const head = await call(front, path, { method: 'HEAD' });
  t.match(head, { status: 200, body: '' });
  t.same(
    head.headers.get('content-length'),
    (await call(owner, path, { method: 'HEAD' })).headers.get('content-length'),
  );
});

t.test('both nodes log a forwarded request with the same id, which errors contain', async (t) => {
  const { owner, front } = await startPair(t);
  const [there, here] = [answersOf(owner), answersOf(front)];
  const { body } = await call(front, '/v1/rooms/r-unknown');
  t.match(body, { code: 'not-found' });
  t.equal(here[0]?.correlationId, body.correlationId);
  t.same(
    there.map(({ correlationId, route, keyId }) => ({ correlationId, route, keyId })),
    [{ correlationId: body.correlationId, route: '/v1/rooms/:roomId', keyId: testKey.id }],
  );
});

t.test('a token that is refused, and a caller that asks too often, never reach the owner', async (t) => {
  const { owner, front } = await startPair(t, { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '3' } });
  const there = answersOf(owner);
  t.equal((await call(front, '/v1/rooms/r-1', { token: 'nonsense' })).status, 401);
  t.equal(there.length, 0);
  for (let asked = 0; asked < 2; asked += 1) await call(front, '/v1/rooms/r-1');
  t.equal((await call(front, '/v1/rooms/r-1')).status, 429);
  t.equal(there.length, 2);
});

t.test('the owner does not count requests by the address of the accepting node', async (t) => {
  const { owner, front } = await startPair(t, { owner: { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '2' } } });
  const room = await owner.createRoom();
  for (let asked = 0; asked < 5; asked += 1) t.equal((await call(front, `/v1/rooms/${room}`)).status, 200);
});

t.test('the owner checks the token again', async (t) => {
  const { owner, front } = await startPair(t);
  const target = { kind: 'key', keyId: testKey.id } as const;
  await owner.auth.revocations.add({ target, seatId: null, apiKeyId: 'test', issuedBefore: Date.now() + 5_000 });
  t.match(await call(front, `/v1/rooms/${await owner.createRoom()}`), { status: 401, body: { code: 'unauthorized' } });
});

t.test('headers of the links are not taken from callers, and tokens are signed by any node', async (t) => {
  const { owner, front } = await startPair(t);
  const there = answersOf(owner);
  const headers = { 'hearthroom-link-request-id': 'forged', 'hearthroom-link-node': 'forged' };
  const { body } = await call(front, '/v1/rooms/r-unknown', { headers });
  t.not(body.correlationId, 'forged');
  t.equal(there.length, 1);
  const direct = await call(owner, '/v1/rooms/r-unknown', { headers });
  t.not(direct.body.correlationId, 'forged');
  await call(front, '/v1/rooms/r-unknown/tokens', { method: 'POST', body: { sub: 'a', role: 'client', name: 'A' } });
  t.equal(there.length, 2, 'the request for a token was not forwarded');
});

t.test('a room is created where it is asked for, and the same request again finds it at its owner', async (t) => {
  let isElsewhere = false;
  const serverSecret = randomBytes(32);
  const owner = await startFront(t, { serverSecret });
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => (isElsewhere ? owner.node : null)) });
  const create = (node: LinkedNode, body: object) =>
    call(node, '/v1/rooms', { method: 'POST', body, headers: { 'idempotency-key': 'group-7' } });
  const made = await create(owner, { maxParticipants: 7 });
  t.equal(made.status, 201);
  isElsewhere = true;
  const again = await create(front, { maxParticipants: 7 });
  t.match(again, { status: 200, body: made.body });
  t.equal(again.headers.get('location'), `/v1/rooms/${made.body.id}`);
  t.match(await create(front, { maxParticipants: 8 }), { status: 409, body: { code: 'conflict' } });
  t.equal((await call(front, '/v1/rooms', { method: 'POST', body: {} })).status, 201, 'another room is made here');
  t.equal(front.registry.counts().roomsByPhase.open + front.registry.counts().roomsByPhase.scheduled, 1);
});

t.test('bodies pass as they are, up to the limit', async (t) => {
  const { owner, front } = await startPair(t);
  const path = `/v1/rooms/${await owner.createRoom()}/end`;
  t.match(await call(front, path, { method: 'POST', body: '{"half":' }), {
    status: 400,
    body: { code: 'invalid-params' },
  });
  t.match(await call(front, path, { method: 'POST', body: `"${'x'.repeat(70_000)}"` }), {
    status: 413,
    body: { code: 'message-too-big' },
  });
  t.equal((await call(front, path, { method: 'POST', body: '' })).status, 200);
});

t.test('a request follows its room, with its body', async (t) => {
  const serverSecret = randomBytes(32);
  const now = await startFront(t, { serverSecret });
  const before = await startFront(t, { serverSecret, locator: locatedAt(() => now.node) });
  const places: (RoomNode | null)[] = [before.node, { ...now.node, incarnation: 'a former one' }, now.node];
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => places.shift() ?? null) });
  const room = await now.createRoom();
  const path = `/v1/rooms/${room}`;
  const change = { method: 'PATCH', body: { maxParticipants: 7 }, headers: { 'if-match': '*' } };
  t.match(await call(front, path, change), { status: 200, body: { settings: { maxParticipants: 7 } } });
  // It comes here meanwhile.
  const mine = await front.createRoom();
  places.push(before.node);
  t.match(await call(front, `/v1/rooms/${mine}`, change), { status: 200, body: { settings: { maxParticipants: 7 } } });
});

const isUnavailable = (t: Test, answer: Awaited<ReturnType<typeof call>>, message?: RegExp) => {
  t.match(answer, { status: 503, body: { code: 'storage-unavailable', ...(message && { message }) } });
  t.equal(answer.headers.get('retry-after'), '1');
};

t.test('an owner that is stopped or gone is answered with 503 and Retry-After', async (t) => {
  const serverSecret = randomBytes(32);
  const { child, node, roomId } = await startNodeProcess(t, serverSecret);
  const links = { heartbeatMs: 100, connectMs: 500 };
  const front = await startFront(t, { serverSecret, links, locator: locatedAt(() => node) });
  const path = `/v1/rooms/${roomId}`;
  t.equal((await call(front, path)).status, 200);
  child.kill('SIGSTOP');
  isUnavailable(t, await call(front, path), /not known whether/);
  child.kill('SIGKILL');
  await once(child, 'exit');
  isUnavailable(t, await call(front, path));
  isUnavailable(t, await call(front, path));
  t.equal(front.failures.at(-1), 'unreachable');
});

t.test('while the room cannot be located the answer is 503 with Retry-After', async (t) => {
  const locator = { locate: () => Promise.reject(new AppError('storage-unavailable')) };
  isUnavailable(t, await call(await startFront(t, { locator }), '/v1/rooms/r-1'));
});

const peerLease = () => ({ renewedForMs: null, renewedAgoMs: 100 });

/** A node that answers forwarded requests as the test wants. */
async function startOddOwner(
  t: Test,
  serverSecret: Buffer,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
) {
  const listener = await LinkListener.listen(
    {
      ...{ key: linkKeyOf(serverSecret), incarnation: 'odd', observer: new ServerObserver(), onRequest, peerLease },
      onUpgrade: (_request, socket) => socket.destroy(),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => listener.close());
  return { incarnation: 'odd', address: listener.address };
}

t.test('a request of which a part was sent is never sent again', async (t) => {
  const serverSecret = randomBytes(32);
  let received = 0;
  const node = await startOddOwner(t, serverSecret, (request) => {
    received += 1;
    request.socket.destroy();
  });
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node) });
  for (const method of ['GET', 'DELETE'])
    isUnavailable(t, await call(front, '/v1/rooms/r-1', { method }), /not known whether/);
  isUnavailable(t, await call(front, '/v1/rooms/r-1/end', { method: 'POST' }), /not known whether/);
  t.equal(received, 3);
});

t.test('an owner that takes too long is answered with 503', async (t) => {
  const serverSecret = randomBytes(32);
  const node = await startOddOwner(t, serverSecret, () => {});
  const front = await startFront(t, { serverSecret, links: { answerMs: 100 }, locator: locatedAt(() => node) });
  isUnavailable(t, await call(front, '/v1/rooms/r-1'), /not known whether/);
  t.same(front.failures, ['timeout']);
});

t.test('headers about one connection and about the client stay with it', async (t) => {
  const serverSecret = randomBytes(32);
  const seen: IncomingMessage['headers'][] = [];
  const node = await startOddOwner(t, serverSecret, (request, response) => {
    seen.push(request.headers);
    response.writeHead(200, { 'x-kept': 'yes', 'x-private': 'no', connection: 'x-private, keep-alive' });
    response.end('ok');
  });
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node) });
  const { port } = new URL(front.url);
  const socket = connect(Number(port), '127.0.0.1');
  const token = await createAdminToken({ key: testKey });
  socket.write(
    [
      'GET /v1/rooms/r-1?x=%20y HTTP/1.1',
      'Host: therapy.example',
      `Authorization: Bearer ${token}`,
      'Connection: close, x-mine',
      'X-Mine: 1',
      'TE: trailers',
      'X-Forwarded-For: 192.0.2.7',
      'Accept-Language: de',
      '',
      '',
    ].join('\r\n'),
  );
  let answer = '';
  socket.on('data', (data) => {
    answer += String(data);
  });
  await once(socket, 'close');
  t.match(answer, /^HTTP\/1\.1 200 [\s\S]*x-kept: yes/i);
  t.notMatch(answer, /x-private:/i);
  const [headers = {}] = seen;
  for (const name of ['x-mine', 'te', 'x-forwarded-for']) t.notOk(name in headers, name);
  t.match(headers, { host: 'therapy.example', 'accept-language': 'de', authorization: `Bearer ${token}` });
});

t.test('a caller that leaves ends its request at the owner', async (t) => {
  const serverSecret = randomBytes(32);
  const { promise: asked, resolve } = Promise.withResolvers<ServerResponse>();
  const node = await startOddOwner(t, serverSecret, (_request, response) => resolve(response));
  const front = await startFront(t, { serverSecret, locator: locatedAt(() => node) });
  const leaving = new AbortController();
  const token = await createAdminToken({ key: testKey });
  const asking = fetch(`${front.url}/v1/rooms/r-1`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  const response = await asked;
  const ended = once(response, 'close');
  leaving.abort();
  await t.rejects(asking);
  await ended;
  t.same(front.failures, []);
});
