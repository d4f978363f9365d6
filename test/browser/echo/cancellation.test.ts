/**
 * Echo cancellation stays on for every microphone that the SDK opens, and stays what the page chose for its own ones.
 * What Chromium says of the live track that is sent; what it does is measured with npm run test:echo.
 */
import type { Page } from 'puppeteer';
import t from 'tap';
import { until } from '../../support/browser/person.ts';
import { startEchoPages } from './echo-pages.ts';

t.setTimeout(180_000);
const pages = await startEchoPages(t);

const processingOf = (page: Page) => page.evaluate(() => echoPage.processing('Anna'));

const on = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, isSent: true, state: 'live' };

t.test('echo cancellation is on, and no option or event of the session switches it off', async (t) => {
  const page = await pages.open(t, ['Anna']);
  await page.evaluate(() => echoPage.setMicrophone('Anna', true));
  const first = await processingOf(page);
  t.match(first, on);
  await page.evaluate(() => echoPage.setMicrophone('Anna', false));
  await page.evaluate(() => echoPage.setMicrophone('Anna', true));
  t.match(await processingOf(page), on, 'after mute and unmute');
  await page.evaluate(() => echoPage.switchDevice('Anna', 'Fake Audio Input 2'));
  const second = await processingOf(page);
  t.match(second, on, 'with another microphone');
  t.not(second.deviceId, first.deviceId);
  await page.evaluate(() => echoPage.unplug('Anna'));
  await until(async () => (await processingOf(page)).state === 'live', 'another microphone replaces it');
  await until(async () => (await processingOf(page)).isSent, 'and is sent');
  t.match(await processingOf(page), on, 'with the one that replaces a lost one');
  await page.evaluate((id) => echoPage.setMicrophone('Anna', true, { deviceId: id }), second.deviceId ?? '');
  t.match(await processingOf(page), on, 'with one that is chosen by its id');
  for (const fault of ['signal-loss', 'worker-death'] as const) {
    await page.evaluate((one) => echoPage.simulate('Anna', one), fault);
    await until(() => page.evaluate(() => echoPage.state('Anna') === 'joined'), 'connected again');
    await until(async () => (await processingOf(page)).isSent, 'it is sent again');
    t.match(await processingOf(page), on, `after ${fault}`);
  }
  await page.evaluate(() => echoPage.setMicrophone('Anna', false));
  await page.evaluate(() => echoPage.simulate('Anna', 'worker-death'));
  await page.evaluate(() => echoPage.setMicrophone('Anna', true));
  await until(async () => (await processingOf(page)).isSent, 'it is sent again');
  t.match(await processingOf(page), on, 'after a mute over a reconnect');
});

t.test('a track that the page has opened stays as it was opened', async (t) => {
  const page = await pages.open(t, ['Anna']);
  const own = { echoCancellation: false, noiseSuppression: false, autoGainControl: true };
  await page.evaluate((audio) => echoPage.switchOnOwn('Anna', audio), own);
  const unchanged = { ...own, isSent: true, state: 'live' };
  t.match(await processingOf(page), unchanged);
  await page.evaluate(() => echoPage.setMicrophone('Anna', false));
  await page.evaluate(() => echoPage.setMicrophone('Anna', true));
  t.match(await processingOf(page), unchanged, 'after mute and unmute');
  await page.evaluate(() => echoPage.simulate('Anna', 'worker-death'));
  await until(async () => (await processingOf(page)).isSent, 'it is sent again');
  t.match(await processingOf(page), unchanged, 'over other transports');
  await page.evaluate(() => echoPage.switchDevice('Anna', 'Fake Audio Input 2'));
  t.match(await processingOf(page), on, 'one that the SDK opens instead of it has echo cancellation');
});
