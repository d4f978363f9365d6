/**
 * What two people hear of each other in music mode, and of a shared tab: one tone on the left and another one on the right
 * go through the server, and both channels are measured at the receiver.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import t from 'tap';
import { launchChromium } from '../support/browser/browsers.ts';
import { bundle, startPageServer } from '../support/browser/page-server.ts';
import { until } from '../support/browser/person.ts';
import { startTestServer } from '../support/server/test-server.ts';
import type { Levels } from './music-page.ts';

t.setTimeout(180_000);
const sharedTab = 'A tab that plays';
const pageOf = (title: string, play = ''): string =>
  `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><body><script type="module">import '/page.js'; ${play}</script></body></html>`;
const pages = await startPageServer({
  '/': pageOf('Session'),
  '/tab': pageOf(sharedTab, 'playTones(new AudioContext().destination);'),
  '/page.js': await bundle({ file: fileURLToPath(new URL('./music-page.ts', import.meta.url)) }),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
const [annas, webers] = await Promise.all([launchChromium([], { sharedTab }), launchChromium()]);
t.teardown(async () => {
  await Promise.all([annas.close(), webers.close()]);
  pages.close();
  await server.close();
});

const room = await server.createRoom({ waitingRoom: false });
async function join(page: Page, sub: string, role: 'therapist' | 'client'): Promise<Page> {
  await page.goto(pages.url);
  await page.waitForFunction(() => 'musicPage' in globalThis);
  const token = await server.tokenFor(room, { sub, role, name: sub, grants: { publishScreen: true } });
  await page.evaluate((url, given) => musicPage.join(url, given), server.url, token);
  return page;
}
const tab = await annas.newPage();
await tab.goto(`${pages.url}/tab`);
// Clients wait for the first host.
const weber = await join(await webers.newPage(), 'weber', 'therapist');
const anna = await join(await annas.newPage(), 'anna', 'client');

/** Levels of a tone on its own channel, from which both tones are heard. */
const audibleDb = -60;
const isHeard = ({ left, right }: Levels): boolean => left.left > audibleDb && right.right > audibleDb;
/** How much louder each tone is on its own channel than on the other one, in dB; the smaller figure of both. */
const separationOf = ({ left, right }: Levels): number => Math.min(left.left - right.left, right.right - left.right);

/** Levels of what Weber hears, once the channels are as far apart as is expected. */
async function hears(source: 'microphone' | 'screen-audio', fits: (separationDb: number) => boolean): Promise<number> {
  let separationDb = Number.NaN;
  const measure = async (): Promise<boolean> => {
    const levels = await weber.evaluate((wanted) => musicPage.levels(wanted), source);
    separationDb = levels && isHeard(levels) ? separationOf(levels) : Number.NaN;
    return fits(separationDb);
  };
  await until(measure, `Weber hears the ${source}`, 30_000).catch((error: unknown) => {
    throw new Error(`the channels are ${separationDb} dB apart`, { cause: error });
  });
  return separationDb;
}

const takeLog = (page: Page): Promise<string[]> => page.evaluate(() => musicPage.log.splice(0));

const isMono = (separationDb: number): boolean => Math.abs(separationDb) < 3;
const isStereo = (separationDb: number): boolean => separationDb > 20;

t.test('speech is heard alike on both sides, music where it is, and nobody sees a mute in between', async (t) => {
  await anna.evaluate(() => musicPage.speak());
  t.ok(isMono(await hears('microphone', isMono)));
  await takeLog(weber);
  await anna.evaluate(() => musicPage.setMode('music'));
  t.comment(`music: ${(await hears('microphone', isStereo)).toFixed(1)} dB apart`);
  await until(() => weber.evaluate(() => musicPage.log.includes('-microphone')), 'the track before is closed');
  const seen = await takeLog(weber);
  t.same(seen, ['+microphone', '-microphone'], 'the new track is there before the other one goes, and none is paused');
  await anna.evaluate(() => musicPage.setMode('voice'));
  t.ok(isMono(await hears('microphone', isMono)));
  t.same(await takeLog(anna), [], 'nothing failed');
});

t.test('a mute by a host stays when the mode changes', async (t) => {
  await weber.evaluate(() => musicPage.mute('microphone'));
  await until(() => anna.evaluate(() => musicPage.log.includes('muted microphone')), 'Anna is told');
  await until(() => weber.evaluate(() => musicPage.log.includes('paused microphone')), 'Weber sees it');
  await takeLog(weber);
  await anna.evaluate(() => musicPage.setMode('music'));
  await until(() => weber.evaluate(() => musicPage.log.includes('-microphone')), 'the track before is closed');
  t.same(await takeLog(weber), ['+microphone', '-microphone']);
  t.equal(await weber.evaluate(() => musicPage.isPaused('microphone')), true);
});

t.test('the sound of a shared tab is heard in stereo, and ends with the share', async (t) => {
  await anna.evaluate(() => musicPage.share(true));
  t.comment(`tab: ${(await hears('screen-audio', isStereo)).toFixed(1)} dB apart`);
  await anna.evaluate(() => musicPage.share(false));
  await until(() => weber.evaluate(() => musicPage.log.includes('-screen-audio')), 'it ends');
  t.equal(await weber.evaluate(() => musicPage.levels('screen-audio')), null);
});

t.test('a host who stops a screen stops its sound', async (t) => {
  await anna.evaluate(() => musicPage.share(true));
  await hears('screen-audio', isStereo);
  await takeLog(weber);
  await weber.evaluate(() => musicPage.mute('screen'));
  await until(() => weber.evaluate(() => musicPage.log.includes('paused screen-audio')), 'Weber sees it');
  await until(async () => {
    const levels = await weber.evaluate(() => musicPage.levels('screen-audio'));
    return levels !== null && !isHeard(levels);
  }, 'it is silent');
  await anna.evaluate(() => musicPage.share(true));
  t.ok(isStereo(await hears('screen-audio', isStereo)), 'Anna shares it again');
});

t.test('a microphone of the browser is opened without processing, and again with it', async (t) => {
  await weber.evaluate(() => musicPage.setMode('music'));
  await weber.evaluate(() => musicPage.openMicrophone());
  const off = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  t.match(await weber.evaluate(() => musicPage.sentSettings()), { ...off, channelCount: 2 });
  await until(() => anna.evaluate(() => musicPage.log.includes('+microphone')), 'Anna hears Weber');
  await takeLog(anna);
  await weber.evaluate(() => musicPage.setMode('voice'));
  t.match(await weber.evaluate(() => musicPage.sentSettings()), { echoCancellation: true });
  await until(() => anna.evaluate(() => musicPage.log.includes('-microphone')), 'the track before is closed');
  t.same(await takeLog(anna), ['+microphone', '-microphone'], 'not paused in between');
});
