import { defaultRoomSettings } from '@hearthroom/sdk/protocol';
import { createAdminToken } from '@hearthroom/sdk/token';
import t from 'tap';
import type { RoomStore } from '../../../../../server/src/rooms/ports.ts';
import { secondKey, startRest } from '../../../../support/server/rest/rest-server.ts';
import { ScheduledStore } from '../../../../support/server/store/scheduled-store.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';

t.test('a room is created with what was said, and defaults for the rest', async (t) => {
  const { call } = await startRest(t);
  const { status, headers, body } = await call('POST', '/v1/rooms', {
    body: { title: 'Tuesday group', maxParticipants: 8, waitingMessage: 'We begin at six.' },
  });
  t.equal(status, 201);
  t.match(body, {
    settings: {
      ...defaultRoomSettings,
      title: 'Tuesday group',
      maxParticipants: 8,
      waitingMessage: 'We begin at six.',
    },
    phase: 'open',
    seats: { admitted: 0, suspended: 0, waiting: 0 },
    createdAt: /^\d{4}-.*Z$/,
  });
  t.match(body.id, /^[\w-]{22,}$/, 'an id that nobody guesses');
  t.equal(headers.location, `/v1/rooms/${body.id}`);
  t.equal(headers.etag, '"1"');
  t.equal(headers['cache-control'], 'no-store');
  const read = await call('GET', `/v1/rooms/${body.id}`);
  t.equal(read.status, 200);
  t.same(read.body, body);
  t.equal(read.headers.etag, '"1"');
});

t.test('a single server has no regions, and says so', async (t) => {
  const { call } = await startRest(t);
  const refused = await call('POST', '/v1/rooms', { body: { region: 'north' } });
  t.match(refused, {
    status: 400,
    body: { code: 'region-unknown', message: /^This server is not one of several nodes/ },
  });
  t.match(await call('POST', '/v1/rooms', { body: { region: 'no, rth' } }), { body: { code: 'invalid-params' } });
  const { body } = await call('POST', '/v1/rooms');
  t.notOk('region' in body);
  const etag = { headers: { 'if-match': '"1"' } };
  const changed = await call('PATCH', `/v1/rooms/${body.id}`, { body: { region: 'north' }, ...etag });
  t.match(changed, { status: 400, body: { code: 'invalid-params' } });
});

t.test('a room may be created without a body, also by clients that send the Content-Type always', async (t) => {
  const { call } = await startRest(t);
  t.equal((await call('POST', '/v1/rooms')).status, 201);
  t.equal((await call('POST', '/v1/rooms', { body: '' })).status, 201);
});

t.test('a room that opens later is scheduled; one that closes before it opens is refused', async (t) => {
  const { call } = await startRest(t);
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  t.match(await call('POST', '/v1/rooms', { body: { opensAt } }), { status: 201, body: { phase: 'scheduled' } });
  const impossible = await call('POST', '/v1/rooms', { body: { opensAt, closesAt: new Date().toISOString() } });
  t.match(impossible, { status: 400, body: { code: 'invalid-params' } });
});

t.test('creating again with the same Idempotency-Key answers the same room', async (t) => {
  const { call } = await startRest(t);
  const headers = { 'idempotency-key': 'tuesday-2026-11-24' };
  const first = await call('POST', '/v1/rooms', { body: { title: 'A', locked: true }, headers });
  const again = await call('POST', '/v1/rooms', { body: { locked: true, title: 'A' }, headers });
  t.equal(first.status, 201);
  t.equal(again.status, 200);
  t.same(again.body, first.body);
  t.match(await call('POST', '/v1/rooms', { body: { title: 'B' }, headers }), {
    status: 409,
    body: { code: 'conflict' },
  });
  const others = await call('POST', '/v1/rooms', {
    body: { title: 'A', locked: true },
    headers,
    token: await createAdminToken({ key: secondKey }),
  });
  t.equal(others.status, 201, 'the key of another holder is another key');
  t.not(others.body.id, first.body.id);
  t.notMatch(first.body.id, 'tuesday');
});

