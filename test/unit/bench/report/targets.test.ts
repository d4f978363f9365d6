import t from 'tap';
import type { Target } from '../../../../bench/report/results.ts';
import { summarize } from '../../../../bench/report/summarize.ts';
import { findTargets } from '../../../../bench/report/targets.ts';
import type { Media } from '../../../../bench/systems/system.ts';
import { figures } from '../figures.ts';

const row = (system: string, room: number, changes: Parameters<typeof figures>[0] = {}, media: Media = 'av') =>
  summarize({ system, room, media, rooms: 1 }, [figures(changes)]);
const nothing = { results: [], sessions: [], sdkBundleBytes: null };
const named = (targets: Target[], what: RegExp) => {
  const [target, ...others] = targets.filter((candidate) => what.test(candidate.what));
  if (!target || others.length > 0) throw new Error(`Not one target of that name: ${what}`);
  return target;
};

t.test('what was not measured is neither reached nor missed', async (t) => {
  const targets = findTargets(nothing);
  t.ok(targets.length >= 13);
  for (const { what, found, verdict } of targets) t.same([found, verdict], [null, 'not measured'], what);
});

t.test('a bound counts as kept when the figure is just on it', async (t) => {
  const withP95 = (p95: number) => [row('hearthroom', 8, { residenceMs: { p50: 0.1, p95, p99: 2, max: 3 } })];
  const verdict = (p95: number) => named(findTargets({ ...nothing, results: withP95(p95) }), /p95, 8 people/).verdict;
  t.equal(verdict(1), 'reached');
  t.equal(verdict(1.01), 'missed');
});

t.test('a row whose clients were the limit says nothing of the latency', async (t) => {
  const bound = row('hearthroom', 8, { clientBound: true, residenceMs: null, endToEndMs: null });
  t.equal(named(findTargets({ ...nothing, results: [bound] }), /p95, 8 people/).verdict, 'not measured');
});

t.test('costs are compared for the same room of the same run', async (t) => {
  const results = [
    row('hearthroom', 8, { cpu: 0.0625, pps: 8_192 }),
    row('janus', 8, { cpu: 0.125, pps: 8_192 }),
    row('livekit', 8, { cpu: 0.078125, pps: 8_192 }),
    row('hearthroom', 16, { cpu: 0.103, pps: 32_000, ppsPerCore: 91_000 }),
    row('bare mediasoup', 16, { cpu: 0.1, pps: 32_000 }),
  ];
  const targets = findTargets({ ...nothing, results });
  t.match(named(targets, /Janus/), { found: 0.5, verdict: 'reached' });
  t.match(named(targets, /LiveKit/), { found: 0.8, verdict: 'missed' });
  t.match(named(targets, /CPU.*bare mediasoup, 16/), { verdict: 'missed' });
  t.match(named(targets, /CPU.*bare mediasoup, 8/), { verdict: 'not measured' });
  t.match(named(targets, /per core/), { found: 91_000, verdict: 'reached' });
  t.match(named(targets, /CPU of Node/), { found: 12.5, verdict: 'missed' });
});

t.test('the voice room that loses most against bare mediasoup decides, and all of them must be measured', async (t) => {
  const voices = (system: string, room: number, p50: number, p95: number) =>
    row(system, room, { residenceMs: { p50, p95, p99: 5, max: 6 } }, 'audio');
  const results = [4, 8, 16, 32].flatMap((room) => [
    voices('hearthroom', room, room === 16 ? 0.12 : 0.08, 0.275),
    voices('bare mediasoup', room, 0.1, 0.25),
  ]);
  const targets = findTargets({ ...nothing, results });
  t.match(named(targets, /p50, .*voices/), { found: 1.2, verdict: 'missed' });
  t.match(named(targets, /p95, .*voices/), { found: 1.1, verdict: 'reached' });
  const without32 = findTargets({ ...nothing, results: results.filter(({ room }) => room !== 32) });
  t.match(named(without32, /p50, .*voices/), { found: null, verdict: 'not measured' });
});

t.test('a server of which no process is known is not compared by CPU', async (t) => {
  const results = [row('hearthroom', 8), row('livekit', 8, { cpu: 0, processes: {} })];
  t.equal(named(findTargets({ ...nothing, results }), /LiveKit/).verdict, 'not measured');
});

t.test('one packet lost in any room of up to 16 is a target missed', async (t) => {
  const results = [
    row('hearthroom', 4),
    row('hearthroom', 15, { loss: 0.00001 }),
    row('hearthroom', 32, { loss: 0.5 }),
  ];
  t.match(named(findTargets({ ...nothing, results }), /packets lost/), { found: 0.001, verdict: 'missed' });
});

t.test('an admission is as slow as the slower of its two sides', async (t) => {
  const time = (p50: number, p95: number) => ({ p50, p95, min: 1, max: 2, count: 3 });
  const times = {
    'token → first decoded frame': time(400, 700),
    'admit → first frame at the client': time(200, 500),
    'admit → first frame of the client at the host': time(300, 400),
  };
  const sessions = [{ client: 'chromium' as const, room: 8, times, loss: null }];
  const targets = findTargets({ ...nothing, sessions });
  t.match(named(targets, /^token/), { found: 400, verdict: 'reached' });
  t.match(named(targets, /^admit .* p50/), { found: 300, verdict: 'missed' });
  t.match(named(targets, /^admit .* p95/), { found: 500, verdict: 'reached' });
});
