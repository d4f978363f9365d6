/**
 * Bundles the package with esbuild: ES modules for bundlers and Node, and two files for script tags. Both contain their
 * dependencies, so that the package can be installed without a registry.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { hashedBlurFileNames, withBlurFiles, writeBlurFiles } from '../blur/blur-files.ts';
import { licensesFile } from '../package/licenses.ts';
import { withCompactStyles } from './compact-styles.ts';
import { buildLazyChunk, type LazyCode, lazyCodes, withLazyChunks } from './lazy-chunks.ts';
import { withWorkerSource } from './worker-source.ts';

export interface BundleOptions {
  /** Folder of the package. */
  sdk: string;
  /** Where the bundles are written. */
  dist: string;
  /** Source files by the name of their module. */
  entries: Readonly<Record<string, string>>;
  /** Packages that an application brings itself: peer dependencies. */
  peers: readonly string[];
  version: string;
}

export interface Bundles {
  /** Files for script tags with their source maps and chunks, relative to `dist`. */
  scripts: string[];
  /** Those of them that pages load later, by what their code does. */
  lazy: Readonly<Record<LazyCode, string>>;
  /** What the worker that blurs loads, beside those, relative to `dist`. */
  blurFiles: string[];
  /** ES modules, relative to `dist`. */
  modules: string[];
  /** Folders of the npm packages whose code is in them, relative to the package. */
  packages: string[];
}

export async function buildBundles({ sdk, dist, entries, peers, version }: BundleOptions): Promise<Bundles> {
  const shared = {
    absWorkingDir: sdk,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['hearthroom-source'],
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
    plugins: [withoutUnusedModules, withWorkerSource, withCompactStyles],
  } as const satisfies BuildOptions;
  const notice = `/*! Hearthroom SDK ${version}, Apache-2.0. Contains other packages: ${licensesFile} */`;
  const script = { ...shared, minify: true, sourcemap: 'linked', banner: { js: notice }, outdir: dist } as const;
  // Pages that import the interface and the SDK load their shared code once.
  const modules = await build({
    ...shared,
    plugins: [...shared.plugins, withServerRendering],
    entryPoints: { ...entries },
    external: ['node:*', ...peers],
    splitting: true,
    outdir: dist,
  });
  const { index = '', 'ui/index': ui = '' } = entries;
  const blurFiles = await hashedBlurFileNames();
  const forChunks = { ...script, plugins: [...shared.plugins, withBlurFiles(blurFiles)] };
  const chunks = await Promise.all(lazyCodes.map((code) => buildLazyChunk(code, forChunks)));
  await writeBlurFiles(dist);
  await writeBlurFiles(dist, blurFiles);
  const lazy = Object.fromEntries(lazyCodes.map((code, index) => [code, chunks[index]?.name])) as Bundles['lazy'];
  const pluginsFor = (format: 'esm' | 'iife'): Plugin[] => [...shared.plugins, withLazyChunks(lazy, format)];
  const scripts = [
    ...chunks,
    await build({
      ...script,
      plugins: pluginsFor('iife'),
      entryPoints: { 'hearthroom.min': index },
      format: 'iife',
      globalName: 'Hearthroom',
    }),
    await build({
      ...script,
      plugins: pluginsFor('esm'),
      entryPoints: { 'hearthroom-ui.min': ui },
      splitting: true,
      chunkNames: 'hearthroom-ui-[hash].min',
    }),
  ];
  const moduleFiles = filesOf(modules.metafile, sdk, dist);
  await removeBareImports(moduleFiles.map((file) => join(dist, file)));
  return {
    lazy,
    blurFiles: Object.values(blurFiles),
    scripts: scripts.flatMap(({ metafile }) => filesOf(metafile, sdk, dist)),
    modules: moduleFiles,
    packages: packagesOf([modules, ...scripts].map(({ metafile }) => metafile)),
  };
}

const filesOf = ({ outputs }: Metafile, sdk: string, dist: string): string[] =>
  Object.keys(outputs).map((path) => join(sdk, path).slice(dist.length + 1));

/** esbuild names inputs relative to the package's folder. */
function packagesOf(metafiles: readonly Metafile[]): string[] {
  const folders = metafiles.flatMap(({ inputs }) =>
    Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  return [...new Set(folders)].sort();
}

/**
 * esbuild imports chunks for the order of their side effects. These have none, as package.json says, and bundlers warn
 * about such imports.
 */
async function removeBareImports(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(/^import "\.{1,2}\/chunk-\w+\.js";\n/gm, ''));
  }
}

/**
 * Removes what mediasoup-client and its packages contain and a page doesn't need: test helpers, the handler for React
 * Native, exports that the SDK doesn't import, and the log (the `debug` package and every statement that writes to it),
 * which prints SDP.
 */
const withoutUnusedModules: Plugin = {
  name: 'without-unused-modules',
  setup({ onLoad }) {
    const unused = /mediasoup-client\/lib\/(handlers\/(FakeHandler|ReactNative106)|test\/fakeParameters)\.js$/;
    onLoad({ filter: unused }, () => ({ contents: '', loader: 'js' }));
    onLoad({ filter: /mediasoup-client\/lib\/index\.js$/ }, () => ({ contents: deviceAlone, loader: 'js' }));
    onLoad({ filter: /(mediasoup-client|awaitqueue|h264-profile-level-id)\/lib\/Logger\.js$/ }, () => ({
      contents: silentLogger,
      loader: 'js',
    }));
    onLoad({ filter: /(mediasoup-client|awaitqueue|h264-profile-level-id)\/lib\/.*\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      return { contents: contents.replaceAll(logStatement, ''), loader: 'js' };
    });
  },
};

/**
 * A whole line that writes to the log. The statements have no side effects: their arguments are values and texts.
 */
const logStatement = /^\s*(?:this\._)?logger\.(?:debug|warn|error)\(.*\);$/gm;

/** Replaces the index of mediasoup-client: what load-device.ts imports. */
const deviceAlone = "exports.Device = require('./Device').Device;";

/** Replaces the three Loggers, for the statements that are part of others. */
const silentLogger = 'exports.Logger = class { debug() {} warn() {} error() {} };';

/**
 * Takes lit's files for Node, which work in browsers too: applications that render on a server import the interface
 * there, where there is no HTMLElement.
 */
const withServerRendering: Plugin = {
  name: 'with-server-rendering',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(lit-html|@lit\/reactive-element)\/[\w-]+\.js$/ }, async ({ path }) => {
      const forNode = join(path, '..', 'node', basename(path));
      return { contents: await readFile(existsSync(forNode) ? forNode : path, 'utf8'), loader: 'js' };
    });
  },
};