t.test('the same creation is the same after the room was edited, and after it ended', async (t) => {
  const { call } = await startRest(t);
  const create = () => call('POST', '/v1/rooms', { body: { title: 'A' }, headers: { 'idempotency-key': 'x' } });
  const { body } = await create();
  await call('PATCH', `/v1/rooms/${body.id}`, { body: { title: 'B' }, headers: { 'if-match': '"1"' } });
  t.match(await create(), { status: 200, body: { id: body.id, settings: { title: 'B' } } });
  await call('POST', `/v1/rooms/${body.id}/end`);
  t.match(await create(), { status: 200, body: { id: body.id, phase: 'ended' } });
});

t.test('creating again with the same Idempotency-Key and another passcode is a conflict', async (t) => {
  const { call } = await startRest(t);
  const headers = { 'idempotency-key': 'wednesday' };
  const create = (body: object) => call('POST', '/v1/rooms', { body: { title: 'A', ...body }, headers });
  const first = await create({ passcode: 'sunflower' });
  t.equal(first.status, 201);
  t.match(await create({ passcode: 'sunflower' }), { status: 200, body: { id: first.body.id } });
  const conflict = { status: 409, body: { code: 'conflict' } };
  t.match(await create({ passcode: 'another one' }), conflict);
  t.match(await create({}), conflict);
});

t.test('the list has all rooms, newest first, page by page', async (t) => {
  const { call, createRoom } = await startRest(t);
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.unshift(await createRoom({ title: `Room ${index}` }));
  const first = await call('GET', '/v1/rooms?limit=3');
  t.match(first, { status: 200, body: { rooms: ids.slice(0, 3).map((id) => ({ id })), nextCursor: String } });
  const second = await call('GET', `/v1/rooms?limit=3&cursor=${first.body.nextCursor}`);
  t.match(second.body, { rooms: ids.slice(3).map((id) => ({ id })), nextCursor: null });
  t.match(await call('GET', '/v1/rooms'), { body: { rooms: ids.map((id) => ({ id })), nextCursor: null } });
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=1.5',
    'limit=1&limit=2',
    'cursor=nonsense',
    'page=2',
  ]) {
    t.match(await call('GET', `/v1/rooms?${query}`), { status: 400, body: { code: 'invalid-params' } }, query);
  }
});

t.test('an edit changes what it names, and needs to know what it edits', async (t) => {
  const { call, createRoom } = await startRest(t);
  const id = await createRoom({ title: 'A', maxParticipants: 5, waitingRoom: false });
  const url = `/v1/rooms/${id}`;
  const edit = (headers: Record<string, string>, body: object = { title: 'B' }) =>
    call('PATCH', url, { body, headers });
  t.match(await edit({}), { status: 428, body: { code: 'precondition-required' } });
  t.match(await edit({ 'if-match': '"7"' }), { status: 412, body: { code: 'precondition-failed' } });
  t.match(await edit({ 'if-match': 'W/"1"' }), { status: 412 }, 'a weak tag never matches');
  t.match(await edit({ 'if-match': '1' }), { status: 400, body: { code: 'invalid-params' } });
  const edited = await edit({ 'if-match': '"1"' });
  t.match(edited, { status: 200, headers: { etag: '"2"' } });
  t.match(edited.body.settings, { title: 'B', maxParticipants: 5, waitingRoom: false });
  t.match(await edit({ 'if-match': '"1"' }), { status: 412 }, 'the tag of before is of no use any more');
  t.match(await edit({ 'if-match': '"0", "2"' }), { status: 200, headers: { etag: '"3"' } }, 'one of several');
  t.match(await edit({ 'if-match': '*' }), { status: 200, headers: { etag: '"4"' } });
  t.match(await edit({ 'if-match': '"4"' }, {}), { status: 400 }, 'an edit of nothing');
  t.match(await call('GET', url), { headers: { etag: '"4"' }, body: { settings: { title: 'B' } } });
});

