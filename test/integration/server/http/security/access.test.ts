/** The audit log records who reads personal data, and for which rooms tokens are made. */

import { mock } from 'node:test';
import { createAdminToken } from '@hearthroom/sdk/token';
import t, { type Test } from 'tap';
import { gatherMs } from '../../../../../server/src/audit/access-log.ts';
import { type Operation, readOperations } from '../../../../support/server/rest/api-document.ts';
import { type RestServer, secondKey, startRest } from '../../../../support/server/rest/rest-server.ts';

const anna = { sub: 'canary-anna', role: 'client', name: 'Canary Anna', label: 'canary label' };
const weber = { sub: 'canary-weber', role: 'therapist', name: 'Canary Weber' };

/**
 * Calls that return no personal data: room settings with counts of seats, ids of keys, hashes, and the server's state;
 * of series times and opaque ids.
 */
const withoutPeople = new Set([
  'listRooms',
  'getRoom',
  'listKeys',
  'reloadKeys',
  'drainServer',
  'getAuditCheckpoint',
  'listAuditKeys',
  'listOccurrences',
  'getCalendarFile',
  'getCalendarFileWithLink',
]);

type Entry = Record<string, unknown> & { what: string };

const entriesOf = async ({ sqlite }: RestServer): Promise<Entry[]> =>
  (await sqlite.audit.read(0, 10_000)).map(({ line }): Entry => JSON.parse(line));

/** Entries that this work added to the audit log. */
async function addedBy(rest: RestServer, work: () => Promise<unknown>): Promise<Entry[]> {
  const before = (await rest.sqlite.audit.head()).seq;
  await work();
  return (await entriesOf(rest)).slice(before);
}

async function startSession(t: Test, env: Record<string, string> = {}) {
  const rest = await startRest(t, { env });
  const id = await rest.createRoom();
  await rest.join(id, weber);
  const { seatId } = await rest.join(id, anna);
  return { rest, id, seatId };
}

const series = {
  ...{ start: '2031-01-07T18:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY', lengthMinutes: 60 },
  members: ['p-1', 'p-2', 'p-3'].map((id) => ({ id, name: 'Canary Anna', role: 'client', label: 'canary label' })),
};

const bodies: Record<string, object> = {
  createSeries: series,
  updateSeries: { lengthMinutes: 90 },
  putMember: { name: 'Canary Ben', role: 'client' },
  moveOccurrence: { start: '2031-01-08T18:00' },
  createRoom: {},
  updateRoom: { title: 'Other' },
  mintToken: anna,
  createInvitation: weber,
  createSeriesInvitation: { memberId: 'p-3' },
  muteSeat: { source: 'microphone' },
  removeSeat: { ban: true },
};

const queries: Record<string, string> = {
  tellMediaStory: '?from=2030-01-01T18:00:00Z&to=2030-01-01T19:00:00Z',
};

t.test(
  'every call that answers something of a person, or makes a token, leaves an entry with key and room',
  async (t) => {
    const { rest, id, seatId } = await startSession(t);
    await rest.call('POST', '/v1/revocations', { body: { roomId: id, identity: 'canary-anna' } });
    const seriesId = String((await rest.call('POST', '/v1/series', { body: series })).body.id);
    const { body: invited } = await rest.call('POST', `/v1/rooms/${id}/invitations`, { body: anna });
    const ofSeries = await rest.call('POST', `/v1/series/${seriesId}/invitations`, { body: { memberId: 'p-2' } });
    const by = 'api:k1';
    const leavesEntry = async ({ operationId, method, path }: Operation) => {
      const ids: Record<string, string> = {
        roomId: id,
        seatId,
        invitationId: String((path.includes('{seriesId}') ? ofSeries.body : invited).id),
        seriesId,
        memberId: 'p-1',
        occurrenceId: '20310107T180000',
      };
      const filled = path.replace(/\{(\w+)\}/g, (all, name: string) => ids[name] ?? all);
      const url = `${filled}${queries[operationId] ?? ''}`;
      const body = bodies[operationId] ?? (method === 'GET' ? undefined : {});
      const headers = ['updateRoom', 'updateSeries'].includes(operationId) ? { 'if-match': '*' } : {};
      let status = 0;
      const added = await addedBy(rest, async () => {
        ({ status } = await rest.call(method, url, { body, headers }));
      });
      t.ok(status >= 200 && status < 300, `${operationId} is answered with ${status}`);
      t.ok(added.length > 0, `${operationId} leaves an entry`);
      t.ok(
        added.some((entry) => entry.by === by),
        `${operationId} names the key`,
      );
      if (path.includes('{roomId}'))
        t.ok(
          added.every(({ roomId }) => roomId === id),
          `${operationId} names the room`,
        );
    };
    const operations = (await readOperations(rest)).filter(({ operationId }) => !withoutPeople.has(operationId));
    const order = ['admitSeat', 'muteSeat', 'putBackSeat', 'denySeat', 'pardonSeat', 'removeSeat'];
    const late = new Set(['endRoom', 'deleteRoom', 'deleteSeries', 'revokeTokens', 'removeRevocation', ...order]);
    for (const operation of operations.filter(({ operationId }) => !late.has(operationId)))
      await leavesEntry(operation);
    for (const wanted of order)
      for (const operation of operations.filter(({ operationId }) => operationId === wanted))
        await leavesEntry(operation);
    t.same(
      (await entriesOf(rest))
        .filter(({ what }) => /\.read$|^token/.test(what))
        .map(({ what, roomId }) => [what, roomId]),
      [
        ['token.minted', id],
        ['token.minted', id],
        ['series.read', null],
        ['series.read', null],
        ['invitations.read', null],
        ['token.minted', id],
        ['invitations.read', id],
        ['revocations.read', null],
        ['seats.read', id],
        ['attendance.read', id],
        ['agreements.read', id],
        ['media-story.read', id],
        ['audit.read', null],
      ],
    );
    t.notMatch(JSON.stringify(await entriesOf(rest)), /canary/i);
  },
);

