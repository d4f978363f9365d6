/** Runs the bench of encryption from end to end. The figures, of one short run on a busy machine, mean nothing. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { launchChromium } from '../../test/support/browser/browsers.ts';
import { startPageServer } from '../../test/support/browser/page-server.ts';
import { findLiveKitEncrypting } from './livekit-encrypting.ts';
import type {} from './person-page.ts';

t.setTimeout(280_000);

const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
const livekit = process.env.LIVEKIT_SERVER_BIN ?? '';

interface Found {
  systems: { name: string }[];
  missing: string[];
  figures: { what: string; system: string; encryption: string; value: number }[];
}

async function measure(binary: string): Promise<Found> {
  const options = ['--runs', '1', '--seconds', '1', '--peers', 'livekit', '--json'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=hearthroom-source', script, ...options],
    {
      env: { ...process.env, LIVEKIT_SERVER_BIN: binary },
    },
  );
  return JSON.parse(stdout);
}

function checkSessions(t: Test, { figures }: Found, system: string): void {
  for (const encryption of ['off', 'on']) {
    const of = (what: string) =>
      figures
        .filter((figure) => figure.system === system && figure.encryption === encryption && figure.what === what)
        .map(({ value }) => value);
    const session = `${system}, ${encryption}`;
    t.equal(of('admit → first frame at the client').length, 3, `${session}: each client saw somebody`);
    t.equal(of('admit → first frame of the client at the host').length, 3, `${session}: the host saw each client`);
    t.equal(of('token → first decoded frame').length, 1, `${session}: somebody joined at once`);
    t.ok(of('glass to glass').length > 0, `${session}: a time code was read`);
    t.match(of('CPU of Chromium for each received person, % of a core'), [Number], `${session}: CPU`);
    t.ok(Math.min(...of('video of each received person, kbit/s')) > 0, `${session}: everybody received video`);
    t.equal(of('height of the received pictures, pixels').length, 4, `${session}: pictures of all four people`);
  }
}

t.test('Hearthroom is measured, and a peer that does not start is named in one line', async (t) => {
  // A program that runs, but is no server.
  const found = await measure(process.execPath);
  t.same(
    found.systems.map(({ name }) => name),
    ['hearthroom'],
  );
  t.match(found.missing, [/^livekit .+ did not start: .+$/]);
  t.same([...new Set(found.figures.map(({ system }) => system))], ['hearthroom'], 'no figure of a peer');
  checkSessions(t, found, 'hearthroom');
  const secrets = found.figures.filter(({ what }) => what.endsWith('all others use a new secret'));
  t.same([...new Set(secrets.map(({ encryption }) => encryption))], ['on']);
  t.equal(secrets.length, 3 + 1, 'three people entered and one left');
});

t.test(
  'LiveKit is measured in the same run',
  { skip: livekit === '' && 'LIVEKIT_SERVER_BIN is not set' },
  async (t) => {
    const found = await measure(livekit);
    t.same(found.missing, []);
    for (const { name } of found.systems) checkSessions(t, found, name);
    t.same(
      found.systems.map(({ name }) => name),
      ['hearthroom', 'livekit'],
    );
  },
);

t.test('the page of LiveKit starts its worker and asks nobody but its own server and the one to join', async (t) => {
  const env = { LIVEKIT_URL: 'ws://127.0.0.1:9', LIVEKIT_API_KEY: 'id', LIVEKIT_API_SECRET: 'secret' };
  const system = await findLiveKitEncrypting(env);
  if ('missing' in system) throw new Error(system.missing);
  const pages = await startPageServer(await system.bundlePages());
  const browser = await launchChromium();
  t.teardown(async () => {
    await browser.close();
    pages.close();
  });
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${pages.url}${system.page}`);
  await page.waitForFunction(() => 'measuredPerson' in globalThis);
  const started = page.waitForRequest(`${pages.url}/livekit-worker.js`);
  const joined = page.evaluate(async (token) => {
    const sharedKey = Array.from({ length: 32 }, (_, index) => index);
    await measuredPerson.join({ url: 'ws://127.0.0.1:9', token, sharedKey, sending: 'same' });
  }, 'no-token');
  await t.rejects(joined, 'nobody answers at that address');
  t.equal((await started).response()?.status(), 200);
  const hosts = new Set(asked.map((url) => new URL(url).host));
  hosts.delete(new URL(pages.url).host);
  hosts.delete('127.0.0.1:9');
  t.same([...hosts], []);
});
