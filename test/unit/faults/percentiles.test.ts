import t from 'tap';
import { toPercentiles } from '../../support/faults/rows/percentiles.ts';
import { type FaultRow, Verdict } from '../../support/faults/rows/row.ts';

t.test('percentiles are of all values of a quantity, over all runs of its row', async (t) => {
  const row: FaultRow = { row: 1, title: 'kill -9', limit: '', run: () => Promise.reject(new Error('never')) };
  const results = Array.from({ length: 20 }, (_, index) => {
    const verdict = new Verdict();
    verdict.measure('media back', (index + 1) * 100);
    verdict.measure('closed', 10, Number.POSITIVE_INFINITY);
    verdict.check('it came back', index !== 0);
    return { row, outcome: verdict.outcome({ injected: '', figure: '' }), seconds: 1 };
  });
  t.equal(
    toPercentiles(results),
    ` 1  kill -9: 19 of 20 runs hold
    media back, 20 values: p50 1.00 s, p95 1.90 s, p99 2.00 s, max 2.00 s
    closed, 40 values: p50 0.01 s, p95 never, p99 never, max never
`,
  );
});
