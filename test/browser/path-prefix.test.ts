/** Behind a reverse proxy that serves this server under a path: the demo's pages, the REST API's page, its document. */
import t, { type Test } from 'tap';
import { fewPictures, launchChromium } from '../support/browser/browsers.ts';
import { startPrefixProxy } from '../support/network/prefix-proxy.ts';
import { startTestServer } from '../support/server/test-server.ts';
import { Visitor } from './ui/visitor.ts';

t.setTimeout(120_000);
const desktop = { width: 1440, height: 900 };

const server = await startTestServer({ env: { HEARTHROOM_DEMO: 'true' } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  await server.close();
});
const startProxy = (t: Test) => startPrefixProxy(t, server.url, '/clinic/calls');

t.test('a client written from the OpenAPI document, wherever it was fetched, calls the right addresses', async (t) => {
  const proxy = await startProxy(t);
  for (const base of [proxy.url, server.url]) {
    for (const path of ['/v1/openapi.json', '/v1/docs/json']) {
      const url = `${base}${path}`;
      const { servers, paths } = JSON.parse(await (await fetch(url)).text());
      t.ok('/v1/rooms' in paths);
      const api = new URL(servers[0].url, url).href.replace(/\/$/, '');
      t.equal(api, base);
      const authorization = `Bearer ${await server.adminToken()}`;
      t.equal((await fetch(`${api}/v1/rooms`, { headers: { authorization } })).status, 200);
    }
  }
  const { headers } = await fetch(`${proxy.url}/v1/docs/static/index.html`, { redirect: 'manual' });
  t.equal(
    new URL(headers.get('location') ?? '', `${proxy.url}/v1/docs/static/index.html`).href,
    `${proxy.url}/v1/docs/`,
  );
  t.same(proxy.strayed, []);
});

for (const ending of ['', '/']) {
  t.test(
    `the API's page at /v1/docs${ending} loads whole, and sends its requests where it was loaded from`,
    async (t) => {
      const proxy = await startProxy(t);
      const page = await browser.newPage();
      t.teardown(() => page.close());
      await page.setExtraHTTPHeaders({ authorization: `Bearer ${await server.adminToken()}` });
      const failed: string[] = [];
      page.on('response', (response) => {
        if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) failed.push(response.url());
      });
      await page.goto(`${proxy.url}/v1/docs${ending}`);
      const operation = await page.waitForSelector('#operations-rooms-listRooms');
      await (await operation?.waitForSelector('button.opblock-summary-control'))?.click();
      await (await operation?.waitForSelector('button.try-out__btn'))?.click();
      const answered = page.waitForResponse((response) => response.url().includes('/v1/rooms'));
      await (await operation?.waitForSelector('button.execute'))?.click();
      const answer = await answered;
      t.ok(answer.url().startsWith(`${proxy.url}/v1/rooms`), answer.url());
      t.equal(answer.status(), 200);
      t.same(failed, []);
      t.same(proxy.strayed, []);
    },
  );
}

t.test('the demo’s pages load and connect under the path', async (t) => {
  const proxy = await startProxy(t);
  const room = await server.createRoom({ waitingMessage: 'We begin at six.' });
  const tokenOf = (sub: string) => server.tokenFor(room, { sub, role: 'client', name: sub });
  const anna = await Visitor.open(browser, `${proxy.url}/client.html#token=${await tokenOf('anna')}`, desktop);
  await anna.press('Go in');
  await anna.reads('We begin at six.');

  const minimal = await browser.newPage();
  t.teardown(() => minimal.close());
  await minimal.goto(`${proxy.url}/minimal/#token=${await tokenOf('ben')}`);
  await minimal.click('#join');
  await minimal.waitForFunction(() =>
    document.getElementById('status')?.textContent?.startsWith('You are in the waiting'),
  );
  t.same(
    proxy.strayed.filter((path) => path !== '/favicon.ico'),
    [],
  );
});
