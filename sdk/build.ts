/**
 * Builds the published package into sdk/dist: ES modules with types for bundlers, and two files for script tags. Prints
 * the size of what a page loads, and fails when it exceeds its budget or publint finds an error.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { createProtocolSchema } from './protocol/protocol-schema.ts';

/** What a page loads over a mobile network before anybody can join; without the interface. */
const budgetBytes = 55_000;

const sdk = fileURLToPath(new URL('.', import.meta.url));
const dist = join(sdk, 'dist');
const entries = {
  index: 'src/index.ts',
  'ui/index': 'ui/index.ts',
  'token/index': 'token/index.ts',
  'webhooks/index': 'webhooks/index.ts',
  'protocol/index': 'protocol/index.ts',
};

const shared: BuildOptions = {
  absWorkingDir: sdk,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['hearthroom-source'],
  logLevel: 'warning',
};

/**
 * Removes what mediasoup-client contains and a page with a script tag doesn't need: test helpers, the handler for React
 * Native, and its log (the `debug` package and every statement that writes to it). The log, which prints SDP, stays
 * available to those who bundle the modules.
 */
const withoutUnusedModules: Plugin = {
  name: 'without-unused-modules',
  setup({ onLoad }) {
    const unused = /mediasoup-client\/lib\/(handlers\/(FakeHandler|ReactNative106)|test\/fakeParameters)\.js$/;
    onLoad({ filter: unused }, () => ({ contents: '', loader: 'js' }));
    onLoad({ filter: /node_modules\/debug\/src\/browser\.js$/ }, () => ({ contents: silentDebug, loader: 'js' }));
    onLoad({ filter: /mediasoup-client\/lib\/.*\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      return { contents: contents.replaceAll(logStatement, ''), loader: 'js' };
    });
  },
};

/**
 * A whole line that writes to mediasoup-client's log. The statements have no side effects: their arguments are values
 * and texts.
 */
const logStatement = /^\s*(?:this\._)?logger\.(?:debug|warn|error)\(.*\);$/gm;

/** Replaces the `debug` package; never enabled. */
const silentDebug = 'module.exports = () => Object.assign(() => {}, { enabled: false });';

/**
 * For bundlers and Node: dependencies stay imports, and pages that import the interface and the SDK load their shared
 * code once.
 */
async function buildModules(): Promise<void> {
  await build({ ...shared, entryPoints: entries, splitting: true, packages: 'external', outdir: dist });
}

/**
 * For pages without a bundler: the SDK as the global `Hearthroom`, and the element as a module that contains
 * everything.
 */
async function buildScripts(): Promise<void> {
  const script: BuildOptions = { ...shared, minify: true, platform: 'browser', plugins: [withoutUnusedModules] };
  await build({
    ...script,
    entryPoints: [entries.index],
    format: 'iife',
    globalName: 'Hearthroom',
    outfile: join(dist, 'hearthroom.min.js'),
  });
  await build({ ...script, entryPoints: [entries['ui/index']], outfile: join(dist, 'hearthroom-ui.min.js') });
}

async function buildTypes(): Promise<void> {
  const outDir = join(dist, 'types');
  const tsc = join(sdk, '../node_modules/.bin/tsc');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rootDir', sdk, '--outDir', outDir];
  await promisify(execFile)(tsc, ['-p', join(sdk, 'tsconfig.build.json'), ...options]);
  // The compiler keeps the extension .ts in the declarations, where there are no such files.
  for (const file of await readdir(outDir, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const path = join(outDir, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/((?:from |import\()['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'));
  }
}

/** Writes the messages as JSON Schema, for clients in other languages. */
async function writeProtocolSchema(): Promise<void> {
  await writeFile(join(dist, 'protocol.json'), `${JSON.stringify(createProtocolSchema(), null, 2)}\n`);
}

async function printSizes(): Promise<void> {
  const gzipped = async (name: string) => gzipSync(await readFile(join(dist, name)), { level: 9 }).length;
  const sdkBytes = await gzipped('hearthroom.min.js');
  const uiBytes = await gzipped('hearthroom-ui.min.js');
  const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
  console.log(`hearthroom.min.js     ${kilobytes(sdkBytes)} gzip (budget ${kilobytes(budgetBytes)})`);
  console.log(`hearthroom-ui.min.js  ${kilobytes(uiBytes)} gzip`);
  if (sdkBytes > budgetBytes) throw new Error(`The SDK has outgrown its budget by ${sdkBytes - budgetBytes} bytes`);
}

async function lintPackage(): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: sdk, level: 'warning' });
  for (const message of messages) console.log(`publint: ${formatMessage(message, pkg)}`);
  if (messages.some(({ type }) => type === 'error')) throw new Error('publint found errors in the package');
}

await rm(dist, { recursive: true, force: true });
await Promise.all([buildModules(), buildScripts(), buildTypes()]);
await writeProtocolSchema();
await printSizes();
await lintPackage();
