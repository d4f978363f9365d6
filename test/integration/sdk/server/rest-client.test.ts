/** RestClient with a real server. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { RestClient, verifyWebhook } from '@hearthroom/sdk/server';
import t, { type Test } from 'tap';
import { operations } from '../../../../sdk/server/operations.ts';
import { type ListeningRest, startListening } from '../../../support/sdk/listening-rest.ts';
import { codeOf } from '../../../support/sdk/scripted-fetch.ts';
import { writeKeyFile } from '../../../support/server/keys/key-pairs.ts';
import { secondKey, testKey } from '../../../support/server/rest/rest-server.ts';

const therapist = { sub: 'weber', role: 'therapist', name: 'Dr. Weber' } as const;
const anna = { sub: 'anna', role: 'client', name: 'Anna' } as const;

/** A room with a host inside and a client who waits. */
async function startSession({ rest, client }: ListeningRest) {
  const room = await client.createRoom();
  const host = await rest.join(room.id, therapist);
  const waiting = await rest.join(room.id, anna);
  return { roomId: room.id, hostId: host.seatId, clientId: waiting.seatId };
}

async function collect<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}

t.test('a backend creates, changes, ends and deletes a room', async (t) => {
  const { client } = await startListening(t);
  const room = await client.createRoom({ title: 'Thursday group', maxParticipants: 8 });
  t.match(room, { settings: { title: 'Thursday group', maxParticipants: 8 }, phase: 'open', etag: /^"\d+"$/ });
  t.same(await client.getRoom(room.id), room);
  const changed = await client.updateRoom(room.id, { title: 'Friday group' }, { ifMatch: room.etag });
  t.match(changed, { settings: { title: 'Friday group', maxParticipants: 8 } });
  t.not(changed.etag, room.etag);
  const late = client.updateRoom(room.id, { title: 'Monday group' }, { ifMatch: room.etag });
  await t.rejects(late, { name: 'RestError', code: 'precondition-failed', status: 412, correlationId: String });
  t.match(await client.updateRoom(room.id, { maxParticipants: 9 }, { ifMatch: '*' }), {
    settings: { maxParticipants: 9 },
  });
  t.match(await client.endRoom(room.id), { phase: 'ended' });
  t.match(await client.endRoom(room.id), { phase: 'ended' }, 'a second time changes nothing');
  await client.deleteRoom(room.id);
  await t.rejects(client.getRoom(room.id), { code: 'not-found', status: 404, operation: 'getRoom' });
  await t.rejects(client.deleteRoom(room.id), { code: 'not-found' });
});

t.test('the same idempotency key returns the same room; without one each call makes another', async (t) => {
  const { client } = await startListening(t);
  const options = { idempotencyKey: 'appointment-4711' };
  const first = await client.createRoom({}, options);
  t.equal((await client.createRoom({}, options)).id, first.id);
  t.not((await client.createRoom()).id, first.id);
  t.equal(await codeOf(client.createRoom({ title: 'Another' }, options)), 'conflict');
});

t.test('a backend plans a series of sessions', async (t) => {
  const { client } = await startListening(t);
  const weekly = { start: '2031-01-07T18:00', timeZone: 'Europe/Berlin', rule: 'FREQ=WEEKLY', lengthMinutes: 90 };
  const options = { idempotencyKey: 'group-4711' };
  const series = await client.createSeries(weekly, options);
  t.match(series, { ...weekly, id: /^s-/, etag: '"1"' });
  t.equal((await client.createSeries(weekly, options)).id, series.id);
  t.equal(await codeOf(client.createSeries({ ...weekly, timeZone: 'CEST+1' })), 'time-zone-unknown');
  const changed = await client.updateSeries(series.id, { lengthMinutes: 60 }, { ifMatch: series.etag });
  t.match(changed, { lengthMinutes: 60, etag: '"2"' });
  t.equal(
    await codeOf(client.updateSeries(series.id, { lengthMinutes: 45 }, { ifMatch: series.etag })),
    'precondition-failed',
  );
  t.match(await client.putMember(series.id, 'p-anna', { name: 'Anna', role: 'client' }), {
    members: [{ id: 'p-anna' }],
  });
  t.match(await client.getCalendarFile(series.id, 'p-anna'), /^BEGIN:VCALENDAR/);
  const id = '20310114T180000';
  t.match(await client.skipOccurrence(series.id, id), { skipped: [id] });
  t.match(await client.moveOccurrence(series.id, id, '2031-01-15T18:00'), { skipped: [], moved: [{ id }] });
  const range = { from: '2031-01-01T00:00:00Z', to: '2031-01-20T00:00:00Z' };
  t.match(await client.listOccurrences(series.id, range), [{ members: ['p-anna'] }, { id, roomId: null }]);
  t.match(await client.restoreOccurrence(series.id, id), { skipped: [], moved: [] });
  await client.removeMember(series.id, 'p-anna');
  t.match(await client.getSeries(series.id), { members: [] });
  t.match(await collect(client.iterateSeries()), [{ id: series.id }]);
  await client.deleteSeries(series.id);
  t.same((await client.listSeries()).series, []);
});

