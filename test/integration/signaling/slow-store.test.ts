/** People at a server whose store takes seconds. */

import { decodeJwt } from 'jose';
import t, { type Test } from 'tap';
import { therapist } from '../../support/server/clients/joined-session.ts';
import { RawClient } from '../../support/server/clients/raw-client.ts';
import { openSignalingDesk } from '../../support/server/signaling-desk.ts';
import { MemoryStore, ScheduledStore } from '../../support/server/store/scheduled-store.ts';
import { useFakeTime } from '../../support/time/fake-time.ts';
import { turnsUntil } from '../../support/time/turns-until.ts';

async function setUp(t: Test) {
  const time = useFakeTime(t, Date.now());
  const store = new ScheduledStore(new MemoryStore());
  const desk = await openSignalingDesk(t, store);
  const host = await desk.enter('weber', therapist);
  store.isScheduled = true;
  t.teardown(async () => {
    store.isScheduled = false;
    while (store.pending) await store.end('stored');
  });
  const isStoring = () => turnsUntil(() => store.pending !== null, 'a write');
  const seatOf = (sub: string) => Object.values(desk.room.state.seats).find(({ claims }) => claims.sub === sub);
  return { time, store, desk, host, isStoring, seatOf };
}

t.test('a client whose arrival is stored only after the deadline for tokens is let in', async (t) => {
  const { time, store, desk, isStoring } = await setUp(t);
  const anna = await RawClient.open(desk.url);
  const answer = anna.codeOf('authenticate', { token: await desk.tokenFor('anna') });
  await isStoring();
  time.tick(7_000);
  await store.end('stored');
  t.equal(await answer, 'ok');
  t.equal(await anna.codeOf('ping'), 'ok');
});

t.test('a client whose arrival is not stored in time is told to try again, and has lost its connection', async (t) => {
  const { time, store, desk, host, isStoring, seatOf } = await setUp(t);
  const refusals: string[] = [];
  desk.observer.on('authenticationRefused', ({ code }) => refusals.push(code));
  const anna = await RawClient.open(desk.url);
  const answer = anna.codeOf('authenticate', { token: await desk.tokenFor('anna') });
  await isStoring();
  time.tick(8_000);
  t.equal(await answer, 'storage-unavailable');
  t.same(await anna.closed, { code: 4503, reason: 'storage-unavailable' });
  t.same(refusals, ['storage-unavailable']);
  await store.end('stored');
  await store.end('stored');
  t.match(seatOf('anna'), { state: 'waiting', connectionId: null });
  t.equal(await host.codeOf('ping'), 'ok');
});

t.test('a ping is answered while an earlier request of its connection is being stored', async (t) => {
  const { store, host, isStoring } = await setUp(t);
  const lock = host.codeOf('lock');
  await isStoring();
  t.equal(await host.codeOf('ping'), 'ok');
  await store.end('stored');
  t.equal(await lock, 'ok');
});

t.test('a person whose token is revoked while the arrival is being stored does not get in', async (t) => {
  const { store, desk, isStoring, seatOf } = await setUp(t);
  const token = await desk.tokenFor('rossi', { ...therapist, name: 'Dr. Rossi' });
  const rossi = await RawClient.open(desk.url);
  rossi.socket.send(JSON.stringify({ id: 1, method: 'authenticate', params: { token } }));
  await isStoring();
  await desk.auth.revocations.add({ target: { kind: 'token', jti: String(decodeJwt(token).jti) }, apiKeyId: 'test' });
  t.equal(desk.auth.tokens.withdraw(), 1);
  t.same(await rossi.closed, { code: 4403, reason: 'token-revoked' });
  await store.end('stored');
  await store.end('stored');
  t.match(seatOf('rossi'), { state: 'suspended', connectionId: null });
  t.same(
    rossi.notifications.map(({ method }) => method),
    ['hello'],
    'and is told nothing of the room',
  );
  t.equal(rossi.frames.length, 1);
});
