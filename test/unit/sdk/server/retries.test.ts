/** Which calls of RestClient are repeated, after what, and when. */
import { getEventListeners } from 'node:events';
import type { RestClientOptions } from '@hearthroom/sdk/server';
import t, { type Test } from 'tap';
import { codeOf, json, refused, type Step, scriptClient, socketError } from '../../../support/sdk/scripted-fetch.ts';
import { useFakeTime } from '../../../support/time/fake-time.ts';

const seat = {
  ...{
    id: 'p-1',
    sub: 'anna',
    name: 'Anna',
    label: null,
    role: 'client',
    state: 'admitted',
    connected: true,
    epoch: 1,
  },
  ...{ mustBeAdmitted: false, banned: false, secondDeviceWaits: false, secondDeviceEpoch: null },
};
const room = {
  ...{ id: 'r-1', settings: {}, hasPasscode: false, phase: 'open', createdAt: '', updatedAt: '' },
  seats: { admitted: 0, suspended: 0, waiting: 0 },
};
const theRoom = () => json(200, room, { etag: '"1"' });

type Client = ReturnType<typeof scriptClient>['client'];

/** Makes the call and lets time pass until it ends. */
async function outcome(
  t: Test,
  steps: Step[],
  call: (client: Client) => Promise<unknown>,
  options: Partial<RestClientOptions> = {},
) {
  const clock = useFakeTime(t);
  const { client, sent } = scriptClient(steps, options);
  const began = Date.now();
  let code: string | null = null;
  void codeOf(call(client)).then((result) => {
    code = result;
  });
  while (code === null) {
    // What doesn't wait for a timer first.
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    if (code === null) await clock.nextAsync();
  }
  clock.uninstall();
  return { code, sent, requests: sent.length, took: clock.now - began };
}

t.test('reading is repeated after every failure that may pass', async (t) => {
  const failures: Step[] = [
    socketError('ECONNRESET'),
    socketError('ECONNREFUSED'),
    new TypeError('fetch failed'),
    refused(429, 'rate-limited'),
    refused(503, 'storage-unavailable'),
    new Response('<html>', { status: 502 }),
    new Response('<html>', { status: 429 }),
  ];
  for (const failure of failures) {
    const { code, requests } = await outcome(t, [failure, theRoom()], (client) => client.getRoom('r-1'));
    t.same({ code, requests }, { code: 'ok', requests: 2 }, String(failure));
  }
});

t.test('an action on a seat is repeated only where the server has certainly done nothing', async (t) => {
  const admit = (client: Client) => client.admitSeat('r-1', 'p-1', { epoch: 1 });
  for (const failure of [
    refused(429, 'rate-limited'),
    refused(503, 'storage-unavailable', { 'retry-after': '1' }),
    socketError('ECONNREFUSED'),
  ]) {
    const { code, requests } = await outcome(t, [failure, json(200, seat)], admit);
    t.same({ code, requests }, { code: 'ok', requests: 2 });
  }
  const unknown = [
    socketError('ECONNRESET'),
    new Response('', { status: 504 }),
    refused(503, 'storage-unavailable'),
    'hang',
  ] as const;
  for (const failure of unknown) {
    const { requests } = await outcome(t, [failure, json(200, seat)], admit);
    t.equal(requests, 1, 'it may have been carried out');
  }
});

t.test('a backup is not repeated after 503, because the copy may have been written', async (t) => {
  for (const headers of [{}, { 'retry-after': '1' }]) {
    const steps = [refused(503, 'storage-unavailable', headers), json(201, {})];
    const { code, requests } = await outcome(t, steps, (client) => client.createBackup());
    t.same({ code, requests }, { code: 'storage-unavailable', requests: 1 });
  }
  const backup = json(201, { name: 'b', bytes: 1, createdAt: '' });
  const { requests } = await outcome(t, [refused(429, 'rate-limited'), backup], (client) => client.createBackup());
  t.equal(requests, 2, 'after 429 nothing has been done');
});

t.test('a drain that may have begun is not repeated, because the next process would be drained', async (t) => {
  for (const failure of [socketError('ECONNRESET'), new Response('', { status: 502 }), 'hang'] as const) {
    const { requests } = await outcome(t, [failure, json(202, {})], (client) => client.drainServer());
    t.equal(requests, 1);
  }
});

t.test('all attempts to create a room carry the same idempotency key, and another call another one', async (t) => {
  const steps = [socketError('ECONNRESET'), theRoom(), theRoom()];
  const { sent } = await outcome(t, steps, async (client) => {
    await client.createRoom();
    await client.createRoom();
  });
  const [first, again, other] = sent.map(({ headers }) => headers.get('idempotency-key'));
  t.ok(first);
  t.equal(again, first);
  t.not(other, first);
});

