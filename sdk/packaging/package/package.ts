/** Writes the npm package: the built modules and their types, without sources and without dependencies. */
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { runNpm } from '../../../server/setup/install/npm.mjs';
import { frameworks } from '../types/framework-types.ts';
import { copyTypes } from '../types/package-types.ts';
import { rewriteDocuments } from './documents.ts';
import { licensesFile, renderLicenses } from './licenses.ts';

export interface PackageOptions {
  /** Folder of the package's sources, with `dist`. */
  sdk: string;
  /** Files of the package, relative to its sources. */
  files: readonly string[];
  /** Folders of the npm packages whose code is in them. */
  bundledPackages: readonly string[];
  /** The file to write. */
  tarball: string;
}

type Manifest = Record<string, unknown> & { exports: Record<string, string | Conditions> };
type Conditions = { types?: string } & Record<string, string | Record<string, string>>;

/** The condition by which this repository runs the sources, which are not in the package. */
const sourceCondition = 'hearthroom-source';

/**
 * @returns the text of third-party licenses
 * @throws Error if publint finds an error in the package
 */
export async function writePackage({ sdk, files, bundledPackages, tarball }: PackageOptions): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), 'hearthroom-package-'));
  try {
    const source: Manifest = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8'));
    const manifest = publishedManifest(source);
    for (const file of files) await copy(join(sdk, file), join(target, file));
    await copy(join(sdk, '../LICENSE'), join(target, 'LICENSE'));
    await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const entries = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'object' && entry.types ? [entry.types] : [],
    );
    const peers = [...Object.keys(source.peerDependencies ?? {}), ...frameworks];
    const typed = await copyTypes({ sdk, entries, target, peers });
    await rewriteDocuments(
      target,
      files.filter((file) => file.endsWith('.md')),
    );
    const licenses = await renderLicenses([...bundledPackages, ...typed]);
    await writeFile(join(target, licensesFile), licenses);
    await lint(target);
    await pack(target, tarball);
    return licenses;
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/**
 * What is bundled is no dependency any more, and there are no sources to run. The folder of the sources is private, so
 * that nobody publishes it instead of the package.
 */
function publishedManifest(source: Manifest): Manifest {
  const {
    dependencies: _bundled,
    devDependencies: _tools,
    files: _all,
    private: _isSource,
    sideEffects,
    ...rest
  } = source;
  const exports = Object.fromEntries(
    Object.entries(rest.exports).map(([name, entry]) => {
      if (typeof entry === 'string') return [name, entry];
      const { [sourceCondition]: _source, ...conditions } = entry;
      return [name, conditions];
    }),
  );
  const effects = Array.isArray(sideEffects) ? sideEffects.filter((path) => !String(path).endsWith('.ts')) : [];
  return { ...rest, exports, sideEffects: effects };
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
}

async function lint(folder: string): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: folder, level: 'warning', pack: false });
  for (const message of messages) console.log(`publint: ${formatMessage(message, pkg)}`);
  if (messages.some(({ type }) => type === 'error')) throw new Error('publint found errors in the package');
}

async function pack(folder: string, tarball: string): Promise<void> {
  const destination = dirname(tarball);
  await mkdir(destination, { recursive: true });
  const args = ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', destination];
  const { code, output } = await runNpm(args, { cwd: folder });
  const name = /"filename":\s*"([^"]+\.tgz)"/.exec(output)?.[1];
  if (code !== 0 || name === undefined) throw new Error(`npm pack failed:\n${output.trimEnd()}`);
  await rename(join(destination, name), tarball);
}
