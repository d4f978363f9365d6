/** A server, pages and a browser for tests of devices that start late, end, or are muted by the system. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { fewPictures, launchChromium } from '../../../support/browser/browsers.ts';
import { bundle, startPageServer } from '../../../support/browser/page-server.ts';
import { until } from '../../../support/browser/person.ts';
import { startTestServer } from '../../../support/server/test-server.ts';
import { Visitor } from '../visitor.ts';

/** Controls over devices that a page gives to its test. */
declare global {
  interface Window {
    /** All tracks that were opened, the oldest first. */
    opened: MediaStreamTrack[];
    /** Answers to getUserMedia wait until `release` is called. */
    isHeld: boolean;
    release: () => void;
    /** In the therapist’s page. `+camera`: a track was added; `picture camera`: a picture of it was shown. */
    log: string[];
    /** As the therapist: mutes the microphones of all others. */
    muteAll: () => Promise<void>;
  }
}

const phone = { width: 390, height: 844 };
const ui = fileURLToPath(new URL('../../../../sdk/ui/index.ts', import.meta.url));
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
session.on('trackUnsubscribed', (track) => {
  window.log.push('-' + track.source);
  // A picture below the edge of the page isn’t sent: the next one needs the place.
  for (const element of track.detach()) element.remove();
});
session.on('trackUpdated', (track) => window.log.push((track.paused ? 'paused ' : 'resumed ') + track.source));
window.muteAll = async () => {
  for (const { id, tracks } of session.participants.values())
    if (tracks.has('microphone')) await session.mute(id, 'microphone');
};
await session.connect();
window.log.push('joined');
`;

export async function startDevicePages() {
  let urlOfServer = '';
  const elementPage =
    () => `<!doctype html><html lang="en"><title>Portal</title><style>html, body { margin: 0; block-size: 100%; }</style>
<body><script type="module" src="/ui.js"></script><hearthroom-session url="${urlOfServer}"></hearthroom-session>
<script type="module">document.querySelector('hearthroom-session').getToken = () => location.hash.slice(1);</script></body></html>`;
  const pages = await startPageServer({
    '/': elementPage,
    '/ui.js': await bundle({ file: ui }),
    '/watcher':
      '<!doctype html><html lang="en"><title>Watcher</title><body><script type="module" src="/watcher.js"></script></body></html>',
    '/watcher.js': await bundle({ text: watcherScript }),
  });
  const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
  urlOfServer = server.url;
  // The second of Chromium's fake cameras uses a format (Y16) that no WebRTC encoder accepts: tests use the first and
  // the third.
  const browser = await launchChromium([], { ...fewPictures, deviceCount: 3 });

  return {
    createRoom: () => server.createRoom({ title: 'Tuesday group', waitingRoom: false }),
    /** A therapist without an interface, who observes what arrives. */
    async openWatcher(room: string): Promise<Page> {
      const token = await server.tokenFor(room, { sub: 'weber', role: 'therapist', name: 'Weber' });
      const page = await (await browser.createBrowserContext()).newPage();
      await page.goto(`${pages.url}/watcher#${encodeURIComponent(JSON.stringify([server.url, token]))}`);
      await until(() => page.evaluate(() => window.log.includes('joined')), 'the watcher is in');
      return page;
    },
    /** A client in the lobby, on a phone. */
    async openLobby(room: string, sub: string, { held = false } = {}): Promise<Visitor> {
      const token = await server.tokenFor(room, { sub, role: 'client', name: sub });
      const visitor = await Visitor.open(browser, 'about:blank', phone);
      await visitor.page.evaluateOnNewDocument(controlDevices, held);
      await visitor.page.goto(`${pages.url}/#${token}`);
      return visitor;
    },
    async close(): Promise<void> {
      await browser.close();
      pages.close();
      await server.close();
    },
  };
}

/** Runs in the page, before anything else. */
function controlDevices(isHeld: boolean): void {
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
}

/** What the therapist observed since the last call. */
export const takeLog = (page: Page) => page.evaluate(() => window.log.splice(0));

/** Labels of the open devices of that kind. */
export const liveOf = ({ page }: Visitor, kind: 'audio' | 'video') =>
  page.evaluate(
    (wanted) =>
      window.opened.filter((track) => track.kind === wanted && track.readyState === 'live').map(({ label }) => label),
    kind,
  );