t.test('an action that changes nothing and answers the seat all the same counts as reading it', async (t) => {
  const { rest, id, seatId } = await startSession(t);
  const ban = () => rest.call('POST', `/v1/rooms/${id}/seats/${seatId}/remove`, { body: { ban: true } });
  await ban();
  const added = await addedBy(rest, async () => t.match(await ban(), { status: 200, body: { name: 'Canary Anna' } }));
  t.match(added, [{ what: 'seats.read', by: 'api:k1', roomId: id, seatId: null }]);
  t.equal(added.length, 1);
});

t.test('reading with labels and without are separate entries', async (t) => {
  const { rest, id } = await startSession(t);
  const added = await addedBy(rest, async () => {
    await rest.call('GET', `/v1/rooms/${id}/attendance`);
    await rest.call('GET', `/v1/rooms/${id}/attendance?labels=true`);
  });
  t.match(added, [{ what: 'attendance.read' }, { what: 'attendance.read', detail: { labels: 'true' } }]);
  t.notOk('detail' in (added[0] ?? {}));
});

t.test('a backend that polls is one entry at once and one a minute, which counts; each key has its own', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.teardown(() => mock.timers.reset());
  const { rest, id } = await startSession(t);
  const url = `/v1/rooms/${id}/seats`;
  const other = await createAdminToken({ key: secondKey });
  const added = await addedBy(rest, async () => {
    for (let read = 0; read < 5; read += 1) await rest.call('GET', url);
    await rest.call('GET', url, { token: other });
    mock.timers.tick(gatherMs);
    await rest.call('GET', url);
    mock.timers.tick(gatherMs);
    mock.timers.tick(gatherMs);
    await rest.call('GET', url);
  });
  t.match(added, [
    { what: 'seats.read', by: 'api:k1', roomId: id },
    { what: 'seats.read', by: 'api:k2', roomId: id },
    { what: 'seats.read', by: 'api:k1', detail: { count: 4 } },
    { what: 'seats.read', by: 'api:k1', detail: { count: 1 } },
    { what: 'seats.read', by: 'api:k1' },
  ]);
  t.equal(added.length, 5);
});

t.test(
  'data is not returned if the audit entry cannot be written, neither the first one nor a later count',
  async (t) => {
    mock.timers.enable({ apis: ['setInterval'] });
    t.teardown(() => mock.timers.reset());
    const { rest, id } = await startSession(t);
    const failures: unknown[] = [];
    rest.observer.on('storeFailed', ({ error }) => failures.push(error));
    const append = rest.sqlite.audit.append.bind(rest.sqlite.audit);
    const fillDisk = () =>
      Object.assign(rest.sqlite.audit, {
        append: () => {
          throw new Error('the disk is full');
        },
      });
    const free = () => Object.assign(rest.sqlite.audit, { append });
    const read = (what: string) => rest.call('GET', `/v1/rooms/${id}/${what}`);
    t.equal((await read('seats')).status, 200);
    fillDisk();
    const refused = { status: 503, body: { code: 'storage-unavailable' } };
    t.match(await read('attendance'), refused);
    t.match(await read('agreements'), refused);
    t.match(await rest.call('GET', '/v1/audit'), refused);
    t.match(await rest.call('GET', '/v1/revocations'), refused);
    t.match(await rest.call('POST', `/v1/rooms/${id}/tokens`, { body: anna }), refused);
    t.equal(failures.length, 5, 'monitoring is told of each');
    t.equal((await read('seats')).status, 200, 'that this key reads these seats is written already');
    mock.timers.tick(gatherMs);
    const answer = await read('seats');
    t.match(answer, refused);
    t.notMatch(answer.text, /canary/i);
    free();
    const added = await addedBy(rest, () => read('seats'));
    t.match(added, [{ what: 'seats.read', detail: { count: 3 } }], 'nothing of it is lost');
  },
);

t.test('if switched off, only that fact is recorded; actions still are', async (t) => {
  const { rest, id } = await startSession(t, { HEARTHROOM_AUDIT_ACCESS: 'false' });
  const what = async () => (await entriesOf(rest)).map((entry) => entry.what);
  t.equal((await what())[0], 'access.unrecorded');
  for (const path of [`rooms/${id}/seats`, `rooms/${id}/attendance`, `rooms/${id}/agreements`, 'audit', 'revocations'])
    t.equal((await rest.call('GET', `/v1/${path}`)).status, 200, path);
  t.notMatch((await what()).join(' '), /\.read|token/);
  t.match(await what(), ['access.unrecorded', 'room.created']);
});
