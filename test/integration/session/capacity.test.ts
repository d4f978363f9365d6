import t from 'tap';
import { type Person, startSession, therapist } from '../../support/server/clients/joined-session.ts';

/** Capacity for two participants with microphone and camera, but not for a third. */
const twoFit = { env: { HEARTHROOM_WORKER_MAX_PACKETS_PER_SECOND: '1000' } };

const openMedia = ({ client, arrival }: Person) =>
  client.codeOf('openMedia', { rtpCapabilities: arrival.routerRtpCapabilities });

t.test('a full server seats people and lets them wait, and gives them media as soon as there is room', async (t) => {
  const session = await startSession(t, {}, twoFit);
  const host = await session.enter('weber', therapist);
  const anna = await session.enter('anna');
  const ben = await session.enter('ben');
  t.equal(await openMedia(host), 'ok');
  t.equal(await openMedia(anna), 'ok');
  t.equal(await openMedia(ben), 'capacity');
  t.equal(await host.client.codeOf('admit', await session.entryOf(ben)), 'ok', 'the room itself has a place for Ben');
  t.equal(await openMedia(ben), 'capacity', 'whose media would be at the cost of the others');
  t.equal(await openMedia(anna), 'ok', 'Anna has hers, also anew');
  await anna.client.request('leave');
  t.equal(await openMedia(ben), 'ok');
});

t.test('after a restart those of the session come before anybody new', async (t) => {
  const session = await startSession(t, {}, twoFit);
  const host = await session.enter('weber', therapist);
  const anna = await session.enterAdmitted(host, 'anna');
  for (const person of [host, anna]) t.equal(await openMedia(person), 'ok');
  await session.restart();
  const [cora, dora] = [await session.enter('cora'), await session.enter('dora')];
  for (const person of [cora, dora]) t.equal(await openMedia(person), 'ok', 'who came first has room');
  for (const person of [await session.resume(host), await session.resume(anna)]) {
    t.equal(await openMedia(person), 'ok', 'and those of the session have it in any case');
  }
  t.equal(await openMedia(await session.enter('emil')), 'capacity');
});
