/**
 * The transports of a waiting participant connect and their senders are created, so that nothing must be negotiated at
 * admission.
 */

import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { Person, until } from '../support/browser/person.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';

const { pages, server, browser } = await setUpBrowser(t);

t.test('a person who waits has both paths to the server, and nothing on them', async (t) => {
  const room = await server.createRoom();
  const join = async (sub: string, role: 'therapist' | 'client'): Promise<Person> => {
    const person = await Person.open(browser, pages.url, sub);
    await person.join(server.url, await server.tokenFor(room, { sub, role, name: sub }));
    await person.publish();
    return person;
  };
  const weber = await join('weber', 'therapist');
  const anna = await join('anna', 'client');
  await until(async () => (await anna.mediaPaths()).length === 2, 'both are connected');
  t.equal((await anna.look()).state, 'waiting');
  t.same(await anna.inbound(), [], 'no stream of anybody');
  const silent = [
    { kind: 'audio', hasTrack: false, packets: 0, repeated: 0 },
    { kind: 'video', hasTrack: false, packets: 0, repeated: 0 },
  ];
  const untilPrepared = () =>
    until(async () => {
      const senders = await anna.outbound();
      return senders.length === 2 && senders.every(({ packets }) => packets === 0);
    }, 'both senders are made');
  await untilPrepared();
  await delay(300);
  t.same(await anna.outbound(), silent, 'not a packet leaves her device');

  await weber.page.evaluate(async () => {
    const { session } = testPage;
    const [entry] = session?.waitingParticipants ?? [];
    if (session && entry) await session.admit(entry);
  });
  for (const person of [weber, anna]) {
    await until(
      async () => (await person.inbound()).some(({ kind, framesDecoded }) => kind === 'video' && framesDecoded > 5),
      `${person.name} sees the other`,
    );
  }
  t.equal((await anna.mediaPaths()).length, 2, 'over the same paths');
  const sending = await anna.outbound();
  t.ok(
    sending.every(({ hasTrack, packets }) => hasTrack && packets > 0),
    'on the senders that were made',
  );
  t.equal(sending.length, 2);

  await weber.page.evaluate(async () => {
    const { session } = testPage;
    const anna = [...(session?.participants.values() ?? [])].find(({ name }) => name === 'anna');
    if (session && anna) await session.putInWaitingRoom(anna.id);
  });
  await until(async () => (await anna.look()).state === 'waiting', 'she is put back');
  await untilPrepared();
  await delay(300);
  t.same(await anna.outbound(), silent, 'her senders are made again, and silent');
});

t.test('a camera that is switched off during the admission is not shown as a black picture', async (t) => {
  const room = await server.createRoom();
  const weber = await Person.open(browser, pages.url, 'weber');
  await weber.join(server.url, await server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'weber' }));
  const anna = await Person.open(browser, pages.url, 'anna');
  await anna.join(server.url, await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'anna' }));
  await anna.publish();
  await until(async () => (await anna.outbound()).length === 2, 'both senders are made');
  await anna.page.evaluate(() => {
    const { session } = testPage;
    // While the server's answer to the publish request is in transit.
    session?.on('stateChanged', () => setTimeout(() => void session.localParticipant.setCameraEnabled(false)));
  });
  await weber.page.evaluate(() => testPage.session?.admitAll());
  await anna.reaches('joined');
  const sourcesOfAnna = () =>
    weber.page.evaluate(() =>
      [...(testPage.session?.participants.values() ?? [])].flatMap(({ tracks }) => [...tracks.keys()]),
    );
  await until(async () => (await sourcesOfAnna()).includes('microphone'), 'Weber hears her');
  await delay(500);
  t.same(await sourcesOfAnna(), ['microphone']);
});
