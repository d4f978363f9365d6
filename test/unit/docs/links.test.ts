/** Files, chapters and repository paths that documents refer to exist. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { anchorsOf, citationsIn, findDocuments, linksOf, pathsIn, readDocument } from '../../support/docs/markdown.ts';

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

t.test('pictures are below docs/: the image is built without the folders of tests and measurements', async (t) => {
  for (const document of documents)
    for (const [, path = ''] of readDocument(document).matchAll(/!\[[^\]]*\]\(([^)]*)\)/g))
      t.match(join(document, '..', path), /^docs\//, document);
});

t.test('every path of this repository that stands in backticks or in a command exists', async (t) => {
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

t.test('every document and chapter that code, a text or a configuration names exists', async (t) => {
  const files = globSync(['Dockerfile', '{server,sdk,test,bench,examples}/**/*'], {
    cwd: root,
    withFileTypes: true,
    exclude: ({ name }) => ['node_modules', 'dist', 'results', 'screenshots', 'data', 'docs'].includes(name),
  }).filter((entry) => entry.isFile() && /\.(?:ts|mjs|yml|conf|service|timer)$|file$/.test(entry.name));
  let count = 0;
  for (const { name, parentPath } of files) {
    for (const { document, chapter } of citationsIn(readFileSync(join(parentPath, name), 'utf8'))) {
      count += 1;
      const text = existsSync(join(root, document)) ? readDocument(document) : '';
      t.ok(text !== '', `${name}: ${document}`);
      if (chapter !== null) t.match(text, new RegExp(`^#+ ${chapter}$`, 'm'), `${name}: ${document}, "${chapter}"`);
    }
  }
  t.ok(count > 15, `${count} citations in ${files.length} files`);
});
