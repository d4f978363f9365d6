/**
 * What happens to an encrypted session on devices and in networks that fail, through the public SDK. Whatever it is, the
 * server is given nothing unencrypted.
 */
import t from 'tap';
import { readTrailer } from '../../../sdk/src/e2ee/frames/frame-format.ts';
import { Person, until } from '../../support/browser/person.ts';
import { keysOf, senderOf } from '../../support/browser/readable-frames.ts';
import { setUpBrowser } from '../../support/browser/set-up-browser.ts';
import { ForwardedFrames } from '../../support/media/forwarded-frames.ts';

const forwarded = new ForwardedFrames();
t.teardown(() => forwarded.close());
const { pages, server, browser } = await setUpBrowser(t);
const room = await server.createRoom({ encryption: 'required' });

const open = (name: string) => Person.open(browser, pages.url, name);
const tokenOf = (name: string) =>
  server.tokenFor(room, { sub: name.toLowerCase(), role: name === 'Weber' ? 'therapist' : 'client', name });

async function enter(person: Person, publishes = true): Promise<void> {
  await person.join(server.url, await tokenOf(person.name));
  if (publishes) await person.publish();
  if (person.name === 'Weber') return;
  await weber.sees(`${person.name} waiting`, ({ waiting }) => waiting.some(({ name }) => name === person.name));
  await weber.call('admitAll');
  await person.reaches('joined');
}

/** Waits until this number of pictures move and of voices sound, all from now on. */
async function seesAndHears(person: Person, pictures: number, voices = pictures): Promise<void> {
  const before = new Map((await person.inbound()).map((stream) => [stream.id, stream]));
  await until(async () => {
    const moving = (await person.inbound()).filter(({ id, framesDecoded, audioEnergy }) => {
      const { framesDecoded: frames = 0, audioEnergy: energy = 0 } = before.get(id) ?? {};
      return framesDecoded > frames + 5 || audioEnergy > energy;
    });
    const count = (wanted: string) => moving.filter(({ kind }) => kind === wanted).length;
    return count('video') >= pictures && count('audio') >= voices;
  }, `${person.name} sees ${pictures} and hears ${voices}`);
}

async function haveOneCode(...people: Person[]): Promise<string> {
  let codes: (string | null)[] = [];
  await until(async () => {
    codes = await Promise.all(people.map(async (person) => (await person.encryption()).code));
    return codes[0] !== null && new Set(codes).size === 1;
  }, 'all compute the same code');
  return codes[0] ?? '';
}

const weber = await open('Weber');
const anna = await open('Anna');
const ben = await open('Ben');

t.test('a screen is shared beside the camera', async () => {
  await enter(weber);
  await enter(anna);
  await enter(ben, false);
  await seesAndHears(ben, 2);
  await weber.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const context = canvas.getContext('2d');
    setInterval(() => context?.fillRect(Math.random() * 640, Math.random() * 360, 9, 9), 80);
    const [track] = canvas.captureStream(10).getVideoTracks();
    if (track) await testPage.session?.localParticipant.setScreenShareEnabled(true, { track });
  });
  await seesAndHears(ben, 3, 2);
  await weber.page.evaluate(() => testPage.session?.localParticipant.setScreenShareEnabled(false));
  await seesAndHears(ben, 2);
});

t.test('a page that is loaded again has new keys: everybody computes another code, the same for all', async (t) => {
  const before = await haveOneCode(weber, anna, ben);
  await anna.reload();
  t.equal(await anna.join(server.url, await tokenOf('Anna')), 'joined');
  await anna.publish();
  await seesAndHears(anna, 1);
  await seesAndHears(ben, 2);
  t.not(await haveOneCode(weber, anna, ben), before);
});

t.test('a second device takes over the seat, and is seen and heard', async (t) => {
  const second = await open('Ben');
  await second.join(server.url, await tokenOf('Ben'));
  t.equal(await second.state(), 'waiting');
  await weber.sees('the second device', ({ waiting }) => waiting.length === 1);
  await weber.call('admitAll');
  const [entry] = (await weber.look()).waiting;
  if (entry) await weber.call('admit', entry);
  await second.reaches('joined');
  await ben.reaches('closed');
  await second.publish();
  await seesAndHears(second, 2);
  await seesAndHears(anna, 2);
  await haveOneCode(weber, anna, second);
  await second.call('disconnect');
  await seesAndHears(weber, 1);
});

t.test('until it has its secret nothing is sent, and without those of others nothing is shown', async (t) => {
  await anna.page.evaluate(() => testPage.holdSecrets('add'));
  const cleo = await open('Cleo');
  await cleo.page.evaluate(() => testPage.holdSecrets('use'));
  const sinceMs = performance.now();
  await enter(cleo);
  await seesAndHears(cleo, 2);
  const bytesOf = async (): Promise<number> => {
    const keys = (await keysOf(cleo)).filter(({ from }) => from === cleoId);
    const later = forwarded.all.filter(({ atMs }) => atMs > sinceMs);
    const senders = await Promise.all(later.map((frame) => senderOf(frame, keys)));
    return senders.filter((sender) => sender !== null).length;
  };
  const cleoId = await cleo.id();
  t.equal(await bytesOf(), 0);
  t.equal(new Set(forwarded.all.filter(({ atMs }) => atMs > sinceMs).map(({ producerId }) => producerId)).size, 4);
  await cleo.page.evaluate(() => testPage.releaseSecrets());
  await seesAndHears(weber, 2);
  t.not(await bytesOf(), 0);
  await until(
    async () => (await anna.told('encryptionFailed')).length > 0,
    'who lacks a secret is told that something can’t be decrypted',
  );
  await anna.page.evaluate(() => testPage.releaseSecrets());
  await seesAndHears(anna, 2);
  await until(async () => (await anna.encryption()).problems.length === 0, 'and that it can again');
  await cleo.close();
});

t.test('a worker that has ended is replaced: the person is told, and is then seen and heard again', async (t) => {
  for (const time of ['once', 'again']) {
    const told = (await anna.told('mediaFailed')).length;
    await anna.page.evaluate(() => testPage.endWorkers());
    await until(async () => (await anna.told('mediaFailed')).length > told, `Anna is told, ${time}`);
    await seesAndHears(anna, 1);
    await seesAndHears(weber, 1);
    t.match(await anna.encryption(), { state: 'e2e', interruption: null, problems: [] });
    t.equal((await weber.encryption()).problems.length, 0);
  }
  t.match(await anna.told('mediaFailed'), ['encryption-failed', 'encryption-failed']);
  const told = (await anna.told('interruption')).filter((one, index, all) => one !== all[index - 1]);
  t.same(told.slice(-4), ['restarting', null, 'restarting', null]);
});

t.test('the server was given nothing unencrypted', (t) => {
  t.not(forwarded.all.length, 0);
  t.same(
    forwarded.all.filter(({ data }) => {
      const trailer = readTrailer(data);
      return !trailer || trailer.clearLength > 10 || trailer.counter > 1_000_000;
    }).length,
    0,
  );
  t.end();
});
