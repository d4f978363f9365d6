/** The README is short and leads to every document. */
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { findDocuments, linksOf, readDocument } from '../../support/docs/markdown.ts';

const readme = readDocument('README.md');

t.test('the README has at most 150 lines', async (t) => {
  t.ok(readme.split('\n').length <= 151, `${readme.split('\n').length - 1} lines`);
});

t.test('every document is linked from the README or from docs/README.md', async (t) => {
  const linked = new Set(
    ['README.md', 'docs/README.md'].flatMap((document) =>
      linksOf(readDocument(document)).map((link) => posix.join(document, '..', link.split('#')[0] ?? '')),
    ),
  );
  const found = findDocuments().filter((path) => /^(?:docs\/[\w-]+|sdk\/(?:\w+\/)?[A-Z]+|[A-Z]+)\.md$/.test(path));
  t.ok(found.length > 12);
  for (const document of found.filter((path) => !['README.md', 'docs/README.md'].includes(path)))
    t.ok(linked.has(document), document);
});

t.test('the README shows a session, and has the commands and the examples to start with', async (t) => {
  const [, picture = ''] = /^!\[[^\]]{20,}\]\((docs\/pictures\/session\.webp)\)$/m.exec(readme) ?? [];
  const { size } = statSync(join(root, picture));
  t.ok(size > 10_000 && size < 250_000, `${picture}: ${size} bytes`);
  for (const command of ['npm start', 'npm test']) t.match(readme, new RegExp(`^ {4}${command}$`, 'm'));
  for (const name of ['element', 'sdk', 'token']) t.match(readme, `<!-- example: ${name} -->`);
});

t.test('the README says of every dependency why it is there', async (t) => {
  const named = new Set(
    [...readme.matchAll(/^\| ([^|]+) \| [^|]{10,} \|$/gm)].flatMap(([, names = '']) => names.split(/[,\s()]+/)),
  );
  // Type packages, the packages of this repository, and the Node packages of each platform.
  const isOther = (name: string) => /^(?:@types|@hearthroom)\/|^node-/.test(name);
  const manifests = ['package.json', 'server/package.json', 'sdk/package.json', 'docs/site/package.json'].map((path) =>
    readDocument(path),
  );
  const dependencies = manifests.flatMap((text) => dependenciesIn(JSON.parse(text))).filter((name) => !isOther(name));
  t.ok(dependencies.length > 20);
  for (const name of dependencies) t.ok(named.has(name), name);
});

function dependenciesIn(manifest: { dependencies?: object; devDependencies?: object; optionalDependencies?: object }) {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
}
