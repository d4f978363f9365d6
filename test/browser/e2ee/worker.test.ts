/** The worker that encrypts media, in real browsers. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import t, { type Test } from 'tap';
import type { FromWorker } from '../../../sdk/src/e2ee/worker/worker-messages.ts';
import { hasFirefox, launchChromium, launchFirefox } from '../../support/browser/browsers.ts';
import { enterOwnNetwork, whyNoOwnNetwork } from '../../support/browser/own-network.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';

// Firefox does not use loopback addresses for media.
const noFirefox = hasFirefox() ? whyNoOwnNetwork() : 'there is no Firefox here';
if (noFirefox === null) enterOwnNetwork();

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// Encryption needs a page from a secure context, such as this address.
const pages = await startPageServer({
  '/': '<!doctype html><html lang="en"><title>Test</title><script type="module" src="/page.js"></script>',
  '/page.js': await bundle({ file: file('./worker-page.ts') }),
  '/worker.js': await bundle({ file: file('../../../sdk/src/e2ee/worker/e2ee-worker.ts') }),
});
t.teardown(() => pages.close());

const asAnna = { participantId: 'p-anna', source: 'camera' };
const browsers = [
  { name: 'Chromium', launch: launchChromium, codecs: ['video/VP8', 'video/VP9'], skip: false },
  { name: 'Firefox', launch: launchFirefox, codecs: ['video/VP8'], skip: noFirefox ?? false },
] as const;

for (const { name, launch, codecs, skip } of browsers) {
  t.test(name, { skip }, async (t) => {
    const browser = await launch();
    t.teardown(() => browser.close());
    for (const codec of codecs) {
      const page = await browser.newPage();
      await page.goto(pages.url);
      await t.test(`${codec} is shown only with its key`, (t) => showOnlyWithKey(t, page, codec));
      await t.test(`${codec} of another track is not shown`, (t) => hideAnotherTrack(t, page, codec));
      await page.close();
    }
  });
}

const told = async (page: Page, type: FromWorker['type']) =>
  (await page.evaluate(() => workerPage.told())).filter((message) => message.type === type);

const decoded = (page: Page): Promise<number> => page.evaluate(() => workerPage.decoded());

/** @param fill of all bytes of the secret */
async function tellSecret(page: Page, type: 'use' | 'add', keyEpoch: number, fill: number): Promise<void> {
  await page.evaluate(
    (type, keyEpoch, fill) => {
      const secret = new Uint8Array(32).fill(fill);
      workerPage.tell(type === 'use' ? { type, keyEpoch, secret } : { type, from: 'p-anna', keyEpoch, secret });
    },
    type,
    keyEpoch,
    fill,
  );
}

async function showOnlyWithKey(t: Test, page: Page, codec: string): Promise<void> {
  await page.evaluate((codec, track) => workerPage.connect(codec, track), codec, asAnna);
  await until(() => page.evaluate(() => workerPage.isConnected()), 'connected');
  await until(async () => (await told(page, 'not-sent')).length > 0, 'frames are held back');
  t.same(await told(page, 'dropped'), [], 'nothing is received, encrypted or in the clear');
  await tellSecret(page, 'use', 1, 7);
  await until(async () => (await told(page, 'key-missing')).length > 0, 'encrypted frames come');
  t.equal(await decoded(page), 0);
  await tellSecret(page, 'add', 1, 7);
  await until(async () => (await decoded(page)) > 20, 'the picture moves');
  await tellSecret(page, 'use', 2, 8);
  await until(async () => (await told(page, 'key-missing')).length > 1, 'the next key is missing');
  await tellSecret(page, 'add', 2, 8);
  const before = await decoded(page);
  await until(async () => (await decoded(page)) > before + 20, 'the picture moves again, from a key frame');
  const reasons = (await told(page, 'dropped')).flatMap((message) => ('reason' in message ? [message.reason] : []));
  t.same([...new Set(reasons)], ['no-key'], 'nothing else was dropped');
}

async function hideAnotherTrack(t: Test, page: Page, codec: string): Promise<void> {
  await page.evaluate((codec, track) => workerPage.connect(codec, track), codec, { ...asAnna, source: 'screen' });
  const isRefused = (message: FromWorker): boolean => 'reason' in message && message.reason === 'not-authentic';
  await until(async () => (await told(page, 'dropped')).some(isRefused), 'its frames are dropped');
  t.equal(await decoded(page), 0);
}
