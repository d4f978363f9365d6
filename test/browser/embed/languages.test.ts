/** The language of the element in a page that loads it from a server: which files are loaded, and what is shown. */
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer } from '../../support/server/test-server.ts';

t.setTimeout(240_000);
const served = { url: '' };
const pageIn =
  (lang: string, attributes = '') =>
  () =>
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">
  <style>body { margin: 0 } hearthroom-session { block-size: 100dvh }</style></head>
  <body><script type="module" src="${served.url}/sdk/latest/hearthroom-ui.min.js"></script>
  <hearthroom-session url="${served.url}" ${attributes}></hearthroom-session>
  <script type="module" src="/embed.js"></script></body></html>`;
const pages = await startPageServer({
  '/en': pageIn('en'),
  '/ar': pageIn('ar'),
  '/de': pageIn('en', 'locale="de-AT"'),
  '/bad': pageIn('en', 'locale="de_AT"'),
  '/embed.js': `document.querySelector('hearthroom-session').getToken = async () => location.hash.slice(1);`,
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
served.url = server.url;
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

async function visit(path: string) {
  const room = await server.createRoom({ waitingRoom: false, encryption: 'off' });
  const token = await server.tokenFor(room, { sub: path, role: 'therapist', name: 'Weber' });
  const page = await browser.newPage();
  const loaded: string[] = [];
  const warnings: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  page.on('console', (message) => message.type() === 'warn' && warnings.push(message.text()));
  const chunks = () => loaded.flatMap((url) => /hearthroom-(\w\w)-[A-Z0-9]{8}\.min\.js/.exec(url)?.[1] ?? []);
  const heading = () =>
    page.$eval('hearthroom-session >>> h1', (one) => [one.textContent, getComputedStyle(one).direction]);
  const shows = (text: string) => until(async () => (await heading())[0] === text, text);
  await page.goto(`${pages.url}${path}#${token}`);
  await page.waitForSelector('hearthroom-session >>> h1');
  return { page, chunks, heading, shows, warnings };
}

t.test('a person whose page is in English loads no other language', async (t) => {
  const { chunks, heading } = await visit('/en');
  t.same(await heading(), ['Before you go in', 'ltr']);
  t.same(chunks(), []);
});

t.test('Arabic comes from the page, loads one file, and turns the element around', async (t) => {
  const { page, chunks, heading, shows } = await visit('/ar');
  await shows('قبل الدخول');
  t.same(await heading(), ['قبل الدخول', 'rtl']);
  t.same(chunks(), ['ar']);
  t.equal(await page.$eval('hearthroom-session >>> .language', (one) => one.getAttribute('lang')), 'ar');
});

t.test('the locale of the element comes before the page’s, and may be changed in the session', async (t) => {
  const { page, chunks, shows } = await visit('/de');
  await shows('Bevor Sie hineingehen');
  await page.locator('hearthroom-session >>> button.join').click();
  await until(async () => (await page.$('>>> hearthroom-tile')) !== null, 'in the session');
  const label = () =>
    page.$eval('>>> hearthroom-toolbar', (bar) => bar.shadowRoot?.querySelector('.leave')?.textContent?.trim());
  t.equal(await label(), 'Gehen');
  await page.$eval('hearthroom-session', (element) => element.setAttribute('locale', 'uk'));
  await until(async () => (await label()) === 'Вийти', 'Ukrainian');
  await page.$eval('hearthroom-session', (element) => element.removeAttribute('locale'));
  await until(async () => (await label()) === 'Leave', 'the language of the page');
  await page.evaluate(() => {
    document.documentElement.lang = 'fr';
  });
  await until(async () => (await label()) === 'Quitter', 'the new language of the page');
  t.same(chunks(), ['de', 'uk', 'fr']);
});

t.test('a locale that is none is told to the developer, and nothing is lost', async (t) => {
  const { chunks, heading, warnings } = await visit('/bad');
  t.same(await heading(), ['Before you go in', 'ltr']);
  t.same(chunks(), []);
  t.match(warnings, [/no language for locale="de_AT"/]);
});
