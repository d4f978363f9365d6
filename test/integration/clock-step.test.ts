/**
 * The real clock of a server process is set by an hour: during a session, before a room opens, and for a start with a
 * wrong clock.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccessToken, createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { waitUntil } from '../support/media/wait-until.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { FakedClock, whyNoFakedClock } from '../support/server/faked-clock.ts';
import { webhookSecret } from '../support/server/rest/hook-receiver.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';

const hourS = 3_600;
const minuteMs = 60_000;
/** Much less than the clock steps of these tests, much more than the delays of a busy machine. */
const nearlyMs = 5 * minuteMs;

const reason = whyNoFakedClock();
const options = { skip: reason === null ? false : reason };

interface Entry {
  at: string;
  what: string;
  seatId: string | null;
  roomId: string | null;
  detail?: { stepMs?: number };
}

async function start(t: Test, clock: FakedClock, env: Record<string, string> = {}) {
  const server = await ServerProcess.start({ ...clock.env, ...env });
  t.teardown(() => server.remove());
  const url = await server.url();
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${await clock.by(() => createAdminToken({ key: testKey }))}`;
    return fetch(`${url}${path}`, {
      method,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  const roomOf = async (id: string) => JSON.parse(await (await call('GET', `/v1/rooms/${id}`)).text());
  return {
    server,
    url,
    call,
    createRoom: async (settings: object): Promise<string> =>
      JSON.parse(await (await call('POST', '/v1/rooms', settings)).text()).id,
    phaseOf: async (id: string): Promise<string> => (await roomOf(id)).phase,
    tokenFor: (room: string, sub: string, role: 'therapist' | 'client' = 'client', ttlSeconds = 600) =>
      clock.by(() => createAccessToken({ key: testKey, room, sub, name: sub, role, ttlSeconds })),
    /** The entries alone, without the first and last line of the export, which mark its start and end. */
    audit: async (): Promise<Entry[]> => {
      const lines = (await (await call('GET', '/v1/audit')).text()).trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line)).filter(({ what }) => what !== undefined);
    },
    attendance: async (room: string) =>
      JSON.parse(await (await call('GET', `/v1/rooms/${room}/attendance`)).text()).attendance,
  };
}

/** A backend that records deliveries, whatever the sender's clock. */
async function receive(t: Test) {
  const events: { type: string; seatId: string | null; at: string }[] = [];
  const backend = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += String(part);
    events.push(JSON.parse(text));
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => backend.once('listening', resolve));
  t.teardown(() => {
    backend.closeAllConnections();
    backend.close();
  });
  const { port } = backend.address() as AddressInfo;
  const env = { HEARTHROOM_WEBHOOK_URL: `http://127.0.0.1:${port}/`, HEARTHROOM_WEBHOOK_SECRET: webhookSecret };
  return { events, env };
}

