/** Encrypted media over a real server, in Chromium: sent and received by the media part of the SDK. */
import type { Page } from 'puppeteer';
import t, { type Test } from 'tap';
import { launchChromium } from '../../support/browser/browsers.ts';
import { startScriptPage } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import type { Entering } from './media-page.ts';

t.setTimeout(240_000);
const pages = await startScriptPage(new URL('./media-page.ts', import.meta.url));
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
const chromium = await launchChromium();
t.teardown(async () => {
  await chromium.close();
  pages.close();
  await server.close();
});

/** A room without people; each person is closed with the test. */
async function openRoom(t: Test) {
  const room = await server.createRoom();
  return async (name: string, options: Partial<Entering> & { role?: 'therapist' | 'client' } = {}): Promise<Page> => {
    const { role = 'therapist', transforms = 'all', keys = 'at once' } = options;
    const context = await chromium.createBrowserContext();
    t.teardown(() => context.close());
    const page = await context.newPage();
    await page.goto(pages.url);
    await page.waitForFunction(() => 'mediaPage' in globalThis);
    const token = await server.tokenFor(room, { sub: name, role, name });
    await page.evaluate((entering) => mediaPage.enter(entering), { url: server.url, token, transforms, keys });
    return page;
  };
}

const publish = (page: Page, source: 'camera' | 'microphone' | 'screen' | 'screen-audio'): Promise<void> =>
  page.evaluate((wanted) => mediaPage.publish(wanted), source);

const framesOf = async (page: Page, source: string): Promise<number> =>
  (await page.evaluate(() => mediaPage.pictures()))
    .filter((picture) => picture.source === source)
    .reduce((sum, { framesDecoded }) => sum + framesDecoded, 0);

async function moves(page: Page, source: string, what: string): Promise<void> {
  const before = await framesOf(page, source);
  await until(async () => (await framesOf(page, source)) > before + 10, what);
}

const toldBy = async (page: Page, event: string): Promise<unknown[]> =>
  (await page.evaluate(() => mediaPage.told())).filter((one) => one.event === event).map(({ detail }) => detail);

t.test('a camera in three layers, a voice and a screen are shown, in the size that is asked for', async (t) => {
  const enter = await openRoom(t);
  const [anna, ben] = [await enter('Anna'), await enter('Ben')];
  await publish(anna, 'camera');
  await publish(anna, 'microphone');
  await moves(ben, 'camera', 'the camera moves');
  await until(async () => (await ben.evaluate(() => mediaPage.audioEnergy())) > 0, 'the voice is heard');
  for (const heightPx of [135, 540, 270]) {
    await ben.evaluate((wanted) => mediaPage.showAt(wanted), heightPx);
    const isShown = async () =>
      (await ben.evaluate(() => mediaPage.pictures())).some((one) => Math.abs(one.heightPx - heightPx) <= 2);
    await until(isShown, `a picture of ${heightPx} pixels`);
    await moves(ben, 'camera', `it moves with ${heightPx} pixels`);
  }
  await publish(anna, 'screen');
  await moves(ben, 'screen', 'the screen moves');
  await anna.evaluate(() => mediaPage.unpublish('screen'));
  await until(async () => (await framesOf(ben, 'screen')) === 0, 'the screen is gone');
  await publish(anna, 'screen');
  await moves(ben, 'screen', 'another screen moves');
  const energy = () => ben.evaluate(() => mediaPage.audioEnergy());
  await anna.evaluate(() => mediaPage.unpublish('microphone'));
  await until(async () => (await energy()) === 0, 'the voice is gone');
  await publish(anna, 'screen-audio');
  await until(async () => (await energy()) > 0, 'the sound of the screen is heard');
  t.same(await toldBy(ben, 'dropped'), [], 'no frame was dropped');
  t.same(await toldBy(anna, 'failed'), [], 'the watch found nothing');
});

