/** Runs the bench from end to end. The figures, measured for a second on a busy machine, mean nothing. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { whyNoBrowser } from './tiers/browser/measure-browser.ts';
import { whyNoLine } from './tiers/line/network/line-network.ts';

// Nine processes are started and stopped.
t.setTimeout(400_000);

const storedResults = fileURLToPath(new URL('./results', import.meta.url));
const script = fileURLToPath(new URL('./bench.ts', import.meta.url));

async function bench(...args: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=hearthroom-source', script, ...args]);
  return stdout;
}

t.test('light clients and whole sessions are measured, and --json prints one object and nothing else', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'hearthroom-bench-test-'));
  t.teardown(() => rm(out, { recursive: true, force: true }));
  const options = ['--rooms', '3', '--seconds', '1', '--reps', '1', '--tier', '2,1', '--json', '--out', out];
  const found = JSON.parse(await bench(...options));
  t.match(found.cipher, /^AEAD_AES_128_GCM/);
  t.match(found.host, { cores: Number, cpu: String });
  t.same(
    found.results.map(({ system, room, media }: Record<string, unknown>) => [system, room, media]),
    ['hearthroom', 'bare mediasoup', 'no server'].map((system) => [system, 3, 'av']),
  );
  for (const row of found.results) {
    t.match(row, { loss: 0, pps: Number, cpu: Number, rssMb: Number, clientBound: Boolean, spread: Object });
    const [{ quality }] = row.repetitions;
    t.ok(quality.packetsTimed > 300, `${row.system}: packets were timed`);
    t.ok(quality.unmatched < quality.packetsTimed / 20, `${row.system}: copies were found again`);
  }
  t.match(found.results[0].processes, { node: { cpu: Number, rssMb: Number }, worker: { cpu: Number } });
  const [{ times, loss }] = found.sessions;
  t.equal(loss, 0);
  t.equal(times['admit → first packet at the client'].count, 2, 'both clients');
  t.same((await readdir(out)).map((name) => name.replace(/.*\./, '')).sort(), ['html', 'json', 'svg']);
});

t.test('--compare prints the figures of a stored run beside those of a short one', async (t) => {
  const out = await mkdtemp(join(tmpdir(), 'hearthroom-bench-test-'));
  t.teardown(() => rm(out, { recursive: true, force: true }));
  const options = ['--rooms', '8', '--seconds', '3', '--reps', '3', '--tier', '2', '--json', '--out', out];
  await bench(...options);
  const [file] = (await readdir(out)).filter((name) => name.endsWith('.json'));
  const [stored] = (await readdir(storedResults)).filter((name) => name.endsWith('.json'));
  if (!file || !stored) throw new Error('a results file is missing');
  const printed = await bench('--compare', join(storedResults, stored), join(out, file));
  const [title, ...rows] = printed.split('\n\n')[0]?.split('\n') ?? [];
  t.equal(title, 'Divided by bare mediasoup of the same run');
  t.match(
    rows.map((row) => row.replace(/ {2,}.*/, '')),
    ['', 'hearthroom', 'hearthroom'],
  );
  // Printed for the log of continuous integration, and not checked: other load changes the figures.
  process.stderr.write(`${title}; old: ${stored}, new: 3 s on this machine\n${rows.join('\n')}\n`);
});

t.test('--plan prints the steps and their duration, and measures nothing', async (t) => {
  const plan = (await bench('--plan', '--rooms', '8,32:audio', '--reps', '1', '--tier', '2', '--out', 'none')).trim();
  t.same(plan.split('\n').slice(0, -1), [
    'hearthroom, 8 people, av, 1 of 1',
    'bare mediasoup, 8 people, av, 1 of 1',
    'no server, 8 people, av, 1 of 1',
    'hearthroom, 32 people, audio, 1 of 1',
    'bare mediasoup, 32 people, audio, 1 of 1',
    'no server, 32 people, audio, 1 of 1',
  ]);
  t.match(plan, /\n6 steps, about 2m \d\ds$/);
});

const noLine = whyNoBrowser() ?? whyNoLine();

t.test('what is heard and seen on a bad line is measured in Chromium', { skip: noLine ?? false }, async (t) => {
  const options = ['--tier', 'line', '--lines', 'cut', '--rooms', '3', '--seconds', '1', '--reps', '1'];
  const found = JSON.parse(await bench(...options, '--json', '--out', 'none'));
  t.same(
    found.skipped.filter((line: string) => !/^(kernel timestamps|a network)/.test(line)),
    [],
  );
  const [line] = found.lines;
  t.match(line, { system: 'hearthroom', encryption: /^end to end/, room: 3, line: 'cut', watched: 'down' });
  const [clean, cut] = line.phases;
  t.ok(clean.figures.fps.median > 0 && clean.figures.height.median > 0, 'pictures came');
  t.ok(clean.figures.glassP50Ms.median > 0, 'with the time in them');
  t.ok(cut.figures.longestSilenceMs.median > clean.figures.longestSilenceMs.median, 'the cut was heard');
  t.ok(cut.figures.frozenSecondsPerMinute.median > clean.figures.frozenSecondsPerMinute.median, 'and seen');
});

t.test('the duration of requests is measured for each checkout', async (t) => {
  const compare = fileURLToPath(new URL('./signaling/compare.ts', import.meta.url));
  const options = ['--tree', 'one=.', '--tree', 'other=.', '--rounds', '1', '--short', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=hearthroom-source',
    compare,
    ...options,
  ]);
  const { trees, rounds } = JSON.parse(stdout);
  t.same(
    trees.map(({ name }: { name: string }) => name),
    ['one', 'other'],
  );
  for (const figures of rounds[0])
    t.match(figures, { 'admit → answer, p50 ms': Number, 'joins of 3 rooms, 1/s': Number });
});

t.test('joins and idle rooms of several nodes are measured', async (t) => {
  const measure = fileURLToPath(new URL('./cluster/measure.ts', import.meta.url));
  const options = ['--rooms', '4', '--nodes', '2', '--joins', '8', '--idle-seconds', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=hearthroom-source',
    measure,
    ...options,
  ]);
  const { made, first, further, idle, balance } = JSON.parse(stdout);
  for (const phase of [made, first, further]) t.match(phase, { count: 4, failures: {}, perSecond: Number });
  t.same([made.failures, first.failures, further.failures], [{}, {}, {}], 'everybody was let in');
  for (const name of ['empty', 'unoccupied', 'occupied'])
    t.match(idle[name], { cores: Number, residentMb: Number, statementsPerSecond: Number });
  t.equal(balance.rooms[0] + balance.rooms[1], 4, 'each room has one owner');
  t.equal(balance.reserved[0] + balance.reserved[1], 4 * 64, 'the load of a group of eight for each room');
});
