import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { Verdict } from '../../support/faults/rows/row.ts';
import { type Result, toMarkdown, toText, withTable } from '../../support/faults/rows/table.ts';

function resultOf(holds: boolean): Result {
  const verdict = new Verdict();
  verdict.check('the group hears itself', holds);
  const outcome = verdict.outcome({ injected: 'a | b', figure: '12 ms' });
  const row = { row: 7, title: 'UDP dropped', limit: '≤ 3 s', run: async () => outcome };
  return { row, outcome, seconds: 3 };
}

t.test('a row that does not hold is in the table as such, with what did not', async (t) => {
  const table = toMarkdown([resultOf(true), resultOf(false)], 'npm run test:faults', new Date(0));
  t.match(table, '`npm run test:faults`, 1970-01-01:');
  t.match(table, '| 7 | UDP dropped | a \\| b | 12 ms | ≤ 3 s | holds |');
  t.match(table, '12 ms. Does not hold: the group hears itself | ≤ 3 s | does not hold |');
  t.match(toText([resultOf(true), resultOf(false)]), '1 holds, 1 does not hold, 0 skipped');
});

t.test('a check that does not hold says what was found instead', async (t) => {
  const verdict = new Verdict();
  verdict.check('everybody is back', false, 'no more: anna is joined');
  verdict.check('they hear each other', true, 'is not told');
  const { figure } = verdict.outcome({ injected: '', figure: '12 ms' });
  t.equal(figure, '12 ms. Does not hold: everybody is back (no more: anna is joined)');
});

t.test('a new table takes the place of the old one, and nothing else', async (t) => {
  const document = 'before\n<!-- faults:begin -->\nold\n<!-- faults:end -->\nafter\n';
  t.equal(withTable(document, 'new\n'), 'before\n<!-- faults:begin -->\nnew\n<!-- faults:end -->\nafter\n');
  t.throws(() => withTable('without marks', 'new'), /no place/);
});

t.test('docs/faults.md has a place for it', async (t) => {
  t.doesNotThrow(() => withTable(readFileSync(join(root, 'docs/faults.md'), 'utf8'), ''));
});
