import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { launchChromium } from '../support/browser/browsers.ts';
import { bundle, startPageServer } from '../support/browser/page-server.ts';
import { until } from '../support/browser/person.ts';
import { RawClient } from '../support/server/clients/raw-client.ts';
import { startTestServer, testKey } from '../support/server/test-server.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The code under `<!-- example: name -->`, with the address of this test's server filled in. */
function example(name: string): string {
  const [, code] = new RegExp(`<!-- example: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  if (code === undefined) throw new Error(`The README has no example ${name}`);
  return code;
}

const tokens: string[] = [];
const urlOfServer = { current: '' };
const here = (code: string) => code.replaceAll('https://calls.example.org', urlOfServer.current);
const ui = fileURLToPath(new URL('../../sdk/ui/index.ts', import.meta.url));
const page = (body: string) => `<!doctype html><html lang="en"><title>Example</title><body>${body}</body></html>`;
const pages = await startPageServer({
  '/my-backend/token': () => tokens.shift() ?? '',
  '/sdk': page('<script type="module" src="/sdk.js"></script>'),
  '/sdk.js': () => bundle({ text: here(example('sdk')) }),
  '/element': () => page(here(example('element'))),
  '/hearthroom-ui.min.js': () => bundle({ file: ui }),
});
const server = await startTestServer({ env: { HEARTHROOM_ALLOWED_ORIGINS: pages.url } });
urlOfServer.current = server.url;
const browser = await launchChromium();
t.teardown(async () => {
  await browser.close();
  pages.close();
  await server.close();
});

t.test('the token that the README’s backend makes opens the room', async (t) => {
  const roomId = await server.createRoom();
  const text = `const roomId = ${JSON.stringify(roomId)};\n${example('token').replace("'clinic'", `'${testKey.id}'`)}\nexport { token };`;
  const script = await bundle({ text }, 'node');
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

t.test('the element alone is a session with an interface', async (t) => {
  const room = await server.createRoom({ title: 'Tuesday group' });
  tokens.push(await server.tokenFor(room, { sub: 'w', role: 'therapist', name: 'Dr. Weber' }));
  const host = await browser.newPage();
  await host.goto(`${pages.url}/element`);
  const join = await host.waitForSelector('hearthroom-session >>> button.join');
  await join?.click();
  await until(
    async () =>
      Object.values((await server.app.registry.getRecord(room)).state.seats).some((seat) => seat.state === 'admitted'),
    'the therapist is in',
  );
  const tile = await host.waitForSelector('hearthroom-session >>> hearthroom-tile');
  const [width = 0, height = 0] = (await tile?.evaluate((one) => [one.clientWidth, one.clientHeight])) ?? [];
  t.ok(width >= 400 && height >= 300, `a picture of ${width} × ${height} pixels in the page as it is documented`);
});
