/**
 * The code of encryption is loaded from beside the script, or with the modules, and starts its worker under a strict
 * content security policy; where that is not allowed, loading fails and says why.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import t from 'tap';
import { buildBundles } from '../../../sdk/packaging/bundles/bundles.ts';
import { writeServedFiles } from '../../../sdk/packaging/package/served-files.ts';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../server/src/http/create-fastify.ts';
import { serveSdk } from '../../../server/src/http/sdk/serve-sdk.ts';
import { launchChromium } from '../../support/browser/browsers.ts';
import { bundle, type Pages, startPageServer } from '../../support/browser/page-server.ts';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));
const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
const folder = t.testdir({});
const dist = join(folder, 'dist');
// The loader alone, built as the whole SDK is.
const entry = 'src/e2ee/load-encryption.ts';
const bundles = await buildBundles({ sdk, dist, entries: { index: entry, 'ui/index': entry }, peers: [], version });
const textOf = (name: string): string => readFileSync(join(dist, name), 'utf8');
await writeServedFiles({
  folder: join(folder, 'served', version),
  version,
  files: bundles.scripts.map((name) => join(dist, name)),
});

/** Another origin: a server of Hearthroom that hands the SDK out. */
const observer = new ServerObserver();
const fastify = createFastify({ tls: null, trustedProxies: [] }, observer);
serveSdk(fastify, observer, join(folder, 'served'));
const other = await fastify.listen({ host: '127.0.0.1', port: 0 });

const run = (load: string): string => `
  (async () => {
    const { createMediaEncryption } = await (${load})();
    const encryption = createMediaEncryption({ participantId: 'p-anna', appSecret: null });
    const used = new Promise((resolve) => encryption.on('using', resolve));
    encryption.tell({ type: 'use', keyEpoch: 7, secret: new Uint8Array(32) });
    return 'encrypts from epoch ' + (await used);
  })().then((text) => { document.title = text; }, (error) => { document.title = 'failed: ' + error.message; });`;

const classic = run('Hearthroom.loadEncryption');
const imported = (from: string): string => `import { loadEncryption } from '${from}'; ${run('loadEncryption')}`;
const tag = (attributes: string): string => `<script ${attributes}></script>`;

/** Each page loads the SDK in another way; all under the same policy. */
const ways: Record<string, { tags: string; script: string }> = {
  'a classic script of its own origin': { tags: tag('src="/own/hearthroom.min.js"'), script: classic },
  'a classic script of another origin': {
    tags: tag(`src="${other}/sdk/latest/hearthroom.min.js"`),
    script: classic,
  },
  'a classic script of another origin, with crossorigin': {
    tags: tag(`crossorigin src="${other}/sdk/${version}/hearthroom.min.js"`),
    script: classic,
  },
  'a module of another origin': { tags: '', script: imported(`${other}/sdk/latest/hearthroom-ui.min.js`) },
  'the modules of the package, without a bundler': { tags: '', script: imported('/modules/index.js') },
  'a bundle of one file': {
    tags: '',
    script: await bundle({ text: imported(join(dist, 'index.js')) }),
  },
  'a script whose chunk is missing': { tags: tag('src="/alone/hearthroom.min.js"'), script: classic },
};
const names = Object.keys(ways);

const policyOf = (workers: string): string =>
  `default-src 'self'; script-src 'self' ${other}; ${workers}base-uri 'none'; form-action 'none'`;
const pageOf = ({ tags }: { tags: string }, index: number, workers: string): string =>
  `<!doctype html><html lang="en"><head><title>loading</title><meta http-equiv="Content-Security-Policy" content="${policyOf(workers)}">
   ${tags}<script type="module" src="/run-${index}.js"></script></head></html>`;