t.test('editRoom starts again when somebody else changed the room meanwhile', async (t) => {
  const { client } = await startListening(t);
  const { id } = await client.createRoom({ maxParticipants: 5 });
  let edits = 0;
  const edited = await client.editRoom(id, async ({ settings, etag }) => {
    edits += 1;
    if (edits === 1) await client.updateRoom(id, { maxParticipants: 7 }, { ifMatch: etag });
    return { maxParticipants: settings.maxParticipants + 1 };
  });
  t.same({ edits, places: edited.settings.maxParticipants }, { edits: 2, places: 8 });
  t.same(await client.editRoom(id, () => null), edited, 'null changes nothing');
  const always = client.editRoom(id, async ({ settings }) => {
    await client.updateRoom(id, { maxParticipants: settings.maxParticipants === 8 ? 9 : 8 }, { ifMatch: '*' });
    return { maxParticipants: 10 };
  });
  await t.rejects(always, { code: 'precondition-failed' }, 'and gives up after five times');
});

t.test('iterateRooms reads all pages, each when it is needed', async (t) => {
  const listening = await startListening(t);
  let requests = 0;
  const fetch: typeof globalThis.fetch = (...request) => {
    requests += 1;
    return globalThis.fetch(...request);
  };
  const client = listening.clientWith({ fetch });
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await client.createRoom()).id);
  requests = 0;
  t.same(
    (await collect(client.iterateRooms({ pageSize: 2 }))).map(({ id }) => id),
    ids,
  );
  t.equal(requests, 3);
  requests = 0;
  for await (const { id } of client.iterateRooms({ pageSize: 2 })) if (id === ids[1]) break;
  t.equal(requests, 1, 'no page is read ahead');
  const page = await client.listRooms({ limit: 2 });
  t.equal(page.rooms.length, 2);
  t.same(
    (await client.listRooms({ limit: 100, cursor: page.nextCursor ?? '' })).rooms.map(({ id }) => id),
    ids.slice(2),
  );
});

t.test('a backend acts on seats as a host does', async (t) => {
  const listening = await startListening(t);
  const { client } = listening;
  const { roomId, hostId, clientId } = await startSession(listening);
  t.same(
    (await client.listSeats(roomId)).map(({ id, state }) => [id, state]),
    [
      [hostId, 'admitted'],
      [clientId, 'waiting'],
    ],
  );
  t.equal(await codeOf(client.admitSeat(roomId, clientId, { epoch: 99 })), 'stale-entry');
  t.match(await client.admitSeat(roomId, clientId), { state: 'admitted' });
  t.match(await client.muteSeat(roomId, clientId, { source: 'microphone' }), { id: clientId });
  t.match(await client.putBackSeat(roomId, clientId, { reason: 'A moment, please' }), { state: 'waiting' });
  t.match(await client.denySeat(roomId, clientId), { state: 'denied' });
  t.match(await client.pardonSeat(roomId, clientId), { id: clientId });
  t.equal(await codeOf(client.removeSeat(roomId, hostId)), 'last-host');
});

t.test('personal links are created, listed and revoked', async (t) => {
  const { client } = await startListening(t);
  const { id } = await client.createRoom();
  const { path, ...invitation } = await client.createInvitation(id, anna);
  t.match(path, /^\/j\/[\w-]{32}$/);
  t.same(await client.listInvitations(id), [invitation]);
  await client.revokeInvitation(id, invitation.id);
  t.same(await client.listInvitations(id), []);
  t.equal(await codeOf(client.revokeInvitation(id, invitation.id)), 'not-found');
});

t.test('so are those of members of series, which calendar files can contain', async (t) => {
  const { client } = await startListening(t);
  const weekly = { start: '2031-01-07T18:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY', lengthMinutes: 60 };
  const members = [{ id: 'p-anna', name: 'Anna', role: 'client' as const }];
  const series = await client.createSeries({ ...weekly, members });
  const { path, ...invitation } = await client.createSeriesInvitation(series.id, 'p-anna');
  t.same(await client.listSeriesInvitations(series.id), [invitation]);
  const link = `https://calls.example.org${path}`;
  const file = await client.getCalendarFileWithLink(series.id, 'p-anna', link);
  t.match(file.replaceAll('\r\n ', ''), link);
  await client.revokeSeriesInvitation(series.id, invitation.id);
  t.same(await client.listSeriesInvitations(series.id), []);
  t.equal(await codeOf(client.getCalendarFileWithLink(series.id, 'p-anna', link)), 'invalid-params');
});

