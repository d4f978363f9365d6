import t from 'tap';
import { callsBetween } from '../../../../bench/cluster/measured-database.ts';
import { parseMetrics, quantileBetween } from '../../../../bench/cluster/node-metrics.ts';
import { unevenness } from '../../../../bench/cluster/phases.ts';

const histogram = (first: number, second: number, all: number) =>
  parseMetrics(`# HELP took_seconds Time
took_seconds_bucket{le="0.01"} ${first}
took_seconds_bucket{le="0.02"} ${second}
took_seconds_bucket{le="+Inf"} ${all}
took_seconds_count ${all}
others_bucket{le="0.01"} 1000`);

t.test('series of /metrics are read with their labels', async (t) => {
  const samples = parseMetrics('# TYPE rooms gauge\nrooms 3\nnodes{state="running"} 2\nleft_seconds 1.5e-3\n');
  t.same(
    [...samples],
    [
      ['rooms', 3],
      ['nodes{state="running"}', 2],
      ['left_seconds', 0.0015],
    ],
  );
});

t.test('a quantile counts the observations of all processes since the first reading', async (t) => {
  const quantile = (share: number) =>
    quantileBetween('took_seconds', share, [histogram(100, 100, 100)], [histogram(104, 108, 108), histogram(1, 1, 2)]);
  // Ten observations: five up to 10 ms, four up to 20 ms, one above.
  t.equal(quantile(0.5), 0.01);
  t.ok(Math.abs((quantile(0.7) ?? 0) - 0.015) < 1e-9, 'linear within a bucket');
  t.equal(quantile(1), 0.02, 'the last finite bound');
});

t.test('there is no quantile of no observations', async (t) => {
  t.equal(quantileBetween('took_seconds', 0.95, [histogram(1, 2, 3)], [histogram(1, 2, 3)]), null);
  t.equal(quantileBetween('took_seconds', 0.95, [], []), null);
});

t.test('statements are counted since the first reading, the most frequent first', async (t) => {
  const before = new Map([
    ['a', 5],
    ['b', 5],
  ]);
  const after = new Map([
    ['a', 5],
    ['b', 7],
    ['c', 3],
  ]);
  t.same(callsBetween(before, after), [
    ['c', 3],
    ['b', 2],
  ]);
});

t.test('loads that are the same on all nodes have the ratio 1', async (t) => {
  t.equal(unevenness([64, 64, 64]), 1);
  t.equal(unevenness([128, 64, 0]), 2);
});
