/** Every fault that a frontend can simulate, in a real browser: its effect on a session, and that it ends by itself. */

import type { Fault, SimulateOptions } from '@hearthroom/sdk';
import t from 'tap';
import { Person, until } from '../support/browser/person.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';

const { pages, server, browser } = await setUpBrowser(t);
const room = await server.createRoom({ waitingRoom: false, encryption: 'required' });

async function enter(sub: string, role: 'therapist' | 'client'): Promise<Person> {
  const person = await Person.open(browser, pages.url, sub);
  await person.join(server.url, await server.tokenFor(room, { sub, role, name: sub }));
  await person.publish();
  return person;
}

const weber = await enter('weber', 'therapist');
const anna = await enter('anna', 'client');

/** Audio packets and decoded frames, over all current streams. */
const received = async (person: Person) => {
  const streams = await person.inbound();
  const sum = (kind: string, count: 'packets' | 'framesDecoded') =>
    streams.filter((stream) => stream.kind === kind).reduce((total, stream) => total + stream[count], 0);
  return [sum('audio', 'packets'), sum('video', 'framesDecoded')];
};

/** Waits until audio and video continue in both directions. */
async function bothFlow(): Promise<void> {
  for (const person of [weber, anna]) {
    let [packets = 0, frames = 0] = await received(person);
    await until(async () => {
      const [morePackets = 0, moreFrames = 0] = await received(person);
      // Counters start again on new tracks.
      if (morePackets < packets || moreFrames < frames) [packets, frames] = [morePackets, moreFrames];
      return morePackets > packets + 10 && moreFrames > frames + 5;
    }, `${person.name} sees and hears the other`);
  }
}

const trackIds = (person: Person) =>
  person.page.evaluate(() => {
    const participants = [...(testPage.session?.participants.values() ?? [])];
    return participants.flatMap(({ tracks }) =>
      [...tracks.values()].map(({ mediaStreamTrack }) => mediaStreamTrack.id),
    );
  });

const cases: { fault: Fault; options?: SimulateOptions; states: string[]; tracks: 'same' | 'new' }[] = [
  { fault: 'signal-loss', options: { durationMs: 1_000 }, states: ['reconnecting', 'joined'], tracks: 'same' },
  { fault: 'media-loss', options: { durationMs: 4_000 }, states: [], tracks: 'same' },
  { fault: 'worker-death', states: [], tracks: 'new' },
  { fault: 'server-restart', options: { durationMs: 500 }, states: ['reconnecting', 'joined'], tracks: 'new' },
  { fault: 'token-expiry', states: ['reconnecting', 'joined'], tracks: 'same' },
];

for (const { fault, options, states, tracks } of cases) {
  t.test(`${fault} ends by itself, and everybody sees and hears each other as before`, async (t) => {
    await bothFlow();
    const before = { tracks: await trackIds(anna), states: (await anna.told('stateChanged')).length };
    await anna.page.evaluate((name, more) => testPage.session?.simulate(name, more), fault, options);
    if (fault === 'media-loss') {
      await until(async () => {
        const [packets] = await received(weber);
        await new Promise((resolve) => setTimeout(resolve, 500));
        return (await received(weber))[0] === packets;
      }, 'nothing of Anna gets through');
    }
    const news = async () => (await anna.told('stateChanged')).slice(before.states);
    await until(async () => (await news()).length >= states.length, 'it is over');
    await until(async () => (await trackIds(anna)).length === 2, 'Anna has both tracks');
    await bothFlow();
    t.same(await news(), states);
    const after = await trackIds(anna);
    if (tracks === 'same') t.same(after, before.tracks, 'on the same tracks');
    else
      t.notOk(
        after.some((id) => before.tracks.includes(id)),
        'on new tracks',
      );
    t.same(await weber.told('participantDisconnected'), [], 'nobody has left');
    for (const person of [weber, anna]) t.match(await person.encryption(), { state: 'e2e', problems: [] });
  });
}
