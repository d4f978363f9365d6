import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { RoomStore } from '../../../../server/src/rooms/ports.ts';
import { startRest } from '../../../support/server/rest/rest-server.ts';

t.test('whatever is wrong with a request, the answer has the same shape', async (t) => {
  const { call } = await startRest(t);
  const post = (body: unknown, headers = {}) => call('POST', '/v1/rooms', { body, headers });
  const cases: [string, Awaited<ReturnType<typeof call>>, number, string][] = [
    ['no such address', await call('GET', '/v1/nothing'), 404, 'not-found'],
    ['no such address outside the API', await call('GET', '/nothing', { token: null }), 404, 'not-found'],
    ['no such method there', await call('PUT', '/v1/rooms'), 404, 'not-found'],
    ['no JSON', await post('{"title": canary'), 400, 'invalid-params'],
    ['a body that poisons prototypes', await post('{"__proto__": {"canary": 1}}'), 400, 'invalid-params'],
    [
      'deeper than the call stack',
      await post(`{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
      400,
      'invalid-params',
    ],
    ['another media type', await post('title=canary', { 'content-type': 'text/plain' }), 415, 'invalid-params'],
    ['no media type that is one', await post('{}', { 'content-type': 'canary' }), 415, 'invalid-params'],
    ['too large', await post({ waitingMessage: 'canary'.repeat(12_000) }), 413, 'message-too-big'],
    ['not a URL', await call('GET', '/v1/rooms/%zz'), 400, 'invalid-params'],
  ];
  for (const [what, answer, status, code] of cases) {
    t.equal(answer.status, status, what);
    t.same(Object.keys(answer.body), ['code', 'message', 'correlationId'], what);
    t.equal(answer.body.code, code, what);
    t.match(answer.headers['content-type'], 'application/json', what);
    t.notMatch(answer.text, 'canary', what);
  }
});

t.test('a failure that nobody foresaw is told by its correlation id, and is found in the log by it', async (t) => {
  const wrapStore = (store: RoomStore): RoomStore =>
    Object.assign(Object.create(store), {
      getRoom: () => {
        throw new Error('the disk is gone');
      },
      close: () => store.close(),
      loadOpenRooms: () => store.loadOpenRooms(),
    });
  const { call, logged } = await startRest(t, { wrapStore });
  const { status, body, text: answered } = await call('GET', '/v1/rooms/r-1');
  t.equal(status, 500);
  t.match(body, { code: 'internal', message: 'Internal error of the server; its log contains the correlation id' });
  t.notMatch(answered, 'disk');
  const line = logged.find((entry) => entry.includes(String(body.correlationId)));
  t.match(JSON.parse(line ?? '{}'), { level: 'error', err: { message: 'the disk is gone', stack: String } });
});

t.test('a room whose state could not be stored stays as it was', async (t) => {
  let isFull = false;
  const wrapStore = (store: RoomStore): RoomStore => {
    const guarded =
      <A extends unknown[], R>(call: (...parameters: A) => Promise<R>) =>
      async (...parameters: A): Promise<R> => {
        if (isFull) throw new Error('the disk is full');
        return await call(...parameters);
      };
    return {
      insertRoom: guarded((record, notes) => store.insertRoom(record, notes)),
      saveRoom: guarded((record, notes) => store.saveRoom(record, notes)),
      addNotes: guarded((notes, room) => store.addNotes(notes, room)),
      confirm: (roomId) => store.confirm(roomId),
      deleteRoom: guarded((roomId, notes) => store.deleteRoom(roomId, notes)),
      listReceipts: (roomId) => store.listReceipts(roomId),
      getRoom: (roomId) => store.getRoom(roomId),
      loadOpenRooms: () => store.loadOpenRooms(),
      listRooms: (page) => store.listRooms(page),
      probe: guarded(() => store.probe()),
      close: () => store.close(),
    };
  };
  const { call, createRoom } = await startRest(t, { wrapStore });
  const id = await createRoom({ title: 'A' });
  isFull = true;
  const edit = () => call('PATCH', `/v1/rooms/${id}`, { body: { title: 'B' }, headers: { 'if-match': '"1"' } });
  t.match(await edit(), { status: 503, body: { code: 'storage-unavailable' } });
  t.match(await call('POST', '/v1/rooms'), { status: 503, body: { code: 'storage-unavailable' } });
  t.match(await call('GET', `/v1/rooms/${id}`), { body: { settings: { title: 'A' } }, headers: { etag: '"1"' } });
  isFull = false;
  t.match(await edit(), { status: 200, body: { settings: { title: 'B' } } });
});

t.test('what is not HTTP is answered in the same shape, and the socket closed', async (t) => {
  const { fastify } = await startRest(t);
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const port = Number(new URL(url).port);
  for (const [sent, status] of [
    ['canary\r\n\r\n', /^HTTP\/1\.1 400 /],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'canary'.repeat(4_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    socket.end(sent);
    const answer = await text(socket);
    t.match(answer, status);
    t.match(answer, /\r\n\r\n\{"code":"bad-message","message":".*","correlationId":".*"\}$/);
    t.notMatch(answer, 'canary');
  }
});
