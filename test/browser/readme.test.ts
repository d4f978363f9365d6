import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Session } from '../../sdk/src/index.ts';
import { hashPasscode } from '../../server/src/rooms/passcode-gate.ts';
import { fewPictures, launchChromium } from '../support/browser/browsers.ts';
import { bundle, startPageServer } from '../support/browser/page-server.ts';
import { until } from '../support/browser/person.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { startTestServer, testKey } from '../support/server/test-server.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const sdkReadme = readFileSync(new URL('../../sdk/README.md', import.meta.url), 'utf8');

/** The code under `<!-- example: name -->`, with the address of this test's server filled in. */
function example(name: string, document = readme): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(document) ?? [];
  if (code === undefined) throw new Error(`The README has no example ${name}`);
  return code;
}

/** What the example of the SDK's README takes from the page around it, and what the test looks at. */
interface ExamplePage {
  states: string[];
  reasons: string[];
  session?: Session;
}
type Person = Parameters<typeof server.tokenFor>[1];
const aroundSession = `
  const states = [], reasons = [];
  Object.assign(globalThis, { states, reasons });
  const show = (state) => states.push(state);
  const askForPasscode = async (reason) => {
    reasons.push(reason);
    return 'lighthouse';
  };
  const tileOf = ({ id, name }) => {
    const tile = document.getElementById(id) ?? document.body.appendChild(document.createElement('figure'));
    return Object.assign(tile, { id, ariaLabel: name });
  };
`;