t.test('tokens are minted and revoked, and keys listed and reloaded', async (t) => {
  const { client, clientWith } = await startListening(t);
  const { id } = await client.createRoom();
  t.match(await client.mintToken(id, anna), { token: /^[\w-]+\.[\w-]+\.[\w-]+$/, expiresAt: String });
  const revocation = await client.revokeTokens({ roomId: id, identity: 'anna' });
  t.equal((await client.revokeTokens({ roomId: id, identity: 'ben' })).roomId, id);
  t.equal((await client.listRevocations({ limit: 1 })).revocations.length, 1);
  t.equal((await collect(client.iterateRevocations({ pageSize: 1 }))).length, 2);
  await client.removeRevocation(revocation.id);
  t.equal(await codeOf(client.removeRevocation(revocation.id)), 'not-found');
  t.same(
    await client.listKeys(),
    [testKey, secondKey].map((key) => ({ id: key.id, algorithm: 'HS256' })),
  );
  const wrong = clientWith({ key: { id: testKey.id, secret: 'another-secret-0123456789-0123456789' } });
  await t.rejects(wrong.listKeys(), {
    code: 'unauthorized',
    status: 401,
    message: /Has the server a key with the id "k1"/,
  });
});

t.test('the key file is read again', async (t) => {
  const file = join(t.testdir(), 'keys.json');
  const added = { id: 'added', secret: 'a-secret-that-was-added-0123456789abc' };
  writeKeyFile(file, []);
  const { client, clientWith } = await startListening(t, { env: { HEARTHROOM_KEYS_FILE: file } });
  writeKeyFile(file, [added]);
  t.match(await client.reloadKeys(), { added: ['added'], removed: [], changed: [] });
  t.equal((await clientWith({ key: added }).listKeys()).length, 3);
});

t.test('reports are read, and the audit log line by line', async (t) => {
  const listening = await startListening(t);
  const { client } = listening;
  const { roomId, clientId } = await startSession(listening);
  await client.admitSeat(roomId, clientId);
  t.match(await client.listAttendance(roomId, { labels: true }), [{ role: 'therapist' }, { seatId: clientId }]);
  t.match(await client.listAttendanceAsCsv(roomId), /^seatId,role,label,.*\r\n(?:.+\r\n){2}$/);
  t.same(await client.listAgreements(roomId), []);
  const from = new Date(Date.now() - 60_000).toISOString();
  const to = new Date().toISOString();
  t.match(await client.tellMediaStory(roomId, { from, to }), { answers: [] });
  const lines = await collect(client.exportAudit());
  t.match(lines[0], /^\{"anchor":/);
  t.match(lines.at(-1), /^\{"head":/);
  const { seq } = JSON.parse(lines.at(-1) ?? '').head;
  t.equal(JSON.parse((await collect(client.exportAudit({ after: seq })))[0] ?? '').anchor.seq, seq);
  t.equal(await codeOf(collect(client.exportAudit({ after: 999_999 }))), 'not-found');
  t.match(await client.getAuditCheckpoint(), { checkpoint: { type: 'hearthroom-audit-checkpoint' }, signatures: [{}] });
  t.match(await client.listAuditKeys(), [{ publicKey: /BEGIN PUBLIC KEY/ }]);
});

t.test('a backup is written and the server drained', async (t) => {
  const { client } = await startListening(t, { env: { HEARTHROOM_BACKUP_DIR: t.testdir() } });
  t.match(await client.createBackup(), { file: String, bytes: Number });
  t.match(await client.drainServer(), { connected: 0, endsBy: String });
});

t.test('every operation was called by these tests', async (t) => {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  t.same(
    Object.keys(operations).filter((name) => !source.includes(`client.${name}(`)),
    [],
  );
});

t.test('an export of the audit log that breaks off is an error, and so is one of another server', async (t) => {
  const answers: string[] = ['{"anchor":{}}\n{"seq":1}\n', '{"anchor":{}}\n{"head":{}'];
  for (const answer of answers) {
    const { client } = await serve(t, (response) =>
      response.setHeader('content-type', 'application/x-ndjson').end(answer),
    );
    await t.rejects(collect(client.exportAudit()), { code: 'connection-failed', message: /broke off/ });
  }
  const cut = await serve(t, (response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    response.write('{"anchor":{}}\n', () => response.destroy());
  });
  await t.rejects(collect(cut.client.exportAudit()), { code: 'connection-failed' });
  const page = await serve(t, (response) => response.setHeader('content-type', 'text/html').end('<html>'));
  await t.rejects(collect(page.client.exportAudit()), { code: 'not-hearthroom' });
  await t.rejects(page.client.listKeys(), { code: 'not-hearthroom', message: /\(text\/html\)/ });
});

/** A server of another kind. */
async function serve(t: Test, answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { client: new RestClient({ url: `http://127.0.0.1:${port}/under/a/path`, key: testKey, retries: 0 }) };
}

t.test('the limit of requests is told with the time to wait', async (t) => {
  const { clientWith } = await startListening(t, { env: { HEARTHROOM_API_REQUESTS_PER_MINUTE: '60' } });
  const client = clientWith({ maxRetryDelayMs: 0, retries: 0 });
  const results = await Promise.allSettled(Array.from({ length: 61 }, () => client.listKeys()));
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  t.match(refused, [{ code: 'rate-limited', status: 429, retryAfterMs: Number }]);
});

t.test('tokens and webhooks are there too', async (t) => {
  t.type(verifyWebhook, 'function');
});
