/**
 * The background of a camera is blurred in Chromium, from the SDK that a server hands out, under a strict
 * Content-Security-Policy: what others see of a person in a room passes the server.
 */
import { fileURLToPath } from 'node:url';
import { createAccessToken, RestClient } from '@hearthroom/sdk/server';
import type {} from '@hearthroom/sdk/ui';
import type { Page } from 'puppeteer';
import t from 'tap';
import { launchChromium } from '../support/browser/browsers.ts';
import { bundle, startPageServer } from '../support/browser/page-server.ts';
import { ServerProcess } from '../support/server/server-process.ts';
import { testKey } from '../support/server/test-server.ts';
import type { openDrawnCamera, Sharpness, Watched, watchTrack } from './blur-page.ts';

type Sdk = typeof import('@hearthroom/sdk');
type Session = InstanceType<Sdk['Session']>;

/** Of the test's pages: what the scripts define, and what a test keeps there. */
interface PageScope {
  Hearthroom: Sdk;
  openDrawnCamera: typeof openDrawnCamera;
  watchTrack: typeof watchTrack;
  session: Session;
  drawn: Sharpness;
  seen: Watched;
  told: unknown[][];
}

t.setTimeout(180_000);
const current = { url: '' };
const pageOf = (scripts: string): string => `<!doctype html><html lang="en"><title>Blur</title>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' ${current.url} ${scripts}; worker-src blob:; connect-src ${current.url} ${current.url.replace('http', 'ws')}; media-src blob:">
  <link rel="icon" href="data:,"><body>
  <script src="${current.url}/sdk/latest/hearthroom.min.js"></script><script type="module" src="/page.js"></script></body></html>`;
const pages = await startPageServer({
  '/strict': () => pageOf("'wasm-unsafe-eval'"),
  '/without': () => pageOf(''),
  '/element': () => `<!doctype html><html lang="en"><title>Blur</title><link rel="icon" href="data:,"><body>
    <script type="module" src="${current.url}/sdk/latest/hearthroom-ui.min.js"></script>
    <hearthroom-session url="${current.url}"></hearthroom-session></body></html>`,
  '/page.js': await bundle({ file: fileURLToPath(new URL('./blur-page.ts', import.meta.url)) }),
});
const server = await ServerProcess.start({ HEARTHROOM_ALLOWED_ORIGINS: pages.url });
current.url = await server.url();
const browser = await launchChromium();
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.remove();
});
const api = new RestClient({ url: current.url, key: testKey });

