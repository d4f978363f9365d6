import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documents = globSync(
  ['*.md', 'docs/**/*.md', 'sdk/**/*.md', 'examples/**/*.{md,ts,html}', 'sdk/{src,ui,token}/**/*.ts'],
  {
    cwd: root,
    exclude: (path) => path.includes('node_modules') || path.includes('dist'),
  },
);

t.test('every documented getToken that asks a backend checks response.ok', async (t) => {
  let examples = 0;
  for (const path of documents) {
    const text = readFileSync(`${root}/${path}`, 'utf8');
    for (const { index } of text.matchAll(/fetch\([^)]*token[^)]*\)/g)) {
      examples += 1;
      // From the request to the line that reads the answer.
      const [used] = /^[\s\S]*?\.(text|json)\(/.exec(text.slice(index)) ?? [''];
      t.match(used, /response\.ok/, `${path}, line ${text.slice(0, index).split('\n').length}`);
    }
  }
  t.equal(examples, 6);
});
