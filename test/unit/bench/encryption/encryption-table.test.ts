import t from 'tap';
import { type Figure, figureTable, ratioTable } from '../../../../bench/encryption/encryption-table.ts';

const ours = { name: 'ours', encryptions: { off: 'off', on: 'required' } };
const theirs = { name: 'theirs', encryptions: { off: 'off', on: 'on' } };

const figures = (system: string, encryption: 'off' | 'on', run: number, ...values: number[]): Figure[] =>
  values.map((value) => ({ what: 'admit', system, encryption, run, value }));

const cells = (markdown: string): string[][] => markdown.split('\n').map((line) => line.split('|').slice(1, -1));

t.test('each kind of session has a row of its own below the others of the same figure', async (t) => {
  const found = [
    ...figures('ours', 'on', 0, 100, 300, 200),
    { what: 'CPU', system: 'ours', encryption: 'off' as const, run: 0, value: 8.25 },
    ...figures('theirs', 'on', 0, 1_000),
    ...figures('ours', 'off', 0, 50),
  ];
  t.same(figureTable([ours, theirs], found).split('\n').slice(2), [
    '| admit | ours, off | 50 | 50 | 50 | 50 | 1 |',
    '| admit | ours, required | 200 | 300 | 100 | 300 | 3 |',
    '| admit | theirs, on | 1000 | 1000 | 1000 | 1000 | 1 |',
    '| CPU | ours, off | 8.3 | 8.3 | 8.3 | 8.3 | 1 |',
  ]);
});

t.test('ratios are those of medians within a run, with their range over the runs', async (t) => {
  const found = [
    // The second run was on a slower machine.
    ...[...figures('ours', 'off', 0, 10, 100, 11), ...figures('ours', 'on', 0, 22)],
    ...[...figures('ours', 'off', 1, 100), ...figures('ours', 'on', 1, 400)],
    ...[...figures('theirs', 'off', 0, 33), ...figures('theirs', 'off', 1, 150)],
  ];
  const [head = [], , ...rows] = cells(ratioTable([ours, theirs], found)).map((row) => row.map((cell) => cell.trim()));
  t.same(head, [
    '',
    'ours, required / ours, off',
    'theirs, off / ours, off',
    'theirs, on / ours, required',
    'theirs, on / theirs, off',
  ]);
  t.same(rows, [['admit', '3.00 (2.00–4.00)', '2.25 (1.50–3.00)', '–', '–']]);
});

t.test('a run that one of the two is missing from is in no ratio', async (t) => {
  const found = [
    ...[...figures('ours', 'off', 0, 10), ...figures('ours', 'on', 0, 20)],
    ...figures('ours', 'off', 1, 1_000),
  ];
  t.match(ratioTable([ours], found), '| admit | 2.00 (2.00–2.00) |');
});

t.test('without anything to compare there is no table of ratios', async (t) => {
  t.equal(ratioTable([ours], figures('ours', 'on', 0, 1)), '');
});
