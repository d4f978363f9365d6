/**
 * Lets CommonJS programs require the package. What is for backends is bundled with its dependencies, which are ES
 * modules: test runners such as Jest can't require those. The entries for browsers are left to bundlers, which load the
 * ES module from CommonJS code too, so that nothing is loaded twice.
 *
 * The types are declared once; those for CommonJS refer to them.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

export interface CommonJsOptions {
  /** Folder of the package's sources. */
  sdk: string;
  /** Folder of the built modules. */
  dist: string;
  /** Source files by the names of their modules, such as `token/index`. */
  entries: Readonly<Record<string, string>>;
}

/** The entry that contains all that is for backends. */
const backend = 'server/index';
const backendParts = ['token/index', 'webhooks/index'];

/** @returns the files written, relative to `dist` */
export async function writeCommonJs({ sdk, dist, entries }: CommonJsOptions): Promise<string[]> {
  await build({
    absWorkingDir: sdk,
    bundle: true,
    conditions: ['hearthroom-source'],
    entryPoints: { [backend]: 'server/index.ts' },
    format: 'cjs',
    logLevel: 'warning',
    minify: true,
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node20',
  });
  const declared = await readDeclaredTypes(join(dist, 'types'));
  const files: string[] = [];
  for (const [entry, source] of Object.entries(entries)) {
    const typesFile = source.replace(/\.ts$/, '');
    const names = await exportsOf(join(dist, `${entry}.js`));
    if (entry !== backend) await writeFile(join(dist, `${entry}.cjs`), moduleText(entry, names));
    const types = join('types', `${typesFile}.d.cts`);
    await mkdir(dirname(join(dist, types)), { recursive: true });
    await writeFile(join(dist, types), typesText(`./${typesFile.split('/').at(-1)}.js`, names, declared));
    files.push(`${entry}.cjs`, types);
  }
  return files;
}

function moduleText(entry: string, names: readonly string[]): string {
  if (backendParts.includes(entry)) {
    return `'use strict';\nconst { ${names.join(', ')} } = require('../${backend}.cjs');\nmodule.exports = { ${names.join(', ')} };\n`;
  }
  return "'use strict';\nmodule.exports = require('./index.js');\n";
}

/** Everything that is only a type by `export type *`; a value needs a declaration, which hides the type of its name. */
function typesText(module: string, names: readonly string[], declared: ReadonlyMap<string, string>): string {
  const attributes = "{ 'resolution-mode': 'import' }";
  const source = `import('${module}', { with: ${attributes} })`;
  const values = names.map((name) => {
    const value = `export declare const ${name}: typeof ${source}.${name};\n`;
    return declared.has(name) ? `${value}export type ${name}${typeParameters(name, declared, source)};\n` : value;
  });
  return `export type * from '${module}' with ${attributes};\n${values.join('')}`;
}

function typeParameters(name: string, declared: ReadonlyMap<string, string>, source: string): string {
  const parameters = declared.get(name) ?? '';
  if (parameters !== '') throw new Error(`${name} is a value and a generic type: its types for CommonJS can't be made`);
  return ` = ${source}.${name}`;
}

/** Names of types and classes in all declarations, each with its type parameters. */
async function readDeclaredTypes(folder: string): Promise<Map<string, string>> {
  const declared = new Map<string, string>();
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = await readFile(join(folder, file), 'utf8');
    for (const [, name = '', parameters = ''] of text.matchAll(
      /^export (?:declare (?:abstract )?class|type|interface) (\w+)(<?)/gm,
    ))
      declared.set(name, parameters);
  }
  return declared;
}

async function exportsOf(module: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [module],
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    metafile: true,
    outfile: 'exports.js',
    packages: 'external',
    write: false,
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}
