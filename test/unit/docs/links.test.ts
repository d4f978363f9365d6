/** What documents point to is there: files, chapters, and paths of this repository. */
import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { anchorsOf, findDocuments, linksOf, pathsIn, readDocument } from '../../support/docs/markdown.ts';

const documents = findDocuments();

t.test('anchors are those that GitHub gives to headings, and links in code are none', async (t) => {
  const text =
    '# One `two`, three\n\n## Again\n\n## Again\n\n```md\n# no heading [no](link)\n```\n\n    [no](code)\n\n[a](b.md#c)';
  t.same(anchorsOf(text), ['one-two-three', 'again', 'again-1']);
  t.same(linksOf(text), ['b.md#c']);
});

t.test('every relative link in a document leads to a file, and to a chapter in it', async (t) => {
  let count = 0;
  for (const document of documents) {
    for (const link of linksOf(readDocument(document))) {
      count += 1;
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? document : join(document, '..', path);
      t.ok(existsSync(join(root, file)), `${document}: ${link}`);
      if (anchor === undefined || !file.endsWith('.md') || !existsSync(join(root, file))) continue;
      t.ok(anchorsOf(readDocument(file)).includes(anchor), `${document}: ${link} names a chapter`);
    }
  }
  t.ok(count > 100, `${count} links`);
});

t.test('every path of this repository that stands in backticks exists', async (t) => {
  const topFolders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);
  let count = 0;
  for (const document of documents.filter((path) => path !== 'CHANGELOG.md')) {
    for (const path of pathsIn(readDocument(document), topFolders)) {
      if (path.split('/').includes('dist')) continue;
      count += 1;
      t.ok(globSync(path, { cwd: root }).length > 0, `${document}: ${path}`);
    }
  }
  t.ok(count > 20, `${count} paths`);
});
