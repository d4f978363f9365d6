/** `<HearthroomSession>` in StrictMode, in Chromium, with React 18 and 19. */
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { fewPictures, launchChromium } from '../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer } from '../../support/server/test-server.ts';

const file = fileURLToPath(new URL('./strict-page.ts', import.meta.url));
const versions = { '18': {}, '19': { react: 'react-19', 'react-dom': 'react-dom-19' } };
const page = (version: string) =>
  `<!doctype html><html lang="en"><title>React</title><body><script type="module" src="/${version}.js"></script></body></html>`;
const pages = await startPageServer({
  ...Object.fromEntries(Object.keys(versions).map((version) => [`/${version}`, page(version)])),
  ...Object.fromEntries(
    Object.entries(versions).map(([version, alias]) => [`/${version}.js`, () => bundle({ file }, { alias })]),
  ),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

for (const version of Object.keys(versions)) {
  t.test(`React ${version}: the element is one session in StrictMode, and unmounting leaves it`, async (t) => {
    const room = await server.createRoom({ waitingRoom: false });
    const token = await server.tokenFor(room, { sub: 'w', role: 'therapist', name: 'Dr. Weber' });
    const tab = await browser.newPage();
    await tab.goto(`${pages.url}/${version}`);
    await tab.waitForFunction(() => 'strictPage' in globalThis);
    await tab.evaluate((url, token) => strictPage.mount(url, token), server.url, token);
    t.match(await tab.evaluate(() => strictPage.version), new RegExp(`^${version}\\.`));
    const join = await tab.waitForSelector('hearthroom-session >>> button.join');
    t.same(
      await tab.evaluate(() => {
        const { current } = strictPage.element;
        return [current?.className, current?.style.height, current?.url, typeof current?.getToken];
      }),
      ['call', '40rem', server.url, 'function'],
    );
    await join?.click();
    await until(() => tab.evaluate(() => strictPage.told.includes('joined')), 'joined');
    t.same(await tab.evaluate(() => strictPage.told), ['connecting', 'joined']);
    t.equal(await tab.evaluate(() => strictPage.openSockets()), 1);
    await until(() => tab.evaluate(() => strictPage.live() > 0), 'devices are on');
    await tab.evaluate(() => strictPage.show(false));
    await until(() => tab.evaluate(() => strictPage.live() === 0), 'the devices are off');
    await until(() => tab.evaluate(() => strictPage.openSockets() === 0), 'the session is left');
    t.equal(await tab.evaluate(() => strictPage.element.current), null);
    await tab.close();
  });
}
