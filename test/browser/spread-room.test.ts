import t from 'tap';
import { Person, until } from '../support/browser/person.ts';
import { setUpBrowser } from '../support/browser/set-up-browser.ts';

/** Each participant on a different worker: all video and audio goes from worker to worker. */
const spread = { HEARTHROOM_WORKERS: '3', HEARTHROOM_ROOM_PEOPLE_PER_WORKER: '1' };

const { pages, server, browser } = await setUpBrowser(t, spread);

const room = await server.createRoom({ title: 'Tuesday group' });
const token = (sub: string, role: 'therapist' | 'client', name: string) => server.tokenFor(room, { sub, role, name });

const weber = await Person.open(browser, pages.url, 'Weber');
const anna = await Person.open(browser, pages.url, 'Anna');
const ben = await Person.open(browser, pages.url, 'Ben');
const everybody = [weber, anna, ben];

/** Waits for new pictures and increasing audio of this number of others. */
async function seesAndHears(person: Person, others: number): Promise<void> {
  const before = await person.inbound();
  const frames = Math.max(0, ...before.map(({ framesDecoded }) => framesDecoded));
  const energy = Math.max(0, ...before.map(({ audioEnergy }) => audioEnergy));
  await until(async () => {
    const streams = await person.inbound();
    const seen = streams.filter(({ kind, framesDecoded }) => kind === 'video' && framesDecoded > frames + 15).length;
    const heard = streams.filter(({ kind, audioEnergy }) => kind === 'audio' && audioEnergy > energy).length;
    return seen >= others && heard >= others;
  }, `${person.name} sees and hears ${others} others`);
}

t.test('participants on different workers see and hear each other as on one worker', async (t) => {
  await weber.join(server.url, await token('weber', 'therapist', 'Weber'));
  await weber.publish();
  for (const client of [anna, ben]) {
    await client.join(server.url, await token(client.name.toLowerCase(), 'client', client.name));
    await client.publish();
  }
  await weber.page.evaluate(async () => {
    await testPage.session?.admitAll();
  });
  for (const person of everybody) await person.reaches('joined');
  for (const person of everybody) await seesAndHears(person, 2);
  const numbers = await (await fetch(`${server.url}/metrics`)).text();
  for (const worker of [0, 1, 2]) t.match(numbers, `hearthroom_worker_rooms{worker="${worker}"} 1`);
});

t.test('a camera that was off for a while is seen again on the other workers', async (t) => {
  const setCamera = (isOn: boolean) =>
    anna.page.evaluate((on) => testPage.session?.localParticipant.setCameraEnabled(on), isOn);
  await setCamera(false);
  await setCamera(true);
  await seesAndHears(ben, 2);
  await seesAndHears(weber, 2);
  t.same(
    (await anna.events()).filter(({ event }) => event === 'mediaFailed'),
    [],
  );
});