for (const stepS of [hourS, -hourS]) {
  t.test(`a session goes on while the clock is set by ${stepS} s, and all times agree`, options, async (t) => {
    const clock = new FakedClock();
    t.teardown(() => clock.remove());
    const hooks = await receive(t);
    const { server, url, call, createRoom, phaseOf, tokenFor, audit, attendance } = await start(t, clock, hooks.env);
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const isAbout = (ms: unknown, expected: number) => Math.abs(Number(ms) - expected) < nearlyMs;

    const live = await createRoom({ lengthMinutes: 120, seatLeaseSeconds: 3_600 });
    // After a step forward it opens at once; after a step back its opening is in the future again.
    const other = await createRoom({ opensAt: at(stepS > 0 ? 30 * minuteMs : -30 * minuteMs) });
    const ending = await createRoom({ closesAt: at(30 * minuteMs) });
    t.equal(await phaseOf(other), stepS > 0 ? 'scheduled' : 'open');
    const { client: host } = await RawClient.join(url, { token: await tokenFor(live, 'weber', 'therapist') });
    const { client: late } = await RawClient.join(url, { token: await tokenFor(ending, 'weber', 'therapist') });
    const annasToken = await tokenFor(live, 'anna');
    const { client: anna } = await RawClient.join(url, { token: annasToken });
    const { entry } = (await host.notification('waitingAdded')) as { entry: { id: string; epoch: number } };
    t.equal(await host.codeOf('admit', { participantId: entry.id, epoch: entry.epoch }), 'ok');
    await anna.notification('snapshotReplaced');
    const before = clock.now();

    clock.set(stepS);
    const told = await anna.notification('clockStepped');
    t.ok(isAbout(told.serverTime, before + stepS * 1_000), 'everybody is told the new time');
    const ping = await anna.request('ping');
    t.ok('result' in ping && isAbout(Object(ping.result).serverTime, before + stepS * 1_000));
    const { room } = await anna.notification('roomUpdated');
    t.ok(isAbout(Object(room).endsAt, before + stepS * 1_000 + 120 * minuteMs), 'what lasts two hours does so');
    t.equal(await phaseOf(other), stepS > 0 ? 'open' : 'scheduled', 'a room opens at its time of day');
    if (stepS > 0) t.match(await late.notification('closing'), { code: 'room-ended' }, 'and ends at it');
    else t.equal(await late.codeOf('ping'), 'ok');

    const oldToken = await RawClient.join(url, { token: annasToken }).catch(({ message }: Error) => message);
    t.match(oldToken, stepS > 0 ? /token-expired/ : /token-invalid/, 'tokens are checked by the new time');
    const ben = await RawClient.join(url, { token: await tokenFor(live, 'ben') });
    const waiting = (await host.notification('waitingAdded', ({ entry }) => Object(entry).name === 'ben')).entry;
    const { id: benId, epoch } = waiting as { id: string; epoch: number };
    t.equal(await host.codeOf('admit', { participantId: benId, epoch }), 'ok');
    for (const client of [anna, ben.client]) await client.request('leave');

    const entries = await audit();
    const step = entries.findIndex(({ what }) => what === 'clock.stepped');
    t.ok(isAbout(entries[step]?.detail?.stepMs, stepS * 1_000));
    for (const [index, { at, what }] of entries.entries())
      t.ok(
        isAbout(Date.parse(at), before + (index < step ? 0 : stepS * 1_000)),
        `one clock before it, one after it: ${what}`,
      );
    const timeOf = (what: string, seatId: string) =>
      entries.find((one) => one.what === what && one.seatId === seatId)?.at;
    for (const row of await attendance(live)) {
      if (row.lastLeftAt === null) continue;
      t.equal(row.firstAdmittedAt, timeOf('seat.admitted', row.seatId), 'attendance is by the same clock');
      if (row.seatId === benId || stepS > 0) t.equal(row.lastLeftAt, timeOf('seat.left', row.seatId));
      t.ok(row.secondsPresent >= 0 && row.secondsPresent < nearlyMs / 1_000, 'and nobody was there for an hour');
      t.ok(Date.parse(row.lastLeftAt) >= Date.parse(row.firstAdmittedAt), 'nobody left before they came');
    }
    const isTold = (seatId: string) =>
      hooks.events.find((event) => event.type === 'seat.left' && event.seatId === seatId);
    await waitUntil(() => isTold(benId) !== undefined, 'the webhook of the last one who left');
    t.equal(isTold(benId)?.at, timeOf('seat.left', benId));
    t.match(server.output, /"stepMs":-?\d+,"msg":"system clock was changed; server times were adjusted"/);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    t.match(metrics, /^hearthroom_clock_steps_total 1$/m);
    t.match(
      metrics,
      stepS > 0 ? /^hearthroom_clock_last_step_seconds 3[56]/m : /^hearthroom_clock_last_step_seconds -3[56]/m,
    );
    t.equal((await call('POST', `/v1/rooms/${live}/end`)).status, 200);
  });
}

t.test('a server that starts before its clock is set opens its rooms when it is', options, async (t) => {
  const clock = new FakedClock();
  t.teardown(() => clock.remove());
  const dataDir = t.testdir();
  const first = await start(t, clock, { HEARTHROOM_DATA_DIR: dataDir });
  const room = await first.createRoom({ opensAt: new Date(Date.now() + 30 * minuteMs).toISOString() });
  const live = await first.createRoom({ lengthMinutes: 120 });
  const { client } = await RawClient.join(first.url, { token: await first.tokenFor(live, 'weber', 'therapist') });
  t.ok(await client.request('ping'));
  first.server.child.kill('SIGKILL');
  await first.server.exited;

  clock.set(-240 * hourS);
  const second = await start(t, clock, { HEARTHROOM_DATA_DIR: dataDir });
  t.equal(await second.phaseOf(room), 'scheduled');
  const back = await RawClient.join(second.url, { token: await second.tokenFor(live, 'weber', 'therapist') });
  const { endsAt } = Object(Object(back.arrival.snapshot).room);
  t.ok(Math.abs(endsAt - clock.now() - 120 * minuteMs) < nearlyMs, 'a session that went on is as long as it was');
  clock.set(hourS);
  await back.client.notification('clockStepped');
  t.equal(await second.phaseOf(room), 'open');
  const { room: view } = await back.client.notification('roomUpdated');
  t.ok(Math.abs(Object(view).endsAt - clock.now() - 120 * minuteMs) < nearlyMs, 'then too');
});
