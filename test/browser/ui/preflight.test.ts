/** The check of devices and connection, from the button in the lobby to the report that is copied. */
import { fileURLToPath } from 'node:url';
import type { PreflightReport } from '@hearthroom/sdk';
import t from 'tap';
import { launchChromium } from '../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import { Visitor } from './visitor.ts';

const ui = fileURLToPath(new URL('../../../sdk/ui/index.ts', import.meta.url));
const phone = { width: 390, height: 844 };
let urlOfServer = '';
const pages = await startPageServer({
  '/': () => `<!doctype html><html lang="en" dir="rtl"><title>Portal</title><style>html, body { margin: 0; block-size: 100%; }</style>
<body><script type="module" src="/ui.js"></script><hearthroom-session url="${urlOfServer}"></hearthroom-session>
<script type="module">document.querySelector('hearthroom-session').getToken = () => location.hash.slice(1);
addEventListener('hearthroom-preflight-done', ({ detail }) => { window.done = detail; });</script></body></html>`,
  '/ui.js': await bundle({ file: ui }),
  '/favicon.ico': '',
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
urlOfServer = server.url;
const browser = await launchChromium();
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

t.test('a person checks everything from the lobby, with the keyboard, and goes in afterwards', async (t) => {
  const room = await server.createRoom();
  const token = await server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'Weber' });
  const visitor = await Visitor.open(browser, `${pages.url}/#${token}`, phone);
  const { page } = visitor;
  await visitor.press('Check camera, microphone and connection');
  await visitor.press('Start the check');
  await visitor.reads('Do you hear the sound?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await visitor.press('I heard it');
  await page.waitForFunction('window.done !== undefined');
  const { verdict, report } = (await page.evaluate('window.done')) as { verdict: string; report: PreflightReport };
  t.equal(verdict, report.verdict);
  t.match(report, {
    camera: { codes: [] },
    microphone: { codes: [] },
    speaker: { verdict: 'good' },
    line: { path: 'udp' },
  });
  await visitor.reads('Report for support');
  t.notMatch(JSON.stringify(report), /Weber|fake|127\.0/i, 'without names, labels and addresses');
  t.equal(server.app.registry.counts().seatsByState.admitted, 0, 'no seat was taken');
  await visitor.press('Close the check');
  await visitor.press('Go in');
  await visitor.reads('Weber');
  t.same(visitor.console, []);
});

t.test('the focus is on what comes next, and closing the check ends it', async (t) => {
  const room = await server.createRoom();
  const token = await server.tokenFor(room, { sub: 'anna', role: 'client', name: 'Anna' });
  const visitor = await Visitor.open(browser, `${pages.url}/#${token}`, phone);
  await visitor.press('Check camera, microphone and connection');
  await visitor.press('Start the check');
  await focusReaches(visitor, 'Stop');
  await visitor.press('Stop');
  await focusReaches(visitor, 'Start the check');
  await visitor.press('Start the check');
  await visitor.reads('Do you hear the sound?');
  await visitor.press('I heard it');
  await focusReaches(visitor, 'Stop');
  await visitor.press('Close the check');
  const isThere = await visitor.page.evaluate(
    "document.querySelector('hearthroom-session').renderRoot.querySelector('hearthroom-lobby').renderRoot.querySelector('hearthroom-preflight-view') !== null",
  );
  t.equal(isThere, false);
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  while (!/^hearthroom_preflights 0$/m.test(await metrics()));
  t.equal(await visitor.page.evaluate('window.done'), undefined, 'it was not carried on unseen');
  t.same(visitor.console, []);
});

async function focusReaches(visitor: Visitor, text: string): Promise<void> {
  await visitor.page.waitForFunction(
    (wanted) => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim() === wanted;
    },
    { polling: 100 },
    text,
  );
}
