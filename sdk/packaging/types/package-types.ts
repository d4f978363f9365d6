/**
 * The types of the published package: the declarations that its entry points need, with those of other packages copied
 * beside them, so that they are complete without any other package. Those of typebox are replaced by typebox-types.ts.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from '@custom-elements-manifest/analyzer';

export interface TypesOptions {
  /** Folder of the package. */
  sdk: string;
  /** Declarations of the entry points, relative to the package. */
  entries: readonly string[];
  /** Folder of the published package. */
  target: string;
  /** Packages that an application brings itself: peer dependencies. */
  peers: readonly string[];
}

const options = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const vendorFolder = 'dist/types/vendor';
const typeboxTypes = fileURLToPath(new URL('typebox-types.ts', import.meta.url));

/** @returns folders of the packages whose declarations were copied */
export async function copyTypes({ sdk, entries, target, peers }: TypesOptions): Promise<string[]> {
  const files = new Set(entries.map((entry) => join(sdk, entry)));
  const packages = new Set<string>();
  for (const file of files) {
    const text = withTypeNamespace(await readFile(file, 'utf8'));
    const place = placeOf(sdk, file);
    if (place.packageFolder) packages.add(place.packageFolder);
    const changes = importsIn(text).flatMap((specifier) => {
      if (isProvided(specifier.name, peers)) return [];
      const found = resolve(specifier.name, file);
      files.add(found);
      if (specifier.name.startsWith('.')) return [];
      return [{ ...specifier, name: specifierFrom(place.path, placeOf(sdk, found).path) }];
    });
    const path = join(target, place.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, withoutMap(replaceSpecifiers(text, changes)));
  }
  return [...packages].sort();
}

interface Specifier {
  name: string;
  /** Of the text between the quotes. */
  start: number;
  end: number;
}

function importsIn(text: string): Specifier[] {
  const specifierAt = (name: string, start: number) => ({ name, start, end: start + name.length });
  const imports = ts.preProcessFile(text, true, true).importedFiles;
  return [
    ...imports.map(({ fileName, pos }) => specifierAt(fileName, pos + 1)),
    // Which TypeScript's scanner leaves out.
    ...[...text.matchAll(/^(export \* as \w+ from ['"])([^'"]+)/gm)].map(({ 1: before = '', 2: name = '', index }) =>
      specifierAt(name, index + before.length),
    ),
  ];
}

const isProvided = (name: string, peers: readonly string[]): boolean =>
  name.startsWith('node:') || peers.some((peer) => name === peer || name.startsWith(`${peer}/`));

/** Names the parts of a schema `Type.TString`; the compiler writes `import("typebox").TString` where it infers types. */
export function withTypeNamespace(text: string): string {
  const [statement = '', names = ''] = /^import (?:type )?\{ ([^}]+) \} from 'typebox';\n/m.exec(text) ?? [];
  const imported = names.split(', ').map((name) => name.replace('type ', ''));
  if (!imported.includes('Type') && !text.includes(inlineImport)) return text;
  const others = imported.filter((name) => name !== '' && name !== 'Type');
  const rest = others.length > 0 ? `import type { ${others.join(', ')} } from 'typebox';\n` : '';
  const whole = `import type * as Type from 'typebox';\n${rest}`;
  const changed = text.replaceAll(inlineImport, 'Type.');
  return statement === '' ? whole + changed : changed.replace(statement, whole);
}

const inlineImport = 'import("typebox").';

function resolve(name: string, from: string): string {
  if (name === 'typebox') return typeboxTypes;
  const { resolvedModule } = ts.resolveModuleName(
    name,
    from,
    options,
    ts.sys,
    undefined,
    undefined,
    ts.ModuleKind.ESNext,
  );
  if (!resolvedModule) throw new Error(`${from} needs types of ${name}, which are not found`);
  return resolvedModule.resolvedFileName;
}

/** Where a declaration is in the published package. */
function placeOf(sdk: string, file: string): { path: string; packageFolder: string | null } {
  if (file === typeboxTypes) return { path: join(vendorFolder, 'typebox.d.ts'), packageFolder: null };
  const [, folder = '', name = '', rest = ''] =
    /^(.*node_modules[\\/])((?:@[^\\/]+[\\/])?[^\\/]+)(.*)$/.exec(file) ?? [];
  if (name === '') return { path: relative(sdk, file), packageFolder: null };
  return { path: join(vendorFolder, name, rest), packageFolder: folder + name };
}

function specifierFrom(from: string, to: string): string {
  const path = relative(dirname(from), to)
    .split(sep)
    .join('/')
    .replace(/\.d\.(m?)ts$/, '.$1js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** From the last one to the first, so that positions stay valid. */
const replaceSpecifiers = (text: string, changes: readonly Specifier[]): string =>
  [...changes]
    .sort((a, b) => b.start - a.start)
    .reduce((changed, { name, start, end }) => changed.slice(0, start) + name + changed.slice(end), text);

const withoutMap = (text: string): string => text.replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
