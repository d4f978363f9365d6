import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import { root } from '../../../../server/setup/shared/paths.mjs';
import { listFiles } from '../../../../server/setup/shared/stamp.mjs';

interface Manifest {
  name: string;
  workspaces?: string[];
  exports?: Record<string, string | { 'hearthroom-source'?: string }>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

const main = manifestOf('.');
const workspaces = main.workspaces ?? [];
const tools = Object.keys(main.devDependencies ?? {});
const declaredBy = (folder: string): string[] => {
  const { dependencies = {}, peerDependencies = {} } = manifestOf(folder);
  return Object.keys({ ...dependencies, ...peerDependencies });
};

/** They build the pages and run the tests, and are not installed in production. */
const isTool = (file: string): boolean => file.startsWith('server/setup/testing/') || file === 'server/pages/build.ts';

/** Packages that the code in a file imports, including types. */
function importedBy(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  const statements =
    /^(?:import|export|\})[^'\n]*\bfrom '([^'.][^'\n]*)'|^import '([^'.][^'\n]*)'|\bimport\('([^'.][^'\n]*)'\)/gm;
  return [...code.matchAll(statements)]
    .map(([, ...names]) => names.find((name) => name !== undefined) ?? '')
    .filter((name) => !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

function findUndeclared(
  folders: readonly string[],
  declared: readonly string[],
  isLeftOut = (_file: string): boolean => false,
): string[] {
  const files = folders.flatMap((folder) => listFiles(join(root, folder)));
  return files
    .filter((file) => /\.m?[jt]s$/.test(file) && !file.includes('/dist/') && !isLeftOut(relative(root, file)))
    .flatMap((file) => importedBy(file).map((name) => ({ file: relative(root, file), name })))
    .filter(({ name }) => !declared.includes(name))
    .map(({ file, name }) => `${file}: ${name}`);
}

t.test('each workspace declares what its code imports', async (t) => {
  t.same(workspaces, ['server', 'sdk']);
  t.same(findUndeclared(['server'], declaredBy('server'), isTool), [], 'server');
  t.same(findUndeclared(['server/setup/testing'], tools), [], 'what runs the tests');
  const { name, exports = {} } = manifestOf('sdk');
  const shipped = Object.values(exports).flatMap((entry) =>
    typeof entry === 'object' ? (entry['hearthroom-source']?.split('/')[1] ?? []) : [],
  );
  t.ok(shipped.length > 5);
  t.same(
    findUndeclared(
      shipped.map((folder) => join('sdk', folder)),
      [...declaredBy('sdk'), name],
    ),
    [],
    'sdk',
  );
});

t.test(
  'tests, benchmarks and examples import tools that are declared, and what the workspaces are made of',
  async (t) => {
    const declared = [
      ...tools,
      ...workspaces.flatMap(declaredBy),
      ...workspaces.map((folder) => manifestOf(folder).name),
    ];
    t.same(findUndeclared(['test', 'bench', 'examples'], declared), []);
  },
);

t.test('a package that both workspaces use has one version', async (t) => {
  const [server = {}, sdk = {}] = workspaces.map((folder) => manifestOf(folder).dependencies);
  for (const [name, version] of Object.entries(server)) t.equal(sdk[name] ?? version, version, name);
});

/** The static imports of a file: paths and packages. */
function staticImportsOf(file: string): string[] {
  const statements = /^(?:(?:import|export|\})[^'\n]*\bfrom|import) '([^']+)';$/gm;
  return [...readFileSync(file, 'utf8').matchAll(statements)].map(([, name = '']) => name);
}

/** A file and everything that it loads. */
function loadedWith(file: string, loaded = new Set<string>()): Set<string> {
  if (!loaded.has(file)) {
    loaded.add(file);
    for (const name of staticImportsOf(file).filter((found) => found.startsWith('.'))) {
      loadedWith(join(dirname(file), name), loaded);
    }
  }
  return loaded;
}

t.test('each command of package.json starts in a fresh clone, where no package is installed yet', async (t) => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.values(scripts).flatMap((script) => /^exec node (\S+)/.exec(script)?.[1] ?? []);
  t.ok(entries.includes('server/setup/test.mjs'));
  for (const entry of new Set(entries)) {
    const files = [...loadedWith(join(root, entry))];
    t.ok(files.length > 1, entry);
    t.same(
      files.flatMap(staticImportsOf).filter((name) => !/^(\.|node:)/.test(name)),
      [],
      entry,
    );
  }
});