const files: Pages = { '/favicon.ico': '', '/alone/hearthroom.min.js': textOf('hearthroom.min.js') };
for (const name of bundles.scripts) files[`/own/${name}`] = textOf(name);
for (const name of bundles.modules) files[`/modules/${name}`] = textOf(name);
for (const [index, way] of Object.values(ways).entries()) {
  files[`/run-${index}.js`] = way.script;
  files[`/page-${index}`] = pageOf(way, index, 'worker-src blob:; ');
  files[`/strict-${index}`] = pageOf(way, index, '');
}
const hashOf = (algorithm: 'sha256' | 'sha384', text: string): string =>
  `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;
for (const [path, pinned] of Object.entries({
  '/pinned': textOf(bundles.lazy.encryption),
  '/pinned-other': 'another text',
})) {
  const map = JSON.stringify({ integrity: { [`/own/${bundles.lazy.encryption}`]: hashOf('sha384', pinned) } });
  files[path] = `${files['/page-0']}`
    .replace("script-src 'self'", `script-src 'self' '${hashOf('sha256', map)}'`)
    .replace('<script', `<script type="importmap">${map}</script><script`);
}
const pages = await startPageServer(files);
const chromium = await launchChromium();
t.teardown(async () => {
  await chromium.close();
  pages.close();
  await fastify.close();
});

/** @param count how many requests for the chunk fail as in a lost network */
async function failRequests(page: Page, count: number): Promise<void> {
  let left = count;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const isLost = request.url().includes('hearthroom-encryption-') && left-- > 0;
    void (isLost ? request.abort('internetdisconnected') : request.continue());
  });
}

/** @param failures how many requests for the chunk fail; default: none */
async function outcomeOf(path: string, failures = 0): Promise<{ title: string; scripts: string[] }> {
  const page: Page = await chromium.newPage();
  if (failures > 0) await failRequests(page, failures);
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.goto(`${pages.url}${path}`);
  await page.waitForFunction(() => document.title !== 'loading');
  const title = await page.title();
  await page.close();
  return { title, scripts };
}

for (const [index, name] of names.slice(0, -1).entries()) {
  t.test(`encryption starts in a page with ${name}`, async (t) => {
    const { title } = await outcomeOf(`/page-${index}`);
    t.equal(title, 'encrypts from epoch 7');
  });
}

t.test('a page asks for nothing but the files of the SDK that it was given', async (t) => {
  for (const index of [1, 2, 3]) {
    const { scripts } = await outcomeOf(`/page-${index}`);
    const chunk = new RegExp(`^${other}/sdk/(latest|${version})/hearthroom-encryption-[A-Z0-9]{8}\\.min\\.js`);
    const foreign = scripts.filter((url) => !url.startsWith(pages.url) && !url.startsWith('blob:'));
    t.ok(
      foreign.some((url) => chunk.test(url)),
      `the chunk, in a page with ${names[index]}`,
    );
    t.same(
      foreign.filter((url) => !url.startsWith(`${other}/sdk/`)),
      [],
    );
  }
});

t.test('a network that fails for a moment does not keep encryption from starting', async (t) => {
  for (const index of [0, 3]) {
    const { title, scripts } = await outcomeOf(`/page-${index}`, 2);
    t.equal(title, 'encrypts from epoch 7', `in a page with ${names[index]}`);
    t.equal(scripts.filter((url) => url.includes('hearthroom-encryption-')).length, 3);
  }
});

t.test('a page whose import map has the hash of the chunk runs no other one, however often it is loaded', async (t) => {
  t.equal((await outcomeOf('/pinned')).title, 'encrypts from epoch 7');
  t.match((await outcomeOf('/pinned-other')).title, /^failed: The code of encryption was not loaded/);
});

t.test('where the policy of the page forbids workers from blobs, loading fails and names the directive', async (t) => {
  const { title } = await outcomeOf('/strict-0');
  t.match(title, /^failed: The worker of encryption was not started.*worker-src blob:/);
});

t.test('without the chunk, loading fails, and says what was not loaded', async (t) => {
  const { title } = await outcomeOf(`/page-${names.length - 1}`);
  t.match(title, /^failed: The code of encryption was not loaded.*hearthroom-encryption-/);
});