t.test('each attempt has a token of its own, so that none has expired', async (t) => {
  const { sent } = await outcome(t, [socketError('ECONNRESET'), theRoom()], (client) => client.getRoom('r-1'));
  const [first, second] = sent.map(({ headers }) => headers.get('authorization'));
  t.match(first, /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  t.not(second, first);
});

t.test('a refusal that stays is not repeated', async (t) => {
  for (const [status, code] of [
    [400, 'invalid-params'],
    [401, 'unauthorized'],
    [404, 'not-found'],
    [500, 'internal'],
  ] as const) {
    const result = await outcome(t, [refused(status, code)], (client) => client.getRoom('r-1'));
    t.same({ code: result.code, requests: result.requests }, { code, requests: 1 });
  }
  const certificate = await outcome(t, [socketError('CERT_HAS_EXPIRED')], (client) => client.getRoom('r-1'));
  t.equal(certificate.requests, 1);
});

t.test('after three attempts the last failure is told', async (t) => {
  const steps = [refused(503, 'storage-unavailable'), socketError('ECONNRESET'), refused(429, 'rate-limited')];
  const { code, requests } = await outcome(t, steps, (client) => client.getRoom('r-1'));
  t.same({ code, requests }, { code: 'rate-limited', requests: 3 });
});

t.test('Retry-After is waited for, and beyond the longest wait the call rejects with it', async (t) => {
  const { took } = await outcome(t, [refused(429, 'rate-limited', { 'retry-after': '7' }), theRoom()], (client) =>
    client.getRoom('r-1'),
  );
  t.equal(took, 7_000);
  const long = refused(429, 'rate-limited', { 'retry-after': '60' });
  const { requests, took: none } = await outcome(t, [long], (client) =>
    t.rejects(client.getRoom('r-1'), { code: 'rate-limited', retryAfterMs: 60_000 }),
  );
  t.same({ requests, none }, { requests: 1, none: 0 });
});

t.test('the longest wait shortens the pauses between attempts, and does not end them', async (t) => {
  for (const maxRetryDelayMs of [0, 100, 300]) {
    const steps = Array.from({ length: 10 }, () => socketError('ECONNRESET'));
    const options = { retries: 10, maxRetryDelayMs };
    const { code, requests, took } = await outcome(
      t,
      [...steps, theRoom()],
      (client) => client.getRoom('r-1'),
      options,
    );
    t.same({ code, requests }, { code: 'ok', requests: 11 });
    t.ok(took <= 10 * maxRetryDelayMs && took >= 9 * maxRetryDelayMs, `${took} ms`);
  }
});

t.test('a deletion whose first answer was lost is done when the second finds nothing', async (t) => {
  const lost = await outcome(t, [socketError('ECONNRESET'), refused(404, 'not-found')], (client) =>
    client.deleteRoom('r-1'),
  );
  t.equal(lost.code, 'ok');
  const never = await outcome(t, [refused(429, 'rate-limited'), refused(404, 'not-found')], (client) =>
    client.deleteRoom('r-1'),
  );
  t.equal(never.code, 'not-found', 'where no attempt was carried out there was nothing to delete');
});

t.test('an attempt that takes too long is given up and repeated', async (t) => {
  const { code, requests, took } = await outcome(t, ['hang', theRoom()], (client) =>
    client.getRoom('r-1', { timeoutMs: 3_000 }),
  );
  t.same({ code, requests }, { code: 'ok', requests: 2 });
  t.ok(took >= 3_000 && took < 4_000);
  const all = await outcome(t, ['hang', 'hang', 'hang'], (client) => client.getRoom('r-1'));
  t.equal(all.code, 'request-timeout');
});

t.test('a getAdminToken that never answers counts against the time of the attempt', async (t) => {
  const clock = useFakeTime(t);
  const { client, sent } = scriptClient([], { getAdminToken: () => new Promise(() => {}) });
  const code = codeOf(client.getRoom('r-1'));
  for (let timer = 0; timer < 5; timer += 1) await clock.nextAsync();
  t.equal(await code, 'request-timeout');
  t.equal(sent.length, 0);
});

t.test('a signal that lives longer than the calls keeps no listeners of their attempts', async (t) => {
  const { signal } = new AbortController();
  const given = new Set<AbortSignal>([signal]);
  const answers = [refused(429, 'rate-limited'), theRoom(), theRoom(), refused(404, 'not-found')];
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    if (init?.signal) given.add(init.signal);
    return answers.shift() ?? Response.error();
  };
  await outcome(
    t,
    [],
    async (client) => {
      await client.getRoom('r-1', { signal });
      await client.getRoom('r-1', { signal });
      await client.getRoom('r-1', { signal });
    },
    { fetch },
  );
  t.equal(given.size, 5, 'each attempt has a signal of its own');
  for (const one of given) t.same(getEventListeners(one, 'abort'), []);
});

t.test('an aborted signal ends a call while it waits for the answer, and between two attempts', async (t) => {
  const reason = new Error('the visitor left');
  for (const step of ['hang', refused(429, 'rate-limited', { 'retry-after': '5' })] as const) {
    const clock = useFakeTime(t);
    const { client, sent } = scriptClient([step]);
    const controller = new AbortController();
    const call = client.getRoom('r-1', { signal: controller.signal });
    const ended = t.rejects(call, { name: 'RestError', code: 'aborted', cause: reason });
    await clock.tickAsync(1_000);
    controller.abort(reason);
    await ended;
    t.equal(clock.countTimers(), 0, 'no timer is left');
    t.equal(sent.length, 1);
    clock.uninstall();
  }
  const { client, sent } = scriptClient([]);
  t.equal(await codeOf(client.getRoom('r-1', { signal: AbortSignal.abort() })), 'aborted');
  t.equal(sent.length, 0);
});