const tokens: string[] = [];
const urlOfServer = { current: '' };
const here = (code: string) => code.replaceAll('https://calls.example.org', urlOfServer.current);
const page = (body: string) => `<!doctype html><html lang="en"><title>Example</title><body>${body}</body></html>`;
const pages = await startPageServer({
  '/my-backend/token': () => tokens.shift() ?? '',
  '/sdk': page('<script type="module" src="/sdk.js"></script>'),
  '/sdk.js': () => bundle({ text: here(example('sdk')) }),
  '/session': page('<script type="module" src="/session.js"></script>'),
  '/session.js': () =>
    bundle({
      text: `${aroundSession}\n${here(example('session', sdkReadme))}\nObject.assign(globalThis, { session });`,
    }),
  '/blank': page(''),
  '/element': () => page(here(example('element'))),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
urlOfServer.current = server.url;
const browser = await launchChromium([], fewPictures);
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

t.test('the token that the README’s backend makes opens the room', async (t) => {
  const roomId = await server.createRoom();
  const text = `const roomId = ${JSON.stringify(roomId)};\n${example('token').replace("'clinic'", `'${testKey.id}'`)}\nexport { token };`;
  const script = await bundle({ text }, { platform: 'node' });
  process.env.HEARTHROOM_SECRET = testKey.secret;
  const { token } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  const { arrival, client } = await RawClient.join(server.url, { token });
  t.match(arrival, { snapshot: { state: 'waiting', self: { name: 'Anna', role: 'client' } } });
  client.close();
});

t.test('two pages with the README’s script see each other', async (t) => {
  const room = await server.createRoom({ waitingRoom: false });
  tokens.push(await server.tokenFor(room, { sub: 'w', role: 'therapist', name: 'Dr. Weber' }));
  tokens.push(await server.tokenFor(room, { sub: 'a', role: 'client', name: 'Anna' }));
  const host = await browser.newPage();
  await host.goto(`${pages.url}/sdk`);
  await until(
    async () => Object.values((await server.app.registry.getRecord(room)).state.seats).length === 1,
    'the host is in',
  );
  const client = await (await browser.createBrowserContext()).newPage();
  await client.goto(`${pages.url}/sdk`);
  for (const side of [host, client]) {
    await side.bringToFront();
    await until(
      () => side.evaluate(() => [...document.querySelectorAll('video')].some((video) => video.videoWidth > 0)),
      'a picture of the other',
    );
    t.equal(await side.evaluate(() => document.querySelectorAll('audio').length), 1);
  }
  await host.close();
  await client.close();
});

t.test(
  'two people of a room with a waiting room and a passcode hear each other with the SDK’s first example',
  async (t) => {
    const passcodeHash = await hashPasscode('lighthouse');
    const { record } = await server.app.registry.createRoom({}, { passcodeHash });
    const open = async (person: Person, state: string) => {
      const token = await server.tokenFor(record.id, person);
      // For the first attempt, which learns that a passcode is needed, and for the one with the passcode.
      tokens.push(token, token);
      const view = await (await browser.createBrowserContext()).newPage();
      await view.bringToFront();
      await view.goto(`${pages.url}/session`);
      await view.waitForFunction((one) => (globalThis as unknown as ExamplePage).session?.state === one, {}, state);
      return view;
    };
    const host = await open({ sub: 'w', role: 'therapist', name: 'Dr. Weber' }, 'joined');
    const client = await open({ sub: 'a', role: 'client', name: 'Anna' }, 'waiting');
    await host.bringToFront();
    await host.waitForFunction(() => (globalThis as unknown as ExamplePage).session?.waitingParticipants.length === 1);
    await host.evaluate(async () => {
      const { session } = globalThis as unknown as ExamplePage;
      for (const entry of session?.waitingParticipants ?? []) await session?.host.admit(entry);
    });
    for (const [view, other] of [
      [host, 'Anna'],
      [client, 'Dr. Weber'],
    ] as const) {
      await view.bringToFront();
      await view.waitForFunction(
        (name) => {
          const sound = document.querySelector<HTMLAudioElement>(`figure[aria-label="${name}"] audio`);
          return sound !== null && !sound.paused && sound.currentTime > 0;
        },
        {},
        other,
      );
      t.strictSame(await view.evaluate(() => (globalThis as unknown as ExamplePage).reasons), ['passcode-required']);
    }
    t.match(await client.evaluate(() => (globalThis as unknown as ExamplePage).states), [
      'connecting',
      'waiting',
      'joined',
    ]);
    await client.evaluate(() => (globalThis as unknown as ExamplePage).session?.disconnect());
    await host.bringToFront();
    await host.waitForFunction(() => document.querySelector('audio') === null);
    t.equal(await host.$$eval('figure', (tiles) => tiles.length), 1, 'the sound of who left is removed from the tile');
  },
);

t.test(
  'the element, loaded from the server as the README says, is a session in which people see each other',
  async (t) => {
    const room = await server.createRoom({ title: 'Tuesday group', waitingRoom: false });
    const people = [
      { sub: 'w', role: 'therapist', name: 'Dr. Weber' },
      { sub: 'a', role: 'client', name: 'Anna' },
    ] as const;
    const requested = new Set<string>();
    const views = [];
    for (const person of people) {
      tokens.push(await server.tokenFor(room, person));
      const view = await (await browser.createBrowserContext()).newPage();
      view.on('request', (request) => {
        requested.add(new URL(request.url()).origin);
      });
      await view.goto(`${pages.url}/element`);
      await (await view.waitForSelector('hearthroom-session >>> button.join'))?.click();
      views.push(view);
    }
    for (const view of views) {
      await view.bringToFront();
      await view.waitForFunction(() => document.querySelector('hearthroom-session')?.session?.participants.size === 1);
      await until(async () => {
        const videos = await view.$$('hearthroom-session >>> hearthroom-tile >>> video');
        const widths = await Promise.all(videos.map((video) => video.evaluate((one) => one.videoWidth)));
        return widths.filter((width) => width > 0).length === 2;
      }, 'the own picture and that of the other');
      const tile = await view.waitForSelector('hearthroom-session >>> hearthroom-tile');
      const [width = 0, height = 0] = (await tile?.evaluate((one) => [one.clientWidth, one.clientHeight])) ?? [];
      t.ok(width >= 300 && height >= 200, `a picture of ${width} × ${height} pixels in the page as it is documented`);
    }
    t.strictSame([...requested].sort(), [pages.url, server.url].sort(), 'no request to another host');
  },
);

t.test('a browser accepts the script with the hash that the server gives for it, and refuses another', async (t) => {
  const { latest, versions } = JSON.parse(await (await fetch(`${server.url}/sdk/manifest.json`)).text());
  const files: { path: string; integrity: string }[] = versions.flatMap(({ files }: { files: object[] }) => files);
  const script = files.find(({ path }) => path === `${latest}/hearthroom-ui.min.js`);
  const view = await browser.newPage();
  const load = async (integrity: string): Promise<string> => {
    await view.goto(`${pages.url}/blank`);
    return view.evaluate(
      (src, hash) =>
        new Promise<string>((resolve) => {
          const element = Object.assign(document.createElement('script'), {
            type: 'module',
            crossOrigin: 'anonymous',
            integrity: hash,
            src,
            onload: () => resolve('loaded'),
            onerror: () => resolve('refused'),
          });
          document.head.append(element);
        }),
      `${server.url}/sdk/${script?.path}`,
      integrity,
    );
  };
  t.equal(await load(script?.integrity ?? ''), 'loaded');
  t.ok(await view.evaluate(() => customElements.get('hearthroom-session') !== undefined));
  t.equal(await load(`sha384-${'A'.repeat(64)}`), 'refused');
});
