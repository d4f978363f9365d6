import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { compareRuns } from '../../../../bench/report/compare-runs.ts';
import { renderComparison } from '../../../../bench/report/comparison.ts';
import { readResults } from '../../../../bench/report/read-results.ts';
import type { Results } from '../../../../bench/report/results.ts';
import { summarize } from '../../../../bench/report/summarize.ts';
import { figures } from '../figures.ts';

const host = {
  cpu: 'CPU',
  cores: 2,
  memoryGb: 24,
  os: 'Linux',
  kernel: '6',
  loadAtStart: [0, 0, 0],
  isQuiet: true,
};

/** A run in which Hearthroom and bare mediasoup needed these times. */
function run(own: readonly number[], bare: readonly number[], changes: Partial<Results> = {}): Results {
  const row = (system: string, p95s: readonly number[]) =>
    summarize(
      { system, room: 8, media: 'av', rooms: 1 },
      p95s.map((p95) => figures({ residenceMs: { p50: 0.1, p95, p99: 2, max: 3 } })),
    );
  return {
    startedAt: '2026-11-28T12:00:00Z',
    command: '',
    host,
    network: 'loopback',
    timing: 'kernel',
    versions: { mediasoup: '3' },
    cipher: 'AES',
    schedule: 'evenly',
    repetitions: own.length,
    windowSeconds: 10,
    results: [row('hearthroom', own), row('bare mediasoup', bare)],
    sessions: [],
    capacity: [],
    ratios: [],
    targets: [],
    skipped: [],
    ...changes,
  };
}

const p95Of = (found: ReturnType<typeof compareRuns>, list: 'figures' | 'relative') =>
  found[list].find(({ of, what }) => of === 'hearthroom' && what.startsWith('p95'));

t.test('on a machine that is half as fast the figures double, and those divided by bare mediasoup stay', async (t) => {
  const found = compareRuns(run([0.2, 0.22, 0.24], [0.2, 0.2, 0.2]), run([0.4, 0.44, 0.48], [0.4, 0.4, 0.4]));
  t.match(p95Of(found, 'figures'), { ratio: 2, isOutsideSpread: true });
  t.match(p95Of(found, 'relative'), { isOutsideSpread: false });
  t.ok(Math.abs((p95Of(found, 'relative')?.ratio ?? 0) - 1) < 1e-9);
});

t.test('what became slower lies outside the spread, what the spread explains does not', async (t) => {
  const old = run([1, 1.1, 1.2], [1, 1, 1]);
  t.match(p95Of(compareRuns(old, run([1.3, 1.4, 1.5], [1, 1, 1])), 'relative'), { isOutsideSpread: true });
  t.match(p95Of(compareRuns(old, run([1.15, 1.4, 1.5], [1, 1, 1])), 'relative'), { isOutsideSpread: false });
  t.match(p95Of(compareRuns(old, run([1.3, 1.4, 1.5], [1, 1, 1.4])), 'relative'), { isOutsideSpread: false });
});

t.test('what makes runs hard to compare is said, and what only one of them measured', async (t) => {
  const old = run([1], [1]);
  const [ours] = old.results;
  const next = run([1], [1], {
    host: { ...host, cores: 4, isQuiet: false, loadAtStart: [2, 1, 1] },
    versions: { mediasoup: '4' },
    results: ours ? [ours] : [],
  });
  const found = compareRuns(old, next);
  t.same(found.differences, [
    'machine: CPU, 2 cores, 24 GB → CPU, 4 cores, 24 GB',
    'mediasoup: 3 → 4',
    'the machine was busy at 2026-11-28T12:00:00Z: load 2 1 1',
  ]);
  t.same(found.relative, [], 'nothing to divide by');
  t.ok(found.missing.includes('bare mediasoup, 8 av: p95, ms: not in the new run'));
  t.match(renderComparison(found), /left out: bare mediasoup, 8 av: p95, ms: not in the new run/);
});

t.test('times of sessions are compared without a verdict', async (t) => {
  const times = (p50: number) => ({ join: { p50, p95: 30, min: 5, max: 40, count: 10 } });
  const session = (p50: number) => ({ sessions: [{ client: 'sdk' as const, room: 4, times: times(p50), loss: 0 }] });
  const [figure] = compareRuns(run([1], [1], session(10)), run([1], [1], session(20))).figures.filter(
    ({ of }) => of === 'sdk',
  );
  t.match(figure, { room: '4', what: 'join, ms', ratio: 2, isOutsideSpread: null });
});

t.test('what is no results file is named', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hearthroom-results-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const file = join(directory, 'run.json');
  await writeFile(file, JSON.stringify(run([1], [1])));
  t.match(await readResults(file), { network: 'loopback' });
  for (const text of ['{}', 'null', '[]', '{"host":{},"results":{}}']) {
    await writeFile(file, text);
    await t.rejects(readResults(file), { message: `${file} is not the JSON of a run of the bench` });
  }
  await writeFile(file, '{');
  await t.rejects(readResults(file), { message: /run\.json cannot be read: .*JSON/ });
  await t.rejects(readResults(join(directory, 'other.json')), { message: /other\.json cannot be read: ENOENT/ });
});
