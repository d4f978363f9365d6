/**
 * Neither the browser nor the server asks any other host for anything: all that Chromium requests passes a proxy that
 * notes the hosts, and the server's process notes what it looks up and connects to.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createAccessToken, RestClient } from '@hearthroom/sdk/server';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { launchChromium } from '../../support/browser/browsers.ts';
import { startPageServer } from '../../support/browser/page-server.ts';
import { freePort } from '../../support/network/deployed-proxy.ts';
import { startRecordingProxy } from '../../support/network/recording-proxy.ts';
import { ServerProcess } from '../../support/server/server-process.ts';
import { testKey } from '../../support/server/test-server.ts';
import { Visitor } from '../ui/visitor.ts';

t.setTimeout(240_000);
const preload = pathToFileURL(join(root, 'test/support/network/outgoing-preload.ts')).href;
const outgoing = join(t.testdir({ outgoing: '' }), 'outgoing');
const size = { width: 1440, height: 900 };
const host = (url: string) => new URL(url).host;

/** The element in a page of another origin, as the README shows it; the test sets `getToken`. */
const current = { url: '' };
const pages = await startPageServer({
  '/element': () => `<!doctype html><html lang="en"><title>Group</title><link rel="icon" href="data:,"><body>
    <script type="module" src="${current.url}/sdk/latest/hearthroom-ui.min.js"></script>
    <hearthroom-session url="${current.url}"></hearthroom-session></body></html>`,
  '/planted':
    '<!doctype html><html lang="en"><title>Planted</title><link rel="icon" href="data:,"><img alt="" src="http://images.example.org/one.png"><img alt="" src="https://images.example.org/two.png"></html>',
});
const mediaPort = await freePort();
const server = await ServerProcess.start({
  HEARTHROOM_MEDIA_PORT: String(mediaPort),
  HEARTHROOM_DEMO: 'true',
  HEARTHROOM_ALLOWED_ORIGINS: pages.url,
  NODE_OPTIONS: `--import=${preload}`,
  OUTGOING_FILE: outgoing,
});
current.url = await server.url();
const { url } = current;
const proxy = await startRecordingProxy();
const browser = await launchChromium(proxy.flags);
t.teardown(async () => {
  await browser.close();
  proxy.close();
  pages.close();
  await server.remove();
});

const api = new RestClient({ url, key: testKey });
// Media over TCP passes the proxy too.
const own = [host(url), host(pages.url), `127.0.0.1:${mediaPort}`];

/** What Chromium itself asks for although its services are turned off by flags; the proxy refuses it. */
const ofChromium = new Map([
  ['accounts.google.com:443', 'whether the profile is signed in'],
  ['clients2.google.com:80', 'time of a trusted clock'],
  ['content-autofill.googleapis.com:443', 'kinds of form fields, for autofill'],
  ['optimizationguide-pa.googleapis.com:443', 'models and hints'],
  ['update.googleapis.com:443', 'updates of components'],
  ['update.googleapis.com:80', 'updates of components'],
]);
const foreign = () => [...proxy.hosts].filter((one) => !own.includes(one) && !ofChromium.has(one)).sort();

async function tokenFor(room: string, sub: string, role: 'therapist' | 'client', name: string): Promise<string> {
  return await createAccessToken({ key: testKey, room, sub, role, name });
}

t.test(
  'a session with chat, a blurred camera and a shared screen, in the demo and embedded, asks its own servers alone',
  async (t) => {
    const { id } = await api.createRoom({ title: 'Tuesday group', waitingRoom: false });
    const token = await tokenFor(id, 'w', 'therapist', 'Dr. Weber');
    const weber = await Visitor.open(browser, `${url}/therapist.html#token=${token}`, size);
    await weber.press('Go in');
    const anna = await Visitor.open(browser, `${pages.url}/element`, size);
    await anna.page.evaluate(
      (given) => {
        const element = document.querySelector('hearthroom-session');
        if (element) element.getToken = () => given;
      },
      await tokenFor(id, 'a', 'client', 'Anna'),
    );
    await anna.press('Go in');
    await Promise.all([weber, anna].map((one) => one.seesAndHears(2, 1)));
    await anna.page.evaluate(async () => {
      await document
        .querySelector('hearthroom-session')
        ?.session?.chat.send('A link: https://links.example.org/a.png', { to: 'group' });
    });
    await anna.page.evaluate(async () => {
      // Loads MediaPipe, which reports to its maker in other versions.
      await document.querySelector('hearthroom-session')?.session?.localParticipant.setCameraBackground('blur');
    });
    await weber.page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')?.fillRect(0, 0, 300, 150);
      const [track] = canvas.captureStream(5).getVideoTracks();
      if (!track) throw new Error('a canvas gives a track');
      await document
        .querySelector('hearthroom-session')
        ?.session?.localParticipant.setScreenShareEnabled(true, { track });
    });
    await anna.reads('Screen of Dr. Weber');
    t.ok(proxy.hosts.has(host(url)), 'the proxy sees the session');
    t.same(foreign(), []);
  },
);

t.test('the React example and the documentation, where they are built, ask their own server alone', async (t) => {
  const { id } = await api.createRoom({});
  const token = await tokenFor(id, 'w', 'therapist', 'Dr. Weber');
  const react = await Visitor.open(browser, `${url}/react/#token=${token}`, size);
  await react.press('Join');
  await react.reads('Nobody is waiting.');
  const page = await browser.newPage();
  if (existsSync(join(root, 'docs/site/dist/pages/404.html'))) {
    for (const path of ['/docs/', '/docs/errors', '/docs/performance']) {
      const answer = await page.goto(`${url}${path}`, { waitUntil: 'networkidle0' });
      t.equal(answer?.status(), 200, path);
    }
  }
  await page.goto(`${url}/v1/docs/`, { waitUntil: 'networkidle0' });
  t.same(foreign(), []);
});

t.test('the server looked up no name, and connected or sent to no address, but of this machine', async (t) => {
  const lines = readFileSync(outgoing, 'utf8').trim().split('\n').filter(Boolean);
  const isOwn = (line: string) => /^(look up|connect|send) (127\.0\.0\.1|localhost|::1)(:\d+)?$/.test(line);
  t.same(
    lines.filter((line) => !isOwn(line)),
    [],
  );
});

t.test('what a server connects to, sends to or looks up would be seen', async (t) => {
  const file = join(t.testdir({ planted: '' }), 'planted');
  const program = `
    import dgram from 'node:dgram';
    import { lookup } from 'node:dns/promises';
    await fetch('http://127.0.0.2:4999/').catch(() => {});
    await lookup('127.0.0.3');
    const socket = dgram.createSocket('udp4');
    socket.send('x', 9, '127.0.0.4', () => socket.close());
  `;
  await promisify(execFile)(process.execPath, ['--import', preload, '--input-type=module', '-e', program], {
    env: { ...process.env, OUTGOING_FILE: file },
  });
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const line of ['connect 127.0.0.2:4999', 'look up 127.0.0.3', 'send 127.0.0.4'])
    t.ok(lines.includes(line), line);
});

t.test('an image of another host would be seen, over http and over https', async (t) => {
  const page = await browser.newPage();
  await page.goto(`${pages.url}/planted`, { waitUntil: 'load' });
  t.same(foreign(), ['images.example.org:443', 'images.example.org:80']);
});
