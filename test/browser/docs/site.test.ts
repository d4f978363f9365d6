/** The documentation as readers get it: the built site, served by a real server, in Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes } from '@hearthroom/sdk/protocol';
import type { Page } from 'puppeteer';
import t from 'tap';
import { HearthroomError } from '../../../sdk/src/index.ts';
import { root } from '../../../server/setup/shared/paths.mjs';
import { allViolations } from '../../support/browser/accessibility.ts';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { allErrorCodes } from '../../support/docs/error-codes.ts';
import { openSearchIndex } from '../../support/docs/site.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.setTimeout(240_000);
const screenshots = join(root, 'test/browser/screenshots');
mkdirSync(screenshots, { recursive: true });
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const server = await startTestServer();
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await server.close();
});

/** What the page requested, and what it wrote to the console: violations of the policy, and errors. */
interface Watch {
  page: Page;
  requests: string[];
  complaints: string[];
}

async function open(path: string, size = desktop): Promise<Watch> {
  const page = await browser.newPage();
  const watch: Watch = { page, requests: [], complaints: [] };
  page.on('request', (request) => watch.requests.push(request.url()));
  page.on('console', (message) => watch.complaints.push(message.text()));
  page.on('pageerror', (error) => watch.complaints.push(String(error)));
  await page.setViewport(size);
  await page.goto(`${server.url}/docs${path}`, { waitUntil: 'networkidle0' });
  return watch;
}

/** Opens the search box and writes into it. */
async function search({ page }: Watch, text: string): Promise<void> {
  await page.click('.VPNavBarSearch button');
  await (await page.waitForSelector('.VPLocalSearchBox input'))?.type(text);
  await page.waitForSelector('.VPLocalSearchBox .result');
}

t.test('the search has a chapter for “put back” and for every error code', async (t) => {
  const index = openSearchIndex();
  const find = (text: string) => index.search(text).slice(0, 16);
  t.ok(find('put back').length > 2);
  t.ok(find('put back').some(({ id }) => /sessions|rules|element/.test(id)));
  for (const code of allErrorCodes) {
    t.ok(
      find(code).some(({ id }) => id === `/docs/errors#${code}`),
      code,
    );
  }
});

t.test('a reader finds a chapter with the search alone', async (t) => {
  const watch = await open('/');
  t.teardown(() => watch.page.close());
  await search(watch, 'put back');
  const titles = await watch.page.$$eval('.VPLocalSearchBox .result', (results) =>
    results.map((result) => result.textContent?.replace(/\s+/g, ' ').trim()),
  );
  t.ok(titles.length > 2, titles.join(' | '));
  const before = watch.page.url();
  await watch.page.keyboard.press('Enter');
  await watch.page.waitForFunction((address) => location.href !== address, {}, before);
  t.match(watch.page.url(), /^http:\/\/127\.0\.0\.1:\d+\/docs\//);
  t.same(watch.complaints, []);
});

t.test('every page of the menu is served at its address, not only by a click in another page', async (t) => {
  const watch = await open('/');
  const links = await watch.page.$$eval('.VPSidebar a', (found) => found.map((link) => link.href.replace(/#.*$/, '')));
  await watch.page.close();
  const addresses = [...new Set(links)];
  t.ok(addresses.length > 20, `${addresses.length} addresses`);
  for (const address of addresses) t.equal((await fetch(address)).status, 200, address.replace(server.url, ''));
});

t.test('no page asks another host for anything, or does what its policy forbids', async (t) => {
  for (const path of ['/', '/errors', '/element', '/reference/rest', '/reference/sdk/', '/protocol', '/tour']) {
    const watch = await open(path);
    t.ok(watch.requests.length > 3, path);
    for (const url of watch.requests)
      t.ok(url.startsWith(`${server.url}/`) || url.startsWith('data:'), `${path}: ${url}`);
    t.same(watch.complaints, [], path);
    await watch.page.close();
  }
});

t.test('the address in an error leads to the chapter about its code', async (t) => {
  const { docs } = new HearthroomError('stale-entry');
  const watch = await open(docs.replace('/docs', ''));
  t.teardown(() => watch.page.close());
  const chapter = await watch.page.waitForSelector('[id="stale-entry"]');
  await watch.page.waitForFunction(
    () => {
      const { top = -1, bottom = 0 } = document.getElementById('stale-entry')?.getBoundingClientRect() ?? {};
      return top >= 0 && bottom < innerHeight;
    },
    { polling: 100, timeout: 20_000 },
  );
  const message = await chapter?.evaluate((element) => element.nextElementSibling?.textContent);
  t.match(message, errorCodes['stale-entry'], 'with the message that the code has in the SDK');
});

for (const [name, path] of [
  ['start', '/'],
  ['errors', '/errors'],
  ['rest', '/reference/rest'],
  ['tour', '/tour'],
] as const) {
  t.test(`the page ${path} is accessible and fits a desktop and a phone`, async (t) => {
    for (const size of [desktop, phone]) {
      const { page } = await open(path, size);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      t.ok(overflow <= 0, `${size.width}: ${overflow} pixels too wide`);
      await page.screenshot({ path: join(screenshots, `docs-${name}-${size.width}.png`) });
      t.same(await allViolations(page), [], `${size.width}`);
      await page.close();
    }
  });
}
