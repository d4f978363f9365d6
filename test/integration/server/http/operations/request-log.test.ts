import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startRest, testKey } from '../../../../support/server/rest/rest-server.ts';

const parse = (logged: readonly string[]) => logged.map((line): Record<string, unknown> => JSON.parse(line));

t.test('the correlation id of every answer is found in the log', async (t) => {
  const { call, createRoom, fastify, logged } = await startRest(t, { env: { HEARTHROOM_LOG_LEVEL: 'info' } });
  const id = await createRoom();
  const ids = [
    await call('GET', '/v1/nothing'),
    await call('GET', '/nothing', { token: null }),
    await call('PUT', '/v1/rooms'),
    await call('GET', '/v1/rooms/%zz'),
    await call('GET', '/v1/rooms', { token: null }),
    await call('POST', '/v1/rooms', { body: '{"titl' }),
    await call('POST', '/v1/rooms', { body: 'x', headers: { 'content-type': 'text/plain' } }),
    await call('POST', '/v1/rooms', { body: { waitingMessage: 'x'.repeat(70_000) } }),
    await call('POST', `/v1/rooms/${id}/seats/s-1/admit`),
  ].map(({ status, body }) => ({ status, correlationId: String(body.correlationId) }));
  const port = Number(new URL(await fastify.listen({ host: '127.0.0.1', port: 0 })).port);
  for (const sent of ['no HTTP\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`]) {
    const socket = connect(port, '127.0.0.1');
    socket.end(sent);
    const [, status, correlationId = ''] =
      /^HTTP\/1\.1 (\d+) .*"correlationId":"([^"]+)"/s.exec(await text(socket)) ?? [];
    ids.push({ status: Number(status), correlationId });
  }
  const lines = parse(logged).filter(({ msg }) => msg === 'request');
  for (const { status, correlationId } of ids)
    t.same(
      lines.filter((line) => line.correlationId === correlationId).map(({ level, status }) => ({ level, status })),
      [{ level: 'info', status }],
      `an answer of ${status}`,
    );
  t.match(lines.at(-1), { method: null, route: null, keyId: null, problem: 'HPE_HEADER_OVERFLOW' });
});

t.test(
  'a request is logged by the pattern of its route and the id of its key, without what it was about',
  async (t) => {
    const { call, createRoom, logged } = await startRest(t, { env: { HEARTHROOM_LOG_LEVEL: 'info' } });
    const id = await createRoom();
    logged.length = 0;
    await call('GET', `/v1/rooms/${id}?canary=1`, { headers: { 'x-canary': 'canary' } });
    await call('GET', '/v1/canary');
    const lines = parse(logged);
    t.equal(lines.length, 2);
    t.match(lines, [
      { method: 'GET', route: '/v1/rooms/:roomId', status: 200, keyId: testKey.id, ms: Number },
      { method: 'GET', route: null, status: 404, keyId: null },
    ]);
    t.notMatch(logged.join(''), 'canary');
    t.notMatch(logged.join(''), id);
  },
);