t.test(
  'a person who waited with prepared senders is seen encrypted, and sees the others, after the admission',
  async (t) => {
    const enter = await openRoom(t);
    const anna = await enter('Anna');
    await publish(anna, 'camera');
    const clara = await enter('Clara', { role: 'client' });
    await publish(clara, 'camera');
    await moves(clara, 'camera', 'the one who was there is seen');
    await moves(anna, 'camera', 'the one who came is seen');
    t.same(await toldBy(clara, 'dropped'), []);
    const outsider = await enter('Otto', { transforms: 'none' });
    await until(() => outsider.evaluate(() => mediaPage.isConnected()), 'a client that can’t encrypt receives');
    await moves(clara, 'camera', 'the others go on');
    t.equal(await framesOf(outsider, 'camera'), 0, 'and shows nothing');
  },
);

t.test('a key that comes late shows the picture at once, from a new key frame', async (t) => {
  const enter = await openRoom(t);
  const [anna, ben] = [await enter('Anna'), await enter('Ben', { keys: 'later' })];
  await publish(anna, 'camera');
  await until(async () => (await toldBy(ben, 'dropped')).includes('camera no-key'), 'frames without a key come');
  t.equal(await framesOf(ben, 'camera'), 0);
  await ben.evaluate(() => mediaPage.giveKeys());
  await moves(ben, 'camera', 'the picture moves');
});

t.test('encryption ends and begins again while media flows', async (t) => {
  const enter = await openRoom(t);
  const encrypting = [await enter('Anna'), await enter('Ben')];
  const [anna, ben] = encrypting;
  if (!anna || !ben) throw new Error('two people');
  const otto = await enter('Otto', { transforms: 'none' });
  const setMode = async (mode: 'e2e' | 'none'): Promise<void> => {
    for (const page of encrypting) await page.evaluate((wanted) => mediaPage.setMode(wanted), mode);
  };
  await publish(anna, 'camera');
  await moves(ben, 'camera', 'encrypted');
  t.equal(await framesOf(otto, 'camera'), 0, 'who can’t decrypt sees nothing');
  await setMode('none');
  await moves(ben, 'camera', 'not encrypted');
  await moves(otto, 'camera', 'also for who can’t decrypt');
  await publish(otto, 'camera');
  await moves(ben, 'camera', 'and theirs is seen');
  await setMode('e2e');
  const shown = await framesOf(otto, 'camera');
  await moves(ben, 'camera', 'encrypted again');
  t.ok((await framesOf(otto, 'camera')) <= shown + 5, 'who can’t decrypt sees no more than what was on its way');
  t.ok((await toldBy(ben, 'dropped')).includes('camera not-encrypted'), 'and is not seen');
  t.same(await toldBy(anna, 'failed'), [], 'the watch takes nothing of it for a failure');
});

t.test('until its transform is attached, a sender sends nothing', async (t) => {
  const enter = await openRoom(t);
  const [anna, ben] = [await enter('Anna', { transforms: 'late' }), await enter('Ben')];
  await publish(anna, 'camera');
  await publish(anna, 'microphone');
  await anna.evaluate(() => mediaPage.attach('microphone'));
  const hears = async () => (await ben.evaluate(() => mediaPage.audioEnergy())) > 0.1;
  await until(hears, 'the voice is heard over the same transport, for a while');
  t.equal(await anna.evaluate(() => mediaPage.videoBytesSent()), 0);
  await anna.evaluate(() => mediaPage.attach('camera'));
  await moves(ben, 'camera', 'with a transform it moves');
  t.same(await toldBy(ben, 'dropped'), [], 'and nothing came in the clear');
});

t.test('a worker that has ended is found: nothing is sent any more, and the person is told', async (t) => {
  const enter = await openRoom(t);
  const [anna, ben] = [await enter('Anna'), await enter('Ben')];
  await publish(anna, 'camera');
  await moves(ben, 'camera', 'the picture moves');
  await anna.evaluate(() => mediaPage.killWorkers());
  await until(async () => (await toldBy(anna, 'mediaFailed')).length > 0, 'the person is told');
  t.same(await toldBy(anna, 'mediaFailed'), ['all encryption-failed']);
  await until(async () => (await ben.evaluate(() => mediaPage.pictures())).length === 0, 'the track is closed');
  t.same(await toldBy(ben, 'dropped'), [], 'nothing came in the clear');
});