t.test('times may have an offset, and are answered in UTC', async (t) => {
  const { call } = await startRest(t);
  const times: [string, string][] = [
    ['2030-12-01T18:00:00+01:00', '2030-12-01T17:00:00.000Z'],
    ['2030-12-01T00:30-05:30', '2030-12-01T06:00:00.000Z'],
    ['2030-12-01t17:00:00.123456z', '2030-12-01T17:00:00.123Z'],
    ['2030-12-01T17:00Z', '2030-12-01T17:00Z'],
  ];
  for (const [opensAt, inUtc] of times) {
    const headers = { 'idempotency-key': opensAt };
    const created = await call('POST', '/v1/rooms', { body: { opensAt }, headers });
    t.match(created, { status: 201, body: { phase: 'scheduled', settings: { opensAt: inUtc } } }, opensAt);
    const same = inUtc.replace('.000Z', '+00:00');
    t.match(await call('POST', '/v1/rooms', { body: { opensAt: same }, headers }), { status: 200 }, 'the same instant');
  }
  const { body: room } = await call('POST', '/v1/rooms', { body: {} });
  const closesAt = '2030-12-01T18:00:00+01:00';
  const patched = await call('PATCH', `/v1/rooms/${room.id}`, { body: { closesAt }, headers: { 'if-match': '*' } });
  t.match(patched, { status: 200, body: { settings: { closesAt: '2030-12-01T17:00:00.000Z' } } });
  const issuedBefore = '2020-12-01T18:00:00+01:00';
  const revoked = await call('POST', '/v1/revocations', { body: { roomId: room.id, issuedBefore } });
  t.match(revoked, { status: 201, body: { issuedBefore: '2020-12-01T17:00:00.000Z' } });
  for (const opensAt of ['2030-02-30T18:00:00Z', '2030-13-01T18:00:00+01:00', '2030-12-01T25:00:00+01:00']) {
    const answer = await call('POST', '/v1/rooms', { body: { opensAt } });
    t.match(answer, { status: 400, body: { message: 'body.opensAt: is not an existing date and time' } }, opensAt);
  }
  for (const opensAt of ['2030-12-01T18:00:00', '2030-12-01T18:00:00+0100', '2030-12-01 18:00:00Z']) {
    const answer = await call('POST', '/v1/rooms', { body: { opensAt } });
    t.match(answer, { status: 400, body: { message: /^body\.opensAt: / } }, opensAt);
  }
});

t.test('numbers and fields are never coerced', async (t) => {
  const { call } = await startRest(t);
  const wrong: [object, RegExp][] = [
    [{ maxParticipants: '8' }, /^body\.maxParticipants: must be integer/],
    [{ maxParticipants: 51 }, /^body\.maxParticipants: must be <= 50/],
    [{ maxParticipants: 1 }, /^body\.maxParticipants: must be >= 2/],
    [{ locked: 'true' }, /^body\.locked: must be boolean/],
    [{ locked: 1 }, /^body\.locked: must be boolean/],
    [{ title: '' }, /^body\.title: /],
    [{ title: 'x'.repeat(121) }, /^body\.title: must NOT have more than 120/],
    [{ absencePolicy: 'canary' }, /^body\.absencePolicy: must be one of end, return-to-waiting, hand-over/],
    [{ opensAt: 'canary' }, /^body\.opensAt: /],
    [{ titel: 'canary' }, /^body: has no field titel/],
    [{ 'canary with words': 1 }, /^body: has an unknown field/],
    [[1], /^body: must be object/],
  ];
  for (const [body, message] of wrong) {
    const answer = await call('POST', '/v1/rooms', { body });
    t.match(answer, { status: 400, body: { code: 'invalid-params', message, correlationId: String } });
    t.notMatch(answer.text, 'canary', 'what was sent is not sent back');
  }
});

t.test('ending ends for everybody, and doing it again changes nothing', async (t) => {
  const { call, createRoom, join } = await startRest(t);
  const id = await createRoom();
  const host = await join(id, { sub: 'h', role: 'therapist', name: 'Host' });
  const client = await join(id, { sub: 'c', role: 'client', name: 'Client' });
  t.match(await call('GET', `/v1/rooms/${id}`), { body: { phase: 'live', seats: { admitted: 1, waiting: 1 } } });
  t.match(await call('POST', `/v1/rooms/${id}/end`), { status: 200, body: { phase: 'ended' } });
  t.ok(host.told.includes('closed: room-ended') && client.told.includes('closed: room-ended'));
  const again = await call('POST', `/v1/rooms/${id}/end`);
  t.match(again, { status: 200, body: { phase: 'ended', seats: { admitted: 0, waiting: 0 } } });
  const edit = await call('PATCH', `/v1/rooms/${id}`, { body: { title: 'B' }, headers: { 'if-match': '*' } });
  t.match(edit, { status: 410, body: { code: 'room-ended' } });
});

