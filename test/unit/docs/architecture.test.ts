/** The folder tree in docs/architecture.md matches the folders on disk. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { readDocument } from '../../support/docs/markdown.ts';

/** Folders are listed two levels deep, and three where most of the code is. */
const deeper = ['server/src', 'sdk/src', 'sdk/ui'];
const ignored = new Set(['node_modules', 'dist', 'data', 'screenshots']);

interface Line {
  path: string;
  description: string;
}

/** Each level is indented by two spaces; a name ends with `/` and is followed by the purpose of the folder. */
function treeIn(document: string): Line[] {
  const [, block = ''] = /<!-- tree -->\n```text\n([\s\S]*?)```/.exec(document) ?? [];
  const parents: string[] = [];
  return block
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, indent = '', name = '', description = ''] = /^( *)([\w.-]+)\/ *(.*)$/.exec(line) ?? [];
      parents.length = indent.length / 2;
      parents.push(name);
      return { path: parents.join('/'), description };
    });
}

function foldersIn(path: string, depth: number): string[] {
  if (depth === 0) return [];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !ignored.has(entry.name))
    .flatMap(({ name }) => {
      const folder = path === '' ? name : `${path}/${name}`;
      return [folder, ...foldersIn(folder, deeper.includes(folder) ? 1 : depth - 1)];
    });
}

const tree = treeIn(readDocument('docs/architecture.md'));

t.test('the tree of folders lists those on the disk, and no other', async (t) => {
  t.strictSame(tree.map(({ path }) => path).sort(), foldersIn('', 2).sort());
});

t.test('the tree says of each folder what it is for', async (t) => {
  for (const { path, description } of tree) t.ok(description.length > 3, path);
});

const { forbidden } = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[];
};
/** `server/src/core: imports only …`: the folder or file that a layer of .dependency-cruiser.cjs names. */
const layers = forbidden.flatMap(({ name }) => /^(\S+): imports only/.exec(name)?.[1] ?? []);

/** What has an order among what is beside it. */
function membersOf(base: string): string[] {
  return readdirSync(join(root, base), { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? !ignored.has(entry.name) : entry.name.endsWith('.ts')))
    .map(({ name }) => `${base}/${name.replace(/\.ts$/, '')}`);
}

t.test(
  'the layers of .dependency-cruiser.cjs name every folder and file of their base, and nothing else',
  async (t) => {
    const bases = new Set(layers.map((layer) => layer.slice(0, layer.lastIndexOf('/'))));
    t.ok(bases.size > 10);
    for (const base of bases) {
      const named = layers.filter(
        (layer) => layer.startsWith(`${base}/`) && !layer.slice(base.length + 1).includes('/'),
      );
      t.strictSame(named.sort(), membersOf(base).sort(), base);
    }
  },
);
