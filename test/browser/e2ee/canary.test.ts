/** What the server can see and hear of a session: with encryption nothing, and without it what is sent. */
import t, { type Test } from 'tap';
import { overhead } from '../../../sdk/src/e2ee/frames/frame-format.ts';
import { launchChromium } from '../../support/browser/browsers.ts';
import { startScriptPage } from '../../support/browser/page-server.ts';
import { Person, until } from '../../support/browser/person.ts';
import { ForwardedFrames } from '../../support/media/forwarded-frames.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const forwarded = new ForwardedFrames();
const pages = await startScriptPage(new URL('./canary-page.ts', import.meta.url));
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
const browser = await launchChromium();
t.teardown(async () => {
  forwarded.close();
  await browser.close();
  pages.close();
  await server.close();
});

async function enter(t: Test, room: string, name: string): Promise<Person> {
  const person = await Person.open(browser, pages.url, name);
  t.teardown(() => person.close());
  await person.join(server.url, await server.tokenFor(room, { sub: name, role: 'therapist', name }));
  return person;
}

const bytesOf = (kind: 'audio' | 'video', withoutTrailer = 0): number[][] =>
  forwarded.all
    .filter((frame) => frame.kind === kind)
    .slice(0, 200)
    .map(({ data }) => [...data.subarray(0, Math.max(0, data.byteLength - withoutTrailer))]);

/** RFC 6386, section 9.1: bit 0 is 0 in key frames, also in encrypted ones. */
const isKeyFrame = ([first = 1]: number[]): boolean => (first & 1) === 0;

/** Waits until another person sees the colour and hears something, and the server has many frames, one of them a key frame. */
async function isSent(viewer: Person): Promise<void> {
  await until(() => viewer.page.evaluate(() => canaryPage.seesCanary()), 'the other person sees the colour');
  const hears = async () =>
    (await viewer.inbound()).some(({ kind, audioEnergy }) => kind === 'audio' && audioEnergy > 0.1);
  await until(hears, 'the other person hears something');
  forwarded.all.length = 0;
  await forwarded.requestKeyFrames();
  await until(() => {
    const pictures = bytesOf('video');
    const keyFrame = pictures.findIndex(isKeyFrame);
    return keyFrame !== -1 && pictures.length > keyFrame + 40 && bytesOf('audio').length > 60;
  }, 'the server has frames');
}

async function openRoom(t: Test, encryption: 'off' | 'required'): Promise<Person> {
  const room = await server.createRoom({ encryption });
  const [anna, ben] = [await enter(t, room, 'Anna'), await enter(t, room, 'Ben')];
  await anna.page.evaluate(() => canaryPage.sendCanary());
  await isSent(ben);
  return ben;
}

const picturesIn = (person: Person, frames: number[][]): Promise<number> =>
  person.page.evaluate((all) => canaryPage.countPictures(all), frames);
const tonesIn = (person: Person, packets: number[][]): Promise<number> =>
  person.page.evaluate((all) => canaryPage.countTones(all), packets);

t.test('without encryption the server sees and hears what is sent', async (t) => {
  const ben = await openRoom(t, 'off');
  t.ok((await picturesIn(ben, bytesOf('video'))) > 20, 'the colour');
  t.ok((await tonesIn(ben, bytesOf('audio'))) > 20, 'the tone');
});

t.test('with encryption it sees and hears nothing of it', async (t) => {
  const ben = await openRoom(t, 'required');
  for (const withoutTrailer of [0, overhead]) {
    t.equal(await picturesIn(ben, bytesOf('video', withoutTrailer)), 0, 'no colour');
    t.equal(await tonesIn(ben, bytesOf('audio', withoutTrailer)), 0, 'no tone');
  }
});
