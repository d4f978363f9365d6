/** Series over REST, with their rooms, at a clock that the test sets. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { waitUntil } from '../../../../support/media/wait-until.ts';
import { MovedClock } from '../../../../support/series/moved-clock.ts';
import { type RestServer, secondKey, startRest } from '../../../../support/server/rest/rest-server.ts';

const series = {
  start: '2026-10-20T18:00',
  timeZone: 'Europe/Berlin',
  rule: 'FREQ=WEEKLY;COUNT=4',
  lengthMinutes: 90,
};
const anna = { id: 'p-anna', name: 'Anna', role: 'client', label: 'A. B.' };
const weber = { id: 'p-weber', name: 'Dr. Weber', role: 'therapist' };
const [first, second, third] = ['20261020T180000', '20261027T180000', '20261103T180000'] as const;

interface Listed {
  id: string;
  startsAt: string;
  roomId: string | null;
  members: string[];
}

async function start(t: Test, now = '2026-10-01T00:00Z') {
  const clock = new MovedClock(now);
  const server = await startRest(t, { clock });
  const { call, keeper } = server;
  const create = async (more: object = {}): Promise<string> => {
    const { status, body } = await call('POST', '/v1/series', { body: { ...series, members: [anna, weber], ...more } });
    t.equal(status, 201);
    return String(body.id);
  };
  const list = async (id: string): Promise<Listed[]> => {
    const { body } = await call(
      'GET',
      `/v1/series/${id}/occurrences?from=2026-10-01T00:00:00Z&to=2027-01-01T00:00:00Z`,
    );
    return body.occurrences as Listed[];
  };
  /** Sets the clock, and waits until the rooms of these occurrences are there. */
  const moveTo = async (id: string, instant: string, wanted: readonly string[]): Promise<Listed[]> => {
    clock.set(instant);
    keeper.wake();
    const made = (all: Listed[]) => all.filter(({ roomId }) => roomId !== null).map((one) => one.id);
    for (;;) {
      const all = await list(id);
      if (wanted.every((one) => made(all).includes(one))) return all;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { ...server, clock, create, list, moveTo };
}

const roomOf = (all: readonly Listed[], id: string): string => String(all.find((one) => one.id === id)?.roomId);
const phaseOf = async ({ call }: Pick<RestServer, 'call'>, roomId: string) =>
  (await call('GET', `/v1/rooms/${roomId}`)).body.phase;

t.test('a series is created, read, listed, changed and deleted', async (t) => {
  const { call, create } = await start(t);
  const id = await create({ settings: { maxParticipants: 8 } });
  const { body, headers } = await call('GET', `/v1/series/${id}`);
  t.match(body, {
    ...{ id: /^s-[\w-]{22,}$/, ...series, settings: { maxParticipants: 8 }, calendarTitle: 'Appointment' },
    ...{ roomLeadMinutes: 10_080, reminderMinutes: 1_440, skipped: [], moved: [], members: [anna, weber] },
  });
  t.equal(headers.etag, '"1"');
  t.match((await call('GET', '/v1/series')).body, { series: [{ id }], nextCursor: null });
  const change = (ifMatch: string | null, patch: object) =>
    call('PATCH', `/v1/series/${id}`, { body: patch, headers: ifMatch === null ? {} : { 'if-match': ifMatch } });
  t.match(await change(null, { lengthMinutes: 60 }), { status: 428 });
  t.match(await change('"9"', { lengthMinutes: 60 }), { status: 412, body: { code: 'precondition-failed' } });
  t.match(await change('"1"', { lengthMinutes: 60 }), {
    status: 200,
    body: { lengthMinutes: 60 },
    headers: { etag: '"2"' },
  });
  t.match(await change('"1"', { lengthMinutes: 50 }), { status: 412 });
  t.equal((await call('DELETE', `/v1/series/${id}`)).status, 204);
  t.equal((await call('DELETE', `/v1/series/${id}`)).status, 404);
  t.equal((await call('GET', `/v1/series/${id}`)).status, 404);
  t.same((await call('GET', '/v1/series')).body.series, []);
});

t.test('calendar files have the organizer that the series names, which is a mail address', async (t) => {
  const { call, create } = await start(t);
  for (const calendarOrganizer of ['practice', 'Practice <practice@example.org>', 'a@example.org\r\nATTENDEE:b', ''])
    t.match(await call('POST', '/v1/series', { body: { ...series, calendarOrganizer } }), { status: 400 });
  const id = await create({ calendarOrganizer: 'practice@example.org' });
  t.match((await call('GET', `/v1/series/${id}`)).body, { calendarOrganizer: 'practice@example.org' });
  const organizerOf = async () =>
    /^ORGANIZER.*:mailto:(\S+)\r$/m.exec(
      (await call('GET', `/v1/series/${id}/members/${anna.id}/calendar.ics`)).text,
    )?.[1];
  t.equal(await organizerOf(), 'practice@example.org');
  const headers = { 'if-match': '*' };
  const body = { calendarOrganizer: 'office@example.org' };
  t.match(await call('PATCH', `/v1/series/${id}`, { body, headers }), { status: 200, body });
  t.equal(await organizerOf(), 'office@example.org');
});

t.test('with an Idempotency-Key the same series is created once', async (t) => {
  const { call, sqlite } = await start(t);
  const post = (body: object, token?: string) =>
    call('POST', '/v1/series', { body, headers: { 'idempotency-key': 'group-1' }, ...(token && { token }) });
  const created = await post(series);
  t.equal(created.status, 201);
  t.match(await post(series), { status: 200, body: { id: created.body.id } });
  t.match(await post({ ...series, lengthMinutes: 60 }), { status: 409, body: { code: 'conflict' } });
  t.match(
    await post(series, await createAdminToken({ key: secondKey })),
    { status: 201 },
    'of another key it is another',
  );
  t.equal((await call('DELETE', `/v1/series/${created.body.id}`)).status, 204);
  t.match(await post(series), { status: 409 }, 'one that was deleted is not created again');
  t.equal((await sqlite.series.get(String(created.body.id)))?.createdFrom, '', 'nothing stands for its names');
});

t.test('to restore an occurrence that is as the rule says changes nothing', async (t) => {
  const { call, create } = await start(t);
  const id = await create();
  t.equal((await call('POST', `/v1/series/${id}/occurrences/${first}/restore`)).status, 200);
  t.equal((await call('GET', `/v1/series/${id}`)).headers.etag, '"1"');
});

t.test('what cannot be is refused with a code and a text, and nothing is stored', async (t) => {
  const { call } = await start(t);
  const refusals: [object, string, RegExp][] = [
    [{ timeZone: 'Europe/Nowhere' }, 'time-zone-unknown', /IANA/],
    [{ rule: 'FREQ=WEEKLY;COUNT=999999999' }, 'rule-invalid', /at most 1000/],
    [{ rule: 'nonsense' }, 'rule-invalid', /NAME=value/],
    [{ rule: 'FREQ=WEEKLY;BYDAY=MO' }, 'rule-invalid', /first one/],
    [{ start: '2026-02-30T18:00' }, 'invalid-params', /existing date/],
    [{ start: '2026-10-20 18:00' }, 'invalid-params', /body.start/],
    [{ start: '2027-03-28T02:30' }, 'invalid-params', /clocks are set forward/],
    [{ lengthMinutes: 0 }, 'invalid-params', /lengthMinutes/],
    [{ settings: { maxParticipants: 0 } }, 'invalid-params', /maxParticipants/],
    [{ settings: { opensAt: '2026-10-20T18:00:00Z' } }, 'invalid-params', /opensAt/],
    [{ members: [{ ...anna, role: 'boss' }] }, 'invalid-params', /role/],
    [{ members: [{ ...anna, until: '20269999T999999' }] }, 'invalid-params', /until: is not an existing date/],
    [{ members: [anna, anna] }, 'invalid-params', /twice/],
    [{ members: [{ ...anna, id: 'anna@example.org' }] }, 'invalid-params', /id/],
    [{ reminderMinutes: 20_000 }, 'invalid-params', /roomLeadMinutes/],
    [{ region: 'north' }, 'region-unknown', /region/],
    [{ surprise: 1 }, 'invalid-params', /surprise/],
  ];
  for (const [more, code, message] of refusals)
    t.match(await call('POST', '/v1/series', { body: { ...series, ...more } }), {
      status: 400,
      body: { code, message },
    });
  t.same((await call('GET', '/v1/series')).body.series, []);
});

t.test('rooms are made in time with the settings and times of the session', async (t) => {
  const { call, create, moveTo, list } = await start(t);
  const id = await create({ settings: { maxParticipants: 8 } });
  t.same(
    (await list(id)).map(({ startsAt, roomId }) => [startsAt, roomId]),
    [
      ['2026-10-20T16:00:00.000Z', null],
      ['2026-10-27T17:00:00.000Z', null],
      ['2026-11-03T17:00:00.000Z', null],
      ['2026-11-10T17:00:00.000Z', null],
    ],
  );
  const all = await moveTo(id, '2026-10-21T00:00Z', [second]);
  t.same(
    all.map(({ roomId }) => roomId !== null),
    [false, true, false, false],
    'never one that is over',
  );
  t.match((await call('GET', `/v1/rooms/${roomOf(all, second)}`)).body, {
    phase: 'scheduled',
    settings: { maxParticipants: 8, opensAt: '2026-10-27T17:00:00.000Z', closesAt: '2026-10-27T18:30:00.000Z' },
  });
});

t.test('rooms follow what is skipped, moved, restored, changed and deleted', async (t) => {
  const server = await start(t);
  const { call, create, moveTo, list } = server;
  const id = await create();
  const room = roomOf(await moveTo(id, '2026-10-20T18:00Z', [second]), second);
  const act = async (action: string, body?: object) =>
    t.equal((await call('POST', `/v1/series/${id}/occurrences/${second}/${action}`, { body })).status, 200, action);
  const opensAt = async (roomId: string) =>
    ((await call('GET', `/v1/rooms/${roomId}`)).body.settings as { opensAt: string }).opensAt;
  await act('move', { start: '2026-10-28T09:00' });
  await waitUntil(async () => (await opensAt(room)) === '2026-10-28T08:00:00.000Z', 'the room is moved');
  await act('skip');
  await waitUntil(async () => (await phaseOf(server, room)) === 'ended', 'the room is ended');
  t.equal(
    (await list(id)).some((one) => one.id === second),
    false,
  );
  await act('restore');
  const again = roomOf(await moveTo(id, '2026-10-20T18:01Z', [second]), second);
  t.not(again, room, 'an ended room is not entered again');
  t.equal(await opensAt(again), '2026-10-27T17:00:00.000Z');
  await call('PATCH', `/v1/series/${id}`, { body: { settings: { title: 'Group' } }, headers: { 'if-match': '*' } });
  await waitUntil(
    async () => JSON.stringify((await call('GET', `/v1/rooms/${again}`)).body).includes('"Group"'),
    'the title is changed',
  );
  await call('DELETE', `/v1/series/${id}`);
  await waitUntil(async () => (await phaseOf(server, again)) === 'ended', 'the room is ended');
});

t.test('exceptions that cannot be are refused', async (t) => {
  const { call, create, clock } = await start(t);
  const id = await create();
  const act = (occurrence: string, action: string, body?: object) =>
    call('POST', `/v1/series/${id}/occurrences/${occurrence}/${action}`, { body });
  t.match(await act('20261021T180000', 'skip'), { status: 404, body: { code: 'not-found', message: /occurrence/ } });
  t.match(await act(second, 'move', { start: '2026-11-03T18:30' }), {
    status: 409,
    body: { code: 'occurrence-taken' },
  });
  t.match(await act('tuesday', 'skip'), { status: 400, body: { code: 'invalid-params' } });
  clock.set('2026-10-20T16:00Z');
  t.match(await act(first, 'skip'), { status: 409, body: { code: 'too-late' } });
  t.match(await act(second, 'move', { start: '2026-10-20T17:00' }), { status: 409, body: { code: 'too-late' } });
});

t.test('members come and go, and each has a calendar file', async (t) => {
  const { call, create, list } = await start(t);
  const id = await create();
  const member = (name: string) => `/v1/series/${id}/members/${name}`;
  const ben = { name: 'Ben', role: 'client', from: second, until: second };
  t.match(await call('PUT', member('p-ben'), { body: ben }), { status: 200, body: { members: [anna, weber, ben] } });
  t.match(await call('PUT', member('p-ben'), { body: { ...ben, from: third } }), { status: 400 });
  t.same(
    (await list(id)).map(({ members }) => members.length),
    [2, 3, 2, 2],
  );
  const file = await call('GET', `${member('p-ben')}/calendar.ics`);
  t.equal(file.headers['content-type'], 'text/calendar; charset=utf-8; method=PUBLISH');
  t.match(file.text, /^DTSTART;TZID=Europe\/Berlin:20261027T180000\r$/m);
  t.equal((await call('DELETE', member('p-anna'))).status, 204);
  t.equal((await call('DELETE', member('p-anna'))).status, 404);
  t.match((await call('GET', `${member('p-anna')}/calendar.ics`)).text, /METHOD:CANCEL\r[\s\S]*SEQUENCE:1\r/);
  t.equal((await call('GET', `${member('p-nobody')}/calendar.ics`)).status, 404);
  await call('DELETE', `/v1/series/${id}`);
  t.match((await call('GET', `${member('p-weber')}/calendar.ics`)).text, /METHOD:CANCEL/, 'also of a deleted series');
});

t.test(
  'names are in neither log nor audit log, and gone from the store when a member leaves or the series ends',
  async (t) => {
    const { call, create, config, logged, sqlite, clock, keeper } = await start(t);
    const stored = () =>
      readdirSync(config.dataDir)
        .filter((name) => name.startsWith('hearthroom.sqlite'))
        .map((name) => readFileSync(join(config.dataDir, name), 'latin1'))
        .join('\n');
    const people = (name: string) => [
      { id: 'p-1', name: `Canary1 ${name}`, role: 'client', label: `Canary1 label ${name}` },
      { id: 'p-2', name: `Canary2 ${name}`, role: 'client', until: second },
      { id: 'p-3', name: `Canary3 ${name}`, role: 'client' },
    ];
    const id = await create({ members: people('first') });
    t.match(stored(), /Canary1 first/, 'the check sees what is stored');
    await call('DELETE', `/v1/series/${id}/members/p-1`);
    t.notMatch(stored(), 'Canary1');
    clock.set('2026-10-27T18:30Z');
    keeper.wake();
    await waitUntil(async () => !stored().includes('Canary2'), 'the name is gone');
    t.match(stored(), 'Canary3');
    clock.set('2026-11-10T18:30Z');
    keeper.wake();
    await waitUntil(async () => !stored().includes('Canary3'), 'the name is gone');
    clock.set('2026-10-01T00:00Z');
    await call('DELETE', `/v1/series/${await create({ members: people('second') })}`);
    t.notMatch(stored(), 'Canary');
    t.notMatch(logged.join('\n'), 'Canary');
    const entries = await sqlite.audit.read(0, 1_000);
    t.notMatch(JSON.stringify(entries), 'Canary');
    t.match(
      entries.map(({ line }) => JSON.parse(line).what),
      ['series.created', 'series.changed'],
      { skip: false },
    );
  },
);
