/** Cameras and microphones that start late, end, or are muted by the system, in the interface and as the others see it. */
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

/** What a browser does to the newest open track of that kind. */
const happen = ({ page }: Visitor, kind: string, event: 'ended' | 'mute' | 'unmute') =>
  page.evaluate(
    (wanted, name) => {
      const track = window.opened.filter((one) => one.kind === wanted && one.readyState === 'live').at(-1);
      if (!track) throw new Error(`no ${wanted} is open`);
      if (name === 'ended') track.stop();
      else Object.defineProperty(track, 'muted', { configurable: true, value: name === 'mute' });
      track.dispatchEvent(new Event(name));
    },
    kind,
    event,
  );

async function chooseCamera({ page }: Visitor, label: string): Promise<void> {
  const field = await page.waitForSelector(`>>> select:has(option)`);
  const selects = await page.$$('>>> select');
  for (const select of selects) {
    const value = await select.evaluate(
      (element, wanted) => [...(element as HTMLSelectElement).options].find((one) => one.label.includes(wanted))?.value,
      label,
    );
    if (value !== undefined) await select.select(value);
  }
  await field?.dispose();
}

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
  await until(async () => (await logOf(watcher)).length >= 0, 'the log is empty');
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

t.test('a chosen camera that ends is off for everybody, and no other one goes live before it is chosen', async (t) => {
  await logOf(watcher);
  const cleo = await openLobby('Cleo');
  await cleo.seesAndHears(1, 0);
  await chooseCamera(cleo, 'fake_device_1');
  await until(async () => (await liveOf(cleo, 'video')).join() === 'fake_device_1', 'the chosen camera is on');
  await cleo.press('Go in');
  await until(() => watcher.evaluate(() => window.log.includes('picture camera')), 'her picture');
  await happen(cleo, 'video', 'ended');
  await cleo.reads('Your camera stopped working, so it is off.');
  await until(() => watcher.evaluate(() => window.log.includes('-camera')), 'it is off for the others');
  t.same(await liveOf(cleo, 'video'), []);
  await logOf(watcher);
  await cleo.press('Use fake_device_0');
  await until(() => watcher.evaluate(() => window.log.includes('picture camera')), 'the other one, which she chose');
  t.same(await liveOf(cleo, 'video'), ['fake_device_0']);
  await cleo.page.close();
});

t.test('a remembered camera that is gone stays off until another one is chosen', async (t) => {
  const dana = await openLobby('Dana');
  await dana.seesAndHears(1, 0);
  await dana.page.evaluate(() => localStorage.setItem('hearthroom.preferences', JSON.stringify({ cameraId: 'gone' })));
  await dana.page.reload();
  await dana.reads('The camera you chose is not connected.');
  t.same(await liveOf(dana, 'video'), []);
  await chooseCamera(dana, 'fake_device_1');
  await until(async () => (await liveOf(dana, 'video')).join() === 'fake_device_1', 'the camera that was chosen');
  await dana.page.close();
});

t.test(
  'a microphone that the system mutes is shown as muted to all, told to its owner, and comes back by itself',
  async (t) => {
    await logOf(watcher);
    const elif = await openLobby('Elif');
    await elif.press('Go in');
    await until(() => watcher.evaluate(() => window.log.includes('+microphone')), 'her microphone');
    await happen(elif, 'audio', 'mute');
    await elif.reads('Your microphone is muted by your device or another program');
    await until(() => watcher.evaluate(() => window.log.includes('paused microphone')), 'the others see it');
    await happen(elif, 'audio', 'unmute');
    await elif.reads('Your microphone is back.');
    t.ok(await until(() => watcher.evaluate(() => window.log.includes('resumed microphone')), 'she is heard again'));
    await elif.page.close();
  },
);

t.test('a microphone that is lost is replaced, which is told', async (t) => {
  await logOf(watcher);
  const frida = await openLobby('Frida');
  await frida.press('Go in');
  await until(() => watcher.evaluate(() => window.log.includes('+microphone')), 'her microphone');
  await happen(frida, 'audio', 'ended');
  await frida.reads('another one is in use now');
  await until(
    () =>
      watcher.evaluate(
        () => window.log.filter((entry) => entry.endsWith(' microphone')).at(-1) === 'resumed microphone',
      ),
    'she is heard again',
  );
  t.equal((await liveOf(frida, 'audio')).length, 1);
  await frida.page.close();
});
