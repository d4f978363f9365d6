import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../../server/src/http/create-fastify.ts';
import { registerBackup } from '../../../../../server/src/http/operations/backup-routes.ts';
import { addNamedSchemas } from '../../../../../server/src/http/schemas/http-schemas.ts';
import { typed } from '../../../../../server/src/http/schemas/typebox-provider.ts';
import { defaultTimeLimits, type TimeLimits } from '../../../../../server/src/http/security/time-limits.ts';
import { createLogger } from '../../../../../server/src/process/log/log.ts';
import { logEvents } from '../../../../../server/src/process/log/log-events.ts';
import { type CertificateFiles, hasOpenssl, makeCertificate } from '../../../../support/server/keys/certificates.ts';

/** All limits are long except the one under test, which is short enough for a test. */
const never = 3_600_000;
const patient: TimeLimits = { headersMs: never, requestMs: never, idleMs: never, checkEveryMs: 20 };

async function start(t: Test, limits: Partial<TimeLimits>, tls: CertificateFiles | null = null) {
  const observer = new ServerObserver();
  const logged: string[] = [];
  logEvents(observer, createLogger({ logLevel: 'trace' }, { write: (line: string) => void logged.push(line) }));
  const fastify = createFastify({ tls, trustedProxies: [] }, observer, { ...patient, ...limits });
  let answersOpen = 0;
  fastify.post('/body', async ({ body }) => body);
  fastify.get('/endless', async (_request, reply) => {
    answersOpen += 1;
    const pieces = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    pieces.once('close', () => {
      answersOpen -= 1;
    });
    return reply.send(pieces);
  });
  addNamedSchemas(fastify);
  registerBackup(typed(fastify), {
    create: async () => ({ file: 'backup.sqlite', bytes: 1, removed: [], createdAt: 0 }),
  });
  const url = new URL(await fastify.listen({ host: '127.0.0.1', port: 0 }));
  t.teardown(() => fastify.close());
  const open = async (sent: string): Promise<Socket> => {
    const port = Number(url.port);
    const socket = tls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connect(port, '127.0.0.1');
    socket.on('error', () => {});
    t.teardown(() => socket.destroy());
    await once(socket, tls ? 'secureConnect' : 'connect');
    socket.write(sent);
    return socket;
  };
  return { fastify, observer, logged, open, answersOpen: () => answersOpen };
}

/** Sends one byte at intervals until the connection is closed. @returns what it received */
function dribble(socket: Socket, piece: string): Promise<string> {
  let told = '';
  const timer = setInterval(() => socket.write(piece), 20);
  socket.on('data', (text) => {
    told += String(text);
  });
  return new Promise((resolve) => {
    socket.once('close', () => {
      clearInterval(timer);
      resolve(told);
    });
  });
}

const begunBody =
  'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"a":"';

t.test('a client that sends a body byte by byte is cut off at the limit for a request, and told', async (t) => {
  const { open } = await start(t, { requestMs: 200, headersMs: 200 });
  const told = await dribble(await open(begunBody), 'x');
  t.match(told, /^HTTP\/1\.1 408 Request Timeout\r\n/);
  t.match(told, /"code":"bad-message"/);
});

t.test('a client that sends headers byte by byte, or nothing, is cut off at the limit for headers', async (t) => {
  const { open } = await start(t, { headersMs: 200 });
  t.match(await dribble(await open('GET / HTTP/1.1\r\n'), 'X: y\r\n'), /^HTTP\/1\.1 408 /);
  const silent = await open('');
  silent.resume();
  await once(silent, 'close');
});

const endless = 'GET /endless HTTP/1.1\r\nHost: x\r\n\r\n';

async function assertCutOff(t: Test, server: Awaited<ReturnType<typeof start>>, sent: string): Promise<void> {
  const { fastify, open, answersOpen } = server;
  const requested = once(fastify.server, 'request');
  const socket = await open(sent);
  socket.pause();
  const [{ socket: accepted }] = (await requested) as [IncomingMessage];
  await once(accepted, 'close');
  while (answersOpen() > 0) await new Promise((resolve) => setImmediate(resolve));
  t.pass('and what made the answer is let go');
}

t.test('a client that never takes the answer is cut off when nothing moves any more', async (t) => {
  await assertCutOff(t, await start(t, { idleMs: 200 }), endless);
});

t.test('over TLS as well', { skip: hasOpenssl ? false : 'needs openssl' }, async (t) => {
  const certificate = makeCertificate(t.testdir(), 'localhost');
  await assertCutOff(t, await start(t, { idleMs: 200 }, certificate), endless);
});

t.test('a client that has a backup written and then takes no answer is cut off too', async (t) => {
  const backup = 'POST /backup HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n';
  await assertCutOff(t, await start(t, { idleMs: 200 }), backup + endless);
});

t.test('together the limits and the time between two checks come to little more than 30 s', async (t) => {
  const fastify = createFastify({ tls: null, trustedProxies: [] }, new ServerObserver());
  const server: Server & { connectionsCheckingInterval?: number } = fastify.server as Server;
  t.equal(server.requestTimeout, 30_000);
  t.equal(server.headersTimeout, 15_000);
  t.equal(server.timeout, 30_000);
  t.equal(server.connectionsCheckingInterval, defaultTimeLimits.checkEveryMs);
  t.ok(defaultTimeLimits.checkEveryMs <= 1_000);
});

for (const [how, end] of [
  ['ends', (socket: Socket) => socket.end()],
  ['is reset', (socket: Socket) => socket.resetAndDestroy()],
] as const) {
  t.test(`a connection that ${how} in the middle of a body is no internal error`, async (t) => {
    const { open, observer, logged } = await start(t, {});
    const errors: unknown[] = [];
    observer.on('internalError', ({ error }) => errors.push(error));
    const brokenOff = once(observer, 'requestBrokenOff');
    end(await open(begunBody));
    await brokenOff;
    t.same(errors, []);
    const lines = logged.map((line) => JSON.parse(line));
    const about = lines.map(({ level, msg, status, problem }) => ({ level, msg, status, problem }));
    t.same(
      about.filter(({ level }) => level !== 'info'),
      [{ level: 'debug', msg: 'client disconnected during the request', status: undefined, problem: undefined }],
    );
    t.match(
      lines.find(({ level }) => level === 'debug'),
      { correlationId: String },
    );
    // A client that has only closed its sending side still receives the error.
    t.same(
      about.filter(({ level }) => level === 'info'),
      how === 'ends' ? [{ level: 'info', msg: 'request', status: 400, problem: 'HPE_INVALID_EOF_STATE' }] : [],
    );
    t.notMatch(logged.join(''), 'stack');
  });
}

t.test('an answer that is broken off by its reader is no internal error', async (t) => {
  const { open, observer, logged, answersOpen } = await start(t, {});
  const errors: unknown[] = [];
  observer.on('internalError', ({ error }) => errors.push(error));
  const socket = await open('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  t.equal(answersOpen(), 1);
  socket.resetAndDestroy();
  while (answersOpen() > 0) await new Promise((resolve) => setImmediate(resolve));
  t.same(errors, []);
  t.same(logged, []);
});
