/** `npm run docs` ends with an error when VitePress warns of something: what VitePress writes is recognized. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';

t.setTimeout(120_000);

const program = `
  import { build } from 'vitepress';
  import { watchWarnings } from './build/warnings.ts';
  const warnings = watchWarnings();
  await build(process.argv[1]);
  process.stdout.write('\\nfound ' + JSON.stringify(warnings.end()));
`;

/** @returns the warnings of a site with one page */
function warningsOf(t: Test, page: string): string[] {
  const folder = t.testdir({
    '.vitepress': { 'config.js': 'export default { vite: { build: { target: "es2022" } } };' },
    'index.md': page,
    // VitePress bundles Vue, which is a package of the site.
    node_modules: t.fixture('symlink', join(root, 'docs/site/node_modules')),
  });
  const args = ['--conditions=hearthroom-source', '--input-type=module', '--eval', program, folder];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const output = execFileSync(process.execPath, args, { cwd: join(root, 'docs/site'), encoding: 'utf8', env });
  return JSON.parse(output.slice(output.lastIndexOf('found ') + 'found '.length));
}

t.test('a page that is as it should be has none', async (t) => {
  t.strictSame(warningsOf(t, '# Page\n\n```ts\nexport {};\n```\n'), []);
});

t.test('code in a language that cannot be coloured is one', async (t) => {
  const found = warningsOf(t, '# Page\n\n```no-such-language\ncode\n```\n');
  t.match(found.join('\n'), /no-such-language/);
});
