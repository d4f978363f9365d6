/**
 * Builds the published package into sdk/dist: ES modules with types for bundlers, two files for script tags, the npm
 * package, and what a server hands out. Prints the size of what a page loads, and fails when it exceeds its budget or
 * publint finds an error. The steps are in packaging/.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { blurFileNames, blurPackages } from './packaging/blur/blur-files.ts';
import { checkBudgets } from './packaging/budgets.ts';
import { type Bundles, buildBundles } from './packaging/bundles/bundles.ts';
import { writeCommonJs } from './packaging/bundles/commonjs.ts';
import { loadedLanguages } from './packaging/bundles/lazy-chunks.ts';
import { licensesFile } from './packaging/package/licenses.ts';
import { writePackage } from './packaging/package/package.ts';
import { writeServedFiles } from './packaging/package/served-files.ts';
import { createElementManifest } from './packaging/types/element-manifest.ts';
import { writeFrameworkTypes } from './packaging/types/framework-types.ts';
import { createProtocolSchema } from './protocol/protocol-schema.ts';

const sdk = fileURLToPath(new URL('.', import.meta.url));
const dist = join(sdk, 'dist');
const entries = {
  index: 'src/index.ts',
  'ui/index': 'ui/index.ts',
  'react/index': 'react/index.ts',
  'token/index': 'token/index.ts',
  'webhooks/index': 'webhooks/index.ts',
  'server/index': 'server/index.ts',
  'protocol/index': 'protocol/index.ts',
};

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
  await writeFile(join(dist, 'protocol.json'), `${JSON.stringify(createProtocolSchema())}\n`);
}

/** @returns the types for CommonJS that are made of it, relative to `dist` */
async function writeElementManifest(): Promise<string[]> {
  const manifest = await createElementManifest(sdk);
  await writeFile(join(dist, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return writeFrameworkTypes(manifest, dist);
}

/** Documents in the package, relative to it. */
const documents = ['README.md', 'ui/README.md', 'protocol/PROTOCOL.md'];

/** Writes the npm package, and everything that a server hands out of this version. */
async function writeServed(version: string, bundles: Bundles, commonJs: readonly string[]): Promise<void> {
  const { scripts, modules, packages, blurFiles } = bundles;
  const folder = join(dist, 'served', version);
  const tarball = join(dist, 'hearthroom-sdk.tgz');
  // Source maps of the scripts contain the sources; the server hands them out.
  const built = [
    ...scripts.filter((path) => !path.endsWith('.map')),
    ...modules,
    ...commonJs,
    'protocol.json',
    'custom-elements.json',
    ...Object.values(blurFileNames),
  ].map((path) => `dist/${path}`);
  const bundledPackages = [...packages.map((path) => join(sdk, path)), ...blurPackages];
  const licenses = await writePackage({ sdk, files: [...documents, ...built], bundledPackages, tarball });
  await writeFile(join(dist, licensesFile), licenses);
  const served = [...scripts, ...blurFiles, 'custom-elements.json', 'hearthroom-sdk.tgz', licensesFile];
  await writeServedFiles({ folder, version, files: served.map((path) => join(dist, path)) });
}

const { version, peerDependencies = {} } = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8'));
await rm(dist, { recursive: true, force: true });
const peers = Object.keys(peerDependencies);
const [bundles] = await Promise.all([buildBundles({ sdk, dist, entries, peers, version }), buildTypes()]);
const commonJs = await writeCommonJs({ sdk, dist, entries });
await writeProtocolSchema();
const frameworkTypes = await writeElementManifest();
await checkBudgets({
  script: join(dist, 'hearthroom.min.js'),
  elementScript: join(dist, 'hearthroom-ui.min.js'),
  module: join(dist, 'index.js'),
  encryptionScript: join(dist, bundles.lazy.encryption),
  echoScript: join(dist, bundles.lazy.echo),
  preflightScript: join(dist, bundles.lazy.preflight),
  backgroundScript: join(dist, bundles.lazy.background),
  languageScripts: loadedLanguages.map((language) => join(dist, bundles.lazy[language])),
  encryptionWorker: join(sdk, 'src/e2ee/worker/e2ee-worker.ts'),
  reactLayer: join(sdk, entries['react/index']),
});
await writeServed(version, bundles, [...commonJs, ...frameworkTypes]);
