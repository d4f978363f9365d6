/** The parts of the site's build that change documents and check pages. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkPages } from '../../../docs/site/build/check-pages.ts';
import { addFolderPages } from '../../../docs/site/build/folder-pages.ts';
import { rewriteMarkdown, slugOf } from '../../../docs/site/build/markdown.ts';
import { writePages } from '../../../docs/site/build/write-pages.ts';
import { anchorsOf } from '../../support/docs/markdown.ts';

t.test('links change, and code, pictures of links in code, and braces stay as they are read', async (t) => {
  const text = '[a](b.md) `[c](d.md)` ![e](f.webp)\n<!-- example: x -->\n```md\n[g](h.md) {{ i }}\n```\n{{ j }}\n';
  t.equal(
    rewriteMarkdown(text, (target) => `/${target}`),
    '[a](/b.md) `[c](d.md)` ![e](/f.webp)\n```md\n[g](h.md) {{ i }}\n```\n{&#123; j }}\n',
  );
});

t.test('chapters have the same anchors on the site and in a repository', async (t) => {
  for (const heading of ['One `two`, three', 'GET /v1/rooms/{roomId}', 'Ümlaut & more'])
    t.equal(slugOf(heading), anchorsOf(`# ${heading}`)[0]);
});

t.test('a dead link and a missing picture in a document fail the build', async (t) => {
  const root = t.testdir({ 'README.md': '[a](docs/b.md) [c](docs/no.md) ![d](docs/no.webp)', docs: { 'b.md': '# B' } });
  t.throws(
    () => writePages({ root, source: join(root, 'out') }, (_page, text) => text),
    /README\.md: docs\/no\.md\nREADME\.md: docs\/no\.webp$/,
  );
});

t.test('a dead link, a missing chapter, or something of another host in a built page fails the build', async (t) => {
  const folder = t.testdir({ 'b.html': '<h2 id="there">B</h2>' });
  const check = (body: string) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), body);
    return () => checkPages(folder, '/docs/');
  };
  t.doesNotThrow(check('<a href="/docs/b#there">b</a> <a href="https://other.example">o</a> <img src="data:,">'));
  t.throws(check('<a href="/docs/c">c</a>'), /no such file/);
  t.throws(check('<a href="/docs/b#gone">b</a>'), /no such chapter/);
  t.throws(check('<img src="/docs/pictures/no.webp">'), /no such file/);
  t.throws(check('<script src="https://other.example/a.js"></script>'), /another host/);
});

t.test('what pages and style sheets load by srcset, poster, url() or @import is checked too', async (t) => {
  const folder = t.testdir({ 'a.webp': '', 'b.webp': '', assets: { 'font.woff2': '' } });
  const check = (page: string, css = '') => {
    writeFileSync(join(folder, 'index.html'), page);
    writeFileSync(join(folder, 'assets/style.css'), css);
    return () => checkPages(folder, '/docs/');
  };
  const here = '<img srcset="/docs/a.webp 1x, b.webp 2x"><p style="background: url(&quot;a.webp&quot;)">';
  t.doesNotThrow(check(here, '@font-face { src: url(font.woff2) } .icon { mask: url("data:image/svg+xml,<svg/>") }'));
  t.doesNotThrow(check('', '/* url(https://other.example/a.png) */ .a { mask: url(#mask) }'), 'nothing is loaded');
  const other = 'https://other.example/a.png';
  for (const page of [
    `<img src="/docs/a.webp" srcset="a.webp 1x, ${other} 2x">`,
    `<source srcset="${other}">`,
    `<link rel="preload" as="image" imagesrcset="${other} 100w">`,
    `<video poster='${other}'></video>`,
    `<iframe src="//other.example/"></iframe>`,
    `<style>.a { background: url('${other}') }</style>`,
    `<p style="background: url(${other})">`,
  ])
    t.throws(check(page), /index\.html: .*other\.example.*another host/, page);
  for (const css of [`.a { background: url(${other}) }`, `@import "${other}";`, `.a { background: URL( '${other}' ) }`])
    t.throws(check('', css), /style\.css: .*another host/, css);
  t.throws(check('<img srcset="no.webp 2x">'), /no such file/);
  t.throws(check('', '.a { background: url(/docs/no.png) }'), /no such file/);
});

t.test('a page that has the name of a folder is its index too, unless the folder has one', async (t) => {
  const folder = t.testdir({
    'sdk.html': 'The SDK',
    sdk: { ui: { effects: { 'index.html': 'Effects' } } },
    'reference.html': 'Old',
    reference: { 'index.html': 'Reference' },
  });
  addFolderPages(folder);
  t.equal(readFileSync(join(folder, 'sdk/index.html'), 'utf8'), 'The SDK');
  t.equal(readFileSync(join(folder, 'reference/index.html'), 'utf8'), 'Reference');
});

t.test('the list of a linked folder has the files of React too', async (t) => {
  const root = t.testdir({ 'README.md': '[a](examples/react)', examples: { react: { 'app.tsx': '', 'get.ts': '' } } });
  writePages({ root, source: join(root, 'out') }, (_page, text) => text);
  const list = readFileSync(join(root, 'out/source/examples/react/index.md'), 'utf8');
  for (const name of ['app.tsx', 'get.ts']) t.match(list, `[${name}](/source/examples/react/${name}.txt)`);
});
