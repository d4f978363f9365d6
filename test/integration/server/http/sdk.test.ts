/** The SDK that the server hands out: content, caching, encodings and errors of every address below /sdk/. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { hashedBlurFileNames } from '../../../../sdk/packaging/blur/blur-files.ts';
import { root } from '../../../../server/setup/shared/paths.mjs';
import { ServerObserver } from '../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../server/src/http/create-fastify.ts';
import { serveSdk } from '../../../../server/src/http/sdk/serve-sdk.ts';
import { checkServedFiles, installFromServer } from '../../../support/sdk/served-sdk.ts';

const built = join(root, 'sdk/dist/served');
const { version } = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'));

async function start(t: Test, folder?: string) {
  const observer = new ServerObserver();
  const missing: unknown[] = [];
  observer.on('sdkMissing', (event) => missing.push(event));
  const fastify = createFastify({ tls: null, trustedProxies: [] }, observer);
  serveSdk(fastify, observer, folder);
  await fastify.ready();
  t.teardown(() => fastify.close());
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    fastify.inject({ method, url, headers });
  return { get, missing };
}

interface ListedFile {
  path: string;
  hashedPath: string;
  integrity: string;
  bytes: number;
  gzipBytes: number | null;
  brotliBytes: number | null;
}

async function list({ get }: Awaited<ReturnType<typeof start>>): Promise<ListedFile[]> {
  const { latest, versions } = (await get('/sdk/manifest.json')).json();
  t.equal(latest, version);
  return versions.flatMap(({ files }: { files: ListedFile[] }) => files);
}

const sha384 = (content: Uint8Array) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

t.test('the manifest’s sizes and hashes are those of what is served, in each encoding', async (t) => {
  const server = await start(t);
  const files = await list(server);
  const names = files.map(({ path }) => path.replace(`${version}/`, ''));
  for (const name of ['hearthroom-ui.min.js', 'hearthroom.min.js', 'custom-elements.json', 'hearthroom-sdk.tgz']) {
    t.ok(names.includes(name), name);
  }
  for (const script of ['hearthroom-ui.min.js', 'hearthroom.min.js']) t.ok(names.includes(`${script}.map`), script);
  for (const { path, integrity, bytes, gzipBytes, brotliBytes } of files) {
    const plain = await server.get(`/sdk/${path}`);
    t.equal(plain.statusCode, 200, path);
    t.equal(plain.rawPayload.length, bytes, path);
    t.equal(sha384(plain.rawPayload), integrity, path);
    t.notOk(plain.headers['content-encoding'], path);
    for (const [encoding, size, decode] of [
      ['gzip', gzipBytes, gunzipSync],
      ['br', brotliBytes, brotliDecompressSync],
    ] as const) {
      if (size === null) continue;
      const packed = await server.get(`/sdk/${path}`, { 'accept-encoding': encoding });
      t.equal(packed.headers['content-encoding'], encoding, path);
      t.equal(packed.rawPayload.length, size, path);
      t.equal(sha384(decode(packed.rawPayload)), integrity, path);
    }
  }
});

t.test('a file may be cached for good at an address with its hash, and for minutes at every other one', async (t) => {
  const server = await start(t);
  const cachingOf = async (path: string) => (await server.get(`/sdk/${path}`)).headers['cache-control'];
  const isChunk = ({ path }: ListedFile) => /-[A-Z0-9]{8}\.(min\.js|wasm|tflite)/.test(path);
  for (const { path, hashedPath } of (await list(server)).filter((file) => !isChunk(file))) {
    t.equal(await cachingOf(hashedPath), 'public, max-age=31536000, immutable', hashedPath);
    t.equal(await cachingOf(path), 'public, max-age=300', path);
    t.equal(await cachingOf(`${path}?`), 'public, max-age=300', path);
    t.equal(await cachingOf(`${path}?AAAAAAAA`), 'public, max-age=300', `${path} with the hash of other content`);
  }
  const { headers } = await server.get('/sdk/latest/hearthroom-ui.min.js');
  const target = new URL(String(headers.location), 'https://portal.example.org/sdk/latest/');
  t.match(await cachingOf(target.href.slice('https://portal.example.org/sdk/'.length)), /immutable/);
});

t.test('a chunk is cached for good by its name, since scripts load it without a hash in the query', async (t) => {
  const name = 'hearthroom-ui-5PQ3ZR7K.min.js';
  const file = { name, integrity: sha384(Buffer.from('part')), bytes: 4, gzipBytes: null, brotliBytes: null };
  const folder = t.testdir({
    '0.0.9': { 'manifest.json': JSON.stringify({ version: '0.0.9', files: [file] }), [name]: 'part' },
  });
  const { get } = await start(t, folder);
  t.equal((await get(`/sdk/0.0.9/${name}`)).headers['cache-control'], 'public, max-age=31536000, immutable');
});

t.test('a file of a version may be loaded by pages of any origin', async (t) => {
  const { get } = await start(t);
  const { headers } = await get(`/sdk/${version}/hearthroom-ui.min.js`, { origin: 'https://portal.example.org' });
  t.match(headers, {
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding',
  });
  const types = {
    'hearthroom.min.js.map': 'application/json; charset=utf-8',
    'custom-elements.json': 'application/json; charset=utf-8',
    'hearthroom-sdk.tgz': 'application/gzip',
    'third-party-licenses.txt': 'text/plain; charset=utf-8',
  };
  for (const [name, type] of Object.entries(types))
    t.equal((await get(`/sdk/${version}/${name}`)).headers['content-type'], type, name);
  const { wasm, model } = await hashedBlurFileNames();
  t.match((await get(`/sdk/${version}/${wasm}`)).headers, {
    'content-type': 'application/wasm',
    'cache-control': /immutable/,
  });
  t.equal((await get(`/sdk/${version}/${model}`)).headers['content-type'], 'application/octet-stream');
});

t.test('the smallest encoding that the client accepts is sent', async (t) => {
  const { get } = await start(t);
  const encodingFor = async (accepted: string) =>
    (await get(`/sdk/${version}/hearthroom.min.js`, { 'accept-encoding': accepted })).headers['content-encoding'];
  t.equal(await encodingFor('gzip, deflate, br, zstd'), 'br');
  t.equal(await encodingFor('gzip;q=1.0, br;q=0'), 'gzip');
  t.equal(await encodingFor('*'), 'br');
  t.equal(await encodingFor('deflate'), undefined);
  const packed = await get(`/sdk/${version}/hearthroom-sdk.tgz`, { 'accept-encoding': 'gzip, br' });
  t.notOk(packed.headers['content-encoding'], 'the package is compressed already');
});

t.test('a client that has the file gets 304, and another one for each encoding', async (t) => {
  const { get } = await start(t);
  const url = `/sdk/${version}/hearthroom.min.js`;
  const tagOf = async (accepted: string) => String((await get(url, { 'accept-encoding': accepted })).headers.etag);
  const [br, gzip] = [await tagOf('br'), await tagOf('gzip')];
  t.not(br, gzip);
  for (const known of [br, `W/${br}`, `"other", ${br}`, '*']) {
    const { statusCode, rawPayload } = await get(url, { 'accept-encoding': 'br', 'if-none-match': known });
    t.equal(statusCode, 304, known);
    t.equal(rawPayload.length, 0);
  }
  t.equal((await get(url, { 'accept-encoding': 'br', 'if-none-match': gzip })).statusCode, 200);
});

t.test('HEAD answers as GET does, without the content', async (t) => {
  const { get } = await start(t);
  const url = `/sdk/${version}/hearthroom.min.js`;
  const [head, whole] = [await get(url, {}, 'HEAD'), await get(url)];
  t.equal(head.statusCode, 200);
  t.equal(head.rawPayload.length, 0);
  for (const name of ['content-length', 'content-type', 'etag', 'cache-control'])
    t.equal(head.headers[name], whole.headers[name], name);
});

t.test(
  'latest leads to this version, by an address that fits under a path of a proxy, and is not cached',
  async (t) => {
    const { get } = await start(t);
    for (const path of ['/sdk/latest/hearthroom-ui.min.js', '/sdk/hearthroom-sdk.tgz']) {
      const { statusCode, headers } = await get(path);
      t.equal(statusCode, 302);
      t.equal(headers['cache-control'], 'no-store');
      t.equal(headers['access-control-allow-origin'], '*');
      t.notOk(String(headers.location).startsWith('/'));
      const target = new URL(String(headers.location), `https://portal.example.org/calls${path}`);
      t.equal(target.pathname, `/calls/sdk/${version}/${path.split('/').at(-1)}`);
      t.equal((await get(target.pathname.replace('/calls', '') + target.search)).statusCode, 200);
    }
  },
);

async function listen(t: Test, folder?: string): Promise<string> {
  const observer = new ServerObserver();
  const fastify = createFastify({ tls: null, trustedProxies: [] }, observer);
  serveSdk(fastify, observer, folder);
  t.teardown(() => fastify.close());
  return await fastify.listen({ port: 0, host: '127.0.0.1' });
}

t.test(
  'the checks that the image must pass hold for this server, and find content that is not that of its hash',
  async (t) => {
    const { paths, faults } = await checkServedFiles(await listen(t));
    t.ok(paths.length > 5);
    t.strictSame(faults, []);
    const folder = t.testdir({});
    cpSync(built, folder, { recursive: true });
    const script = join(folder, version, 'hearthroom.min.js');
    writeFileSync(script, Buffer.alloc(readFileSync(script).length));
    const other = await checkServedFiles(await listen(t, folder));
    t.strictSame(other.faults, [`${version}/hearthroom.min.js, identity: another content`]);
  },
);

t.test('npm installs the package from the server’s address, where no registry is reached', async (t) => {
  const url = await listen(t);
  const app = t.testdir({ 'package.json': '{ "name": "app", "private": true }' });
  const { code, output } = await installFromServer(url, app);
  t.equal(code, 0, output);
  const installed = JSON.parse(readFileSync(join(app, 'node_modules/@hearthroom/sdk/package.json'), 'utf8'));
  t.equal(installed.version, version);
});

t.test('what there is not is answered with 404 and a code, and no path leads out of the folder', async (t) => {
  const { get } = await start(t);
  for (const path of [
    '/sdk/',
    '/sdk/0.0.1/hearthroom.min.js',
    `/sdk/${version}/`,
    `/sdk/${version}/manifest.json`,
    `/sdk/${version}/../../../package.json`,
    `/sdk/${version}/..%2f..%2f..%2fpackage.json`,
    '/sdk/..%2fpackage.json',
    '/sdk/latest/../../package.json',
    `/sdk/latest/..%2f${version}%2fhearthroom.min.js`,
    `/sdk/${version}/hearthroom.min.js.br`,
  ]) {
    const answer = await get(path);
    t.equal(answer.statusCode, 404, path);
    t.equal(answer.json().code, 'not-found', path);
  }
});

t.test('without the built SDK the server says so once, and answers 404 with a code', async (t) => {
  const { get, missing } = await start(t, t.testdir({}));
  t.strictSame(missing, [{ version, problem: null }]);
  for (const path of [
    `/sdk/${version}/hearthroom.min.js`,
    '/sdk/latest/hearthroom.min.js',
    '/sdk/hearthroom-sdk.tgz',
  ]) {
    const answer = await get(path);
    t.equal(answer.statusCode, 404);
    t.match(answer.json(), { code: 'not-found', message: /not built on this server/ });
  }
  t.match((await get('/sdk/manifest.json')).json(), { latest: null, versions: [] });
});

t.test('a file that was cut short is not served', async (t) => {
  const folder = t.testdir({});
  cpSync(built, folder, { recursive: true });
  truncateSync(join(folder, version, 'hearthroom.min.js.br'), 10);
  const { get, missing } = await start(t, folder);
  t.match(missing, [{ problem: /hearthroom\.min\.js\.br has 10 bytes instead of/ }]);
  t.equal((await get(`/sdk/${version}/hearthroom.min.js`)).statusCode, 404);
});

t.test('an older version whose folder is kept is served beside this one', async (t) => {
  const folder = t.testdir({
    '0.0.9': {
      'manifest.json': JSON.stringify({
        version: '0.0.9',
        files: [
          { name: 'old.js', integrity: sha384(Buffer.from('old')), bytes: 3, gzipBytes: null, brotliBytes: null },
        ],
      }),
      'old.js': 'old',
    },
  });
  cpSync(join(built, version), join(folder, version), { recursive: true });
  const { get, missing } = await start(t, folder);
  t.strictSame(missing, []);
  t.equal((await get('/sdk/0.0.9/old.js')).body, 'old');
  t.equal((await get('/sdk/latest/old.js')).statusCode, 404);
});