async function openPage(path: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${pages.url}${path}`);
  await page.waitForFunction(() => 'watchTrack' in globalThis && 'Hearthroom' in globalThis);
  return page;
}

/** A session of which the page is told what happens to its camera. It is not connected yet. */
async function makeSession(page: Page, token: string): Promise<void> {
  await page.evaluate(
    (url, given) => {
      const scope = globalThis as unknown as PageScope;
      // A busy machine is no reason to end a test.
      scope.session = new scope.Hearthroom.Session({ url, getToken: () => given, environment: { minimumBlurRate: 0 } });
      scope.told = [];
      scope.session.on('deviceInterrupted', (...args) => scope.told.push(args));
    },
    current.url,
    token,
  );
}

const tokenFor = (room: string, sub: string, role: 'therapist' | 'client') =>
  createAccessToken({ key: testKey, room, sub, role, name: sub });

/** Switches a drawn camera on. @returns 'on', or the code with which it was refused */
const switchOn = (page: Page, withPerson: boolean): Promise<string> =>
  page.evaluate(async (person) => {
    const scope = globalThis as unknown as PageScope;
    const { track, drawn } = scope.openDrawnCamera(person);
    scope.drawn = drawn;
    return await scope.session.localParticipant.setCameraEnabled(true, { track }).then(
      () => 'on',
      (error) => `${error.code} ${track.readyState} ${error.message} ${error.cause}`,
    );
  }, withPerson);

const choose = (page: Page, background: 'none' | 'blur'): Promise<void> =>
  page.evaluate(async (chosen) => {
    const { session } = globalThis as unknown as PageScope;
    await session.localParticipant.setCameraBackground(chosen);
  }, background);

/** Watches the first camera of somebody else from its first picture on. */
const watchOther = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const scope = globalThis as unknown as PageScope;
    scope.seen = { pictures: [] };
    const show = (track: { source: string; attach(video: HTMLVideoElement): unknown }): void => {
      if (track.source !== 'camera') return;
      const { pictures } = scope.watchTrack((video) => void track.attach(video));
      Object.assign(scope.seen, { pictures });
    };
    scope.session.on('trackSubscribed', show);
  });

async function seenBy(page: Page, count: number): Promise<Sharpness[]> {
  await page.waitForFunction(
    (enough) => (globalThis as unknown as PageScope).seen.pictures.length >= enough,
    { timeout: 60_000 },
    count,
  );
  return await page.evaluate(() => (globalThis as unknown as PageScope).seen.pictures);
}

const drawnOf = (page: Page): Promise<Sharpness> => page.evaluate(() => (globalThis as unknown as PageScope).drawn);

t.test('others see the person, and never the room, from the first picture on, also from a hidden page', async (t) => {
  const room = await api.createRoom({ waitingRoom: false });
  const [weber, anna] = [await openPage('/strict'), await openPage('/strict')];
  await makeSession(weber, await tokenFor(room.id, 'weber', 'therapist'));
  await makeSession(anna, await tokenFor(room.id, 'anna', 'client'));
  await watchOther(weber);
  for (const page of [weber, anna])
    await page.evaluate(async () => await (globalThis as unknown as PageScope).session.connect());
  await choose(anna, 'blur');
  t.equal(await switchOn(anna, true), 'on');
  const drawn = await drawnOf(anna);
  // A page shows no pictures while another one is in front of it, and continues to send.
  await weber.bringToFront();
  t.equal(await anna.evaluate(() => document.visibilityState), 'hidden');
  await seenBy(weber, 10);
  // The first layers of a video are small, and blurred by their bitrate.
  await weber.waitForFunction(
    (enough) => (globalThis as unknown as PageScope).seen.pictures.some(({ eyes }) => eyes > enough),
    { timeout: 60_000 },
    drawn.eyes / 10,
  );
  const pictures = await seenBy(weber, 10);
  const books = Math.max(...pictures.map((picture) => picture.books));
  t.ok(books < drawn.books / 20, `the shelf: ${books.toFixed(1)} of ${drawn.books.toFixed(1)} in the worst picture`);
  const eyes = Math.max(...pictures.map((picture) => picture.eyes));
  t.ok(eyes > drawn.eyes / 10, `the eyes: ${eyes.toFixed(1)} of ${drawn.eyes.toFixed(1)} in the best picture`);
  await api.updateRoom(room.id, { backgroundBlur: 'off' }, { ifMatch: '*' });
  await anna.waitForFunction(() => (globalThis as unknown as PageScope).told.length > 0);
  t.match(await anna.evaluate(() => (globalThis as unknown as PageScope).told), [['camera', 'background-off']]);
  t.match(await switchOn(anna, true), 'background-off ended');
  const after = await weber.evaluate(() => (globalThis as unknown as PageScope).seen.pictures);
  t.ok(Math.max(...after.map((picture) => picture.books)) < drawn.books / 20, 'not when it is switched off either');
  await Promise.all([weber.close(), anna.close()]);
});

for (const way of ['streams', 'canvases']) {
  t.test(`without a person everything is blurred, also in the own preview, by way of ${way}`, async (t) => {
    const page = await openPage('/strict');
    // As in Firefox and Safari.
    if (way === 'canvases') await page.evaluate(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor'));
    await makeSession(page, 'not used');
    await choose(page, 'blur');
    t.equal(await switchOn(page, false), 'on');
    await page.evaluate(() => {
      const scope = globalThis as unknown as PageScope;
      scope.seen = scope.watchTrack((video) => void scope.session.localParticipant.track('camera')?.attach(video));
    });
    const drawn = await drawnOf(page);
    for (const { books, eyes } of await seenBy(page, 5)) {
      t.ok(books < drawn.books / 20, `${books}`);
      t.ok(eyes < drawn.books / 20, `${eyes}`);
    }
    await page.close();
  });
}

t.test('the switch in the lobby blurs the camera, and is remembered', async (t) => {
  const page = await browser.newPage();
  const untilBlurred = () =>
    page.waitForFunction(
      () => {
        const own = document.querySelector('hearthroom-session')?.session?.localParticipant;
        return own?.cameraBackground === 'blur' && own.isEnabled('camera');
      },
      { timeout: 60_000 },
    );
  const giveToken = () =>
    page.evaluate(() => {
      const element = document.querySelector('hearthroom-session');
      if (element) element.getToken = () => 'not used before going in';
    });
  await page.goto(`${pages.url}/element`);
  await giveToken();
  await page.locator('::-p-aria([name="Blur my background"][role="switch"])').click();
  await t.resolves(untilBlurred());
  await page.reload();
  await giveToken();
  await t.resolves(untilBlurred());
  await page.close();
});

t.test('a page whose policy forbids WebAssembly keeps the camera off', async (t) => {
  const page = await openPage('/without');
  await makeSession(page, 'not used');
  await choose(page, 'blur');
  t.match(await switchOn(page, true), /^background-failed ended .*'wasm-unsafe-eval'/);
  await choose(page, 'none');
  t.equal(await switchOn(page, true), 'on');
  await page.close();
});

t.test('a browser without WebGL says that it cannot blur, and keeps the camera off', async (t) => {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    // Before the worker's own script: it has no way to WebGL.
    const NativeBlob = globalThis.Blob;
    globalThis.Blob = class extends NativeBlob {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        const denial = 'OffscreenCanvas.prototype.getContext = () => null;';
        super(options?.type === 'text/javascript' ? [denial, ...parts] : parts, options);
      }
    };
  });
  await page.goto(`${pages.url}/strict`);
  await page.waitForFunction(() => 'watchTrack' in globalThis && 'Hearthroom' in globalThis);
  await makeSession(page, 'not used');
  await choose(page, 'blur');
  t.match(await switchOn(page, true), /^background-unsupported ended/);
  await page.close();
});