t.test('deleting ends and forgets; doing it again finds nothing', async (t) => {
  const { call, createRoom, join } = await startRest(t);
  const id = await createRoom();
  const host = await join(id, { sub: 'h', role: 'therapist', name: 'Host' });
  t.match(await call('DELETE', `/v1/rooms/${id}`), { status: 204, text: '' });
  t.ok(host.told.includes('closed: room-ended'));
  t.match(await call('GET', `/v1/rooms/${id}`), { status: 404, body: { code: 'not-found' } });
  t.match(await call('DELETE', `/v1/rooms/${id}`), { status: 404, body: { code: 'not-found' } });
  t.match(await call('GET', '/v1/rooms'), { body: { rooms: [] } });
});

t.test('a room that is not there is not found by any call', async (t) => {
  const { call } = await startRest(t);
  const headers = { 'if-match': '*' };
  for (const id of ['r-nothing', '__proto__', 'constructor', 'x'.repeat(90), '%2e%2e', '%00']) {
    const url = `/v1/rooms/${id}`;
    const notFound = { status: 404, body: { code: 'not-found', correlationId: String } };
    t.match(await call('GET', url), notFound, id);
    t.match(await call('PATCH', url, { body: { title: 'x' }, headers }), notFound, id);
    t.match(await call('DELETE', url), notFound, id);
    t.match(await call('POST', `${url}/end`), notFound, id);
    t.match(await call('GET', `${url}/seats`), notFound, id);
    t.match(await call('POST', `${url}/tokens`, { body: { sub: 's', role: 'client', name: 'n' } }), notFound, id);
    t.match(await call('POST', `${url}/seats/p-1/admit`), notFound, id);
  }
});

t.test('a server that drains makes no rooms', async (t) => {
  const { call, registry } = await startRest(t);
  registry.startDraining();
  t.match(await call('POST', '/v1/rooms'), { status: 503, body: { code: 'server-draining' } });
});

t.test('a passcode is set, changed and taken away, and never read back', async (t) => {
  const { call, createRoom, registry } = await startRest(t);
  const id = await createRoom({ passcode: 'canary passcode' });
  const url = `/v1/rooms/${id}`;
  const edit = (body: object) => call('PATCH', url, { body, headers: { 'if-match': '*' } });
  const read = await call('GET', url);
  t.match(read.body, { hasPasscode: true });
  t.notMatch(read.text, 'canary');
  const { passcodeHash } = (await registry.getRecord(id)).state;
  t.match(passcodeHash, /^scrypt\$/);
  t.match((await edit({ title: 'B' })).body, { hasPasscode: true }, 'an edit of something else leaves it');
  t.equal((await registry.getRecord(id)).state.passcodeHash, passcodeHash);
  t.match((await edit({ passcode: 'another one' })).body, { hasPasscode: true });
  t.not((await registry.getRecord(id)).state.passcodeHash, passcodeHash);
  t.match((await edit({ passcode: null })).body, { hasPasscode: false });
  for (const passcode of ['abc', 'x'.repeat(65), 1234, '']) {
    t.match(await edit({ passcode }), { status: 400, body: { code: 'invalid-params' } }, String(passcode));
  }
  t.match((await call('GET', `/v1/rooms/${await createRoom()}`)).body, { hasPasscode: false });
});

t.test('If-Match: * also matches while another edit is being stored', async (t) => {
  const stores: ScheduledStore[] = [];
  const wrapStore = (store: RoomStore) => {
    const scheduled = new ScheduledStore(store);
    stores.push(scheduled);
    return scheduled;
  };
  const { call, createRoom } = await startRest(t, { wrapStore });
  const url = `/v1/rooms/${await createRoom()}`;
  const [store] = stores;
  if (!store) throw new Error('no store');
  store.isScheduled = true;
  const edit = (title: string) => call('PATCH', url, { body: { title }, headers: { 'if-match': '*' } });
  const first = edit('One');
  await turnsUntil(() => store.pending !== null, 'the first write');
  const second = edit('Two');
  // The answer to a later request comes after the second edit was decided.
  await call('GET', url);
  await store.end('stored');
  await turnsUntil(() => store.pending !== null, 'the second write');
  await store.end('stored');
  t.match(await first, { status: 200, headers: { etag: '"2"' } });
  t.match(await second, { status: 200, headers: { etag: '"3"' } });
});
