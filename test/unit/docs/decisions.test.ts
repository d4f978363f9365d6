/** Every decision record has the same structure and a unique number, and the list of decisions is complete. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { readDocument } from '../../support/docs/markdown.ts';

const folder = 'docs/decisions';
const decisions = readdirSync(join(root, folder)).filter((name) => /^\d{4}-[\w-]+\.md$/.test(name));
const parts = ['Context', 'Decision', 'Rejected', 'Consequences'];

t.test('every decision has a title with its number and the four parts, with words in each', async (t) => {
  t.ok(decisions.length >= 6);
  for (const name of decisions) {
    const text = readDocument(`${folder}/${name}`);
    const [title = '', ...sections] = text.split(/^## /m);
    t.match(title, new RegExp(`^# ${Number(name.slice(0, 4))}\\. \\S`), name);
    t.strictSame(
      sections.map((section) => section.split('\n')[0]),
      parts,
      name,
    );
    for (const section of sections) t.ok(section.split('\n').slice(1).join('').length > 40, `${name}: ${section}`);
  }
});

t.test('no number is given twice', async (t) => {
  const numbers = decisions.map((name) => name.slice(0, 4));
  t.equal(new Set(numbers).size, numbers.length);
});

t.test('the list of decisions names each of them with its title', async (t) => {
  const list = readDocument(`${folder}/README.md`);
  const titleOf = (name: string) => /^# \d+\. (.*)$/m.exec(readDocument(`${folder}/${name}`))?.[1] ?? '';
  const rows = [...list.matchAll(/^\| (\d{4}) \| \[(.*)\]\((.*)\) \|/gm)];
  t.strictSame(
    rows.map(([, number = '', title = '', file = '']) => [number, title, file]),
    decisions.sort().map((name) => [name.slice(0, 4), titleOf(name), name]),
  );
});
