/** Cameras and microphones that start late, in the interface and as the others see it. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import t from 'tap';
import { launchChromium } from '../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../support/browser/page-server.ts';
import { until } from '../../support/browser/person.ts';
import { startTestServer } from '../../support/server/test-server.ts';
import { Visitor } from './visitor.ts';

/** What a page of these tests lets its test do to devices. */
declare global {
  interface Window {
    /** All tracks that were opened, the oldest first. */
    opened: MediaStreamTrack[];
    /** Answers to getUserMedia wait until `release` is called. */
    isHeld: boolean;
    release: () => void;
    /** `+camera`: a track came; `picture camera`: a picture of it was shown. */
    log: string[];
  }
}

t.setTimeout(300_000);
const phone = { width: 390, height: 844 };
const ui = fileURLToPath(new URL('../../../sdk/ui/index.ts', import.meta.url));
const urlOfServer = { current: '' };
const elementPage =
  () => `<!doctype html><html lang="en"><title>Portal</title><style>html, body { margin: 0; block-size: 100%; }</style>
<body><script type="module" src="/ui.js"></script><hearthroom-session url="${urlOfServer.current}"></hearthroom-session>
<script type="module">document.querySelector('hearthroom-session').getToken = () => location.hash.slice(1);</script></body></html>`;
const watcherScript = `
import { Session } from '@hearthroom/sdk';
window.log = [];
const [url, token] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const session = new Session({ url, getToken: () => token });
session.on('trackSubscribed', (track) => {
  window.log.push('+' + track.source);
  const element = track.attach();
  document.body.append(element);
  if (track.kind === 'video') element.requestVideoFrameCallback(() => window.log.push('picture ' + track.source));
});
session.on('trackUnsubscribed', (track) => window.log.push('-' + track.source));
session.on('trackUpdated', (track) => window.log.push((track.paused ? 'paused ' : 'resumed ') + track.source));
await session.connect();
window.log.push('joined');
`;
const pages = await startPageServer({
  '/': elementPage,
  '/ui.js': await bundle({ file: ui }),
  '/watcher':
    '<!doctype html><html lang="en"><title>Watcher</title><body><script type="module" src="/watcher.js"></script></body></html>',
  '/watcher.js': await bundle({ text: watcherScript }),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
urlOfServer.current = server.url;
const browser = await launchChromium(['--use-fake-device-for-media-stream=device-count=2']);
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

const room = server.createRoom({ title: 'Tuesday group', waitingRoom: false });

/** A therapist without an interface, who sees what comes. */
async function openWatcher(): Promise<Page> {
  const token = await server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'Weber' });
  const page = await (await browser.createBrowserContext()).newPage();
  await page.goto(`${pages.url}/watcher#${encodeURIComponent(JSON.stringify([server.url, token]))}`);
  await until(() => page.evaluate(() => window.log.includes('joined')), 'the watcher is in');
  return page;
}

async function openLobby(sub: string, { held = false } = {}): Promise<Visitor> {
  const token = await server.tokenFor(room, { sub, role: 'client', name: sub });
  const visitor = await Visitor.open(browser, 'about:blank', phone);
  await visitor.page.evaluateOnNewDocument((isHeld) => {
    window.opened = [];
    window.isHeld = isHeld;
    let open = (): void => {};
    let opening = new Promise<void>((resolve) => {
      open = resolve;
    });
    window.release = () => {
      window.isHeld = false;
      open();
      opening = Promise.resolve();
    };
    for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
      const ask = navigator.mediaDevices[name].bind(navigator.mediaDevices);
      navigator.mediaDevices[name] = async (constraints?: MediaStreamConstraints) => {
        if (window.isHeld) await opening;
        const stream = await ask(constraints);
        window.opened.push(...stream.getTracks());
        return stream;
      };
    }
  }, held);
  await visitor.page.goto(`${pages.url}/#${token}`);
  return visitor;
}

const logOf = (page: Page) => page.evaluate(() => window.log.splice(0));
const liveOf = ({ page }: Visitor, kind: string) =>
  page.evaluate(
    (wanted) =>
      window.opened.filter((track) => track.kind === wanted && track.readyState === 'live').map(({ label }) => label),
    kind,
  );

const watcher = await openWatcher();

t.test('a camera and microphone that are switched off while they start never go live', async (t) => {
  const anna = await openLobby('Anna', { held: true });
  await anna.reads('Camera is starting');
  await anna.press('Go in');
  await anna.reads('Starting');
  await anna.press('Camera is starting. Press to stop it.');
  await anna.press('Microphone is starting. Press to stop it.');
  await anna.page.waitForSelector('::-p-aria([name="Camera"][role="button"])');
  await anna.page.evaluate(() => window.release());
  await until(() => anna.page.evaluate(() => window.opened.length === 2), 'the browser has answered');
  t.same(await anna.page.evaluate(() => window.opened.map(({ readyState }) => readyState)), ['ended', 'ended']);
  await anna.press('Camera');
  await until(() => watcher.evaluate(() => window.log.includes('picture camera')), 'the picture, once it is wanted');
  const log = await logOf(watcher);
  t.same(
    log.filter((entry) => entry !== 'joined'),
    ['+camera', 'picture camera'],
    'nothing came before',
  );
  await anna.page.close();
});

t.test('a start that is taken back in the lobby stays off in the session', async (t) => {
  const ben = await openLobby('Ben', { held: true });
  await ben.press('Camera is starting. Press to stop it.');
  await ben.reads('Your camera is off');
  await ben.page.evaluate(() => window.release());
  await until(() => ben.page.evaluate(() => window.opened.length === 2), 'the browser has answered');
  t.same(await liveOf(ben, 'video'), []);
  t.equal((await liveOf(ben, 'audio')).length, 1, 'the microphone was wanted');
  await ben.page.close();
});
