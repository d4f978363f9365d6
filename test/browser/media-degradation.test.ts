/**
 * One of three people has a slow or lossy line: real Chromium, and losses in one direction. Each is told whose line it
 * is, and nobody of a line that is not the cause.
 */

import type { MediaDegradation } from '@hearthroom/sdk';
import { observer } from 'mediasoup';
import t from 'tap';
import { Person, until } from '../support/browser/person.ts';
import { rewriteDescriptions } from '../support/browser/rewrite-descriptions.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';
import { UdpProxy } from '../support/faults/causes/udp-proxy.ts';

t.setTimeout(300_000);

let workerPid = 0;
observer.on('newworker', ({ pid }) => {
  workerPid = pid;
});
const { pages, server, browser } = await setUpBrowser(t);
const proxy = new UdpProxy();
t.teardown(() => proxy.close());
const room = await server.createRoom({ waitingRoom: false });

async function enter(name: string, role: 'therapist' | 'client', onProxy = false): Promise<Person> {
  const person = await Person.open(browser, pages.url, name);
  if (onProxy) await rewriteDescriptions(person.page, (sdp) => proxy.rewrite(sdp));
  await person.join(server.url, await server.tokenFor(room, { sub: name, role, name }));
  await person.publish();
  return person;
}

const weber = await enter('Weber', 'therapist');
const ben = await enter('Ben', 'client');
const anna = await enter('Anna', 'client', true);
const annaId = await anna.id();

const degradationOf = (person: Person): Promise<MediaDegradation | null> =>
  person.page.evaluate(() => testPage.session?.mediaDegradation ?? null);
/** Qualities that this person was told since the last call, by the name of whom they are about. */
async function newsOf(person: Person): Promise<string[]> {
  const told = await person.page.evaluate(() => {
    const { session, events } = testPage;
    const mine = events.filter(({ event }) => event === 'connectionQualityChanged');
    events.length = 0;
    return mine.map(({ detail }) => ({ ...Object(detail), own: session?.localParticipant.id === Object(detail).id }));
  });
  return told.map(({ id, quality, own }) => `${own ? 'own' : id === annaId ? 'Anna' : 'another'} ${quality}`);
}
const isWell = (person: Person) => until(async () => (await degradationOf(person)) === null, `${person.name} is well`);

async function recover(): Promise<void> {
  proxy.impair({ lossRate: 0, kbps: null });
  await isWell(anna);
  for (const one of [weber, ben, anna]) await newsOf(one);
}

t.test('all three see each other, and nobody is told anything', async (t) => {
  for (const one of [weber, ben, anna]) {
    await until(async () => {
      const moving = (await one.inbound()).filter(({ framesDecoded }) => framesDecoded > 100);
      return moving.length >= 2;
    }, `${one.name} sees the others`);
    t.same(await newsOf(one), [], one.name);
    t.equal(await degradationOf(one), null);
  }
});

t.test('a person whose line is too narrow for pictures is told so, with the pictures that are paused', async (t) => {
  proxy.impair({ kbps: 110 }, ['down']);
  await until(async () => ((await degradationOf(anna))?.pausedTracks.length ?? 0) > 0, 'a picture is paused');
  const degradation = await degradationOf(anna);
  t.match(degradation, { cause: 'own-line', sending: false, receiving: true, videos: /some|none/ });
  t.same(await newsOf(anna), ['own weak']);
  t.same(await newsOf(weber), ['Anna weak'], 'a host may know');
  t.same(await newsOf(ben), [], 'it is no concern of anybody else');
  t.equal(await degradationOf(ben), null);
  t.equal(await degradationOf(weber), null);
});

t.test('the pictures come back by themselves, and it is over', async (t) => {
  proxy.impair({ kbps: null });
  await until(async () => (await degradationOf(anna))?.pausedTracks.length === 0, 'all pictures are back');
  await isWell(anna);
  t.same(await newsOf(anna), ['own good']);
  t.same(await newsOf(weber), ['Anna good']);
  t.same(await newsOf(ben), []);
});

t.test('a person of whom much is lost on the way up is named to all, and sees the others well', async (t) => {
  proxy.impair({ lossRate: 0.35 }, ['up']);
  for (const one of [weber, ben, anna])
    await until(async () => {
      const { quality } = await one.page.evaluate((id) => {
        const { session } = testPage;
        const anna = session?.participants.get(id) ?? session?.localParticipant;
        return { quality: anna?.connectionQuality };
      }, annaId);
      return quality === 'weak';
    }, `${one.name} is told`);
  t.match(await degradationOf(anna), { cause: 'own-line', sending: true });
  t.equal(await degradationOf(ben), null);
  t.equal(await degradationOf(weber), null);
  t.notMatch(await newsOf(ben), /own|another/);
  await recover();
});

t.test('a person to whom much is lost on the way down is told, and hosts', async (t) => {
  proxy.impair({ lossRate: 0.35 }, ['down']);
  await until(async () => (await degradationOf(anna))?.receiving === true, 'Anna is told');
  t.match(await degradationOf(anna), { cause: 'own-line', sending: false });
  t.same(await newsOf(ben), []);
  t.notMatch(await newsOf(weber), /own|another/);
  await recover();
});

t.test('while the worker does not forward in time nobody’s line is at fault', async (t) => {
  let resuming: NodeJS.Timeout | undefined;
  const stopped = setInterval(() => {
    process.kill(workerPid, 'SIGSTOP');
    resuming = setTimeout(() => process.kill(workerPid, 'SIGCONT'), 1_500);
  }, 2_000);
  t.teardown(() => {
    clearInterval(stopped);
    // The worker is gone by the time it would fire.
    clearTimeout(resuming);
    process.kill(workerPid, 'SIGCONT');
  });
  proxy.impair({ lossRate: 0.35 }, ['up']);
  await until(async () => (await degradationOf(anna)) !== null, 'Anna is told');
  await until(async () => (await degradationOf(ben)) !== null, 'Ben is told');
  t.match(await degradationOf(anna), { cause: 'server' });
  t.match(await degradationOf(ben), { cause: 'server' });
  for (const one of [weber, ben, anna]) t.same(await newsOf(one), [], one.name);
});
