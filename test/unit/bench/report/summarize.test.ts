import t from 'tap';
import { findRatios, summarize } from '../../../../bench/report/summarize.ts';
import { figures } from '../figures.ts';

const cell = { system: 'hearthroom', room: 8, media: 'av', rooms: 1 } as const;
const withP95 = (p95: number) => figures({ residenceMs: { p50: 0.1, p95, p99: 2, max: 3 } });

t.test('repetitions are reported by median and spread', async (t) => {
  const { residenceMs, spread, clientBound } = summarize(cell, [withP95(3), withP95(1), withP95(2)]);
  t.equal(residenceMs?.p95, 2);
  t.same(spread.p95, { min: 1, max: 3 });
  t.notOk(clientBound);
});

t.test('when half of them were client-bound there is no latency to tell', async (t) => {
  const bound = figures({ clientBound: true, residenceMs: null, endToEndMs: null });
  t.match(summarize(cell, [withP95(1), bound]), { clientBound: true, residenceMs: null, endToEndMs: null });
  t.match(summarize(cell, [withP95(1), withP95(1), bound]), { clientBound: false, residenceMs: { p95: 1 } });
});

t.test('ratios compare the same room and media of one run', async (t) => {
  const ours = summarize(cell, [figures({ cpu: 0.08, pps: 8_000 })]);
  const janus = summarize({ ...cell, system: 'janus' }, [figures({ cpu: 0.16, pps: 8_000 })]);
  const elsewhere = summarize({ ...cell, system: 'janus', room: 4 }, [figures()]);
  const ratios = findRatios([ours, janus, elsewhere]);
  t.match(ratios, [
    { what: 'CPU per packet, Hearthroom / janus', room: 8, value: 0.5, wanted: '≤ 0.7' },
    { what: 'residence p95, Hearthroom / janus', room: 8, value: 1 },
    { what: 'CPU, Node / worker', room: 8, value: 0.125 },
  ]);
  t.equal(ratios.length, 3);
});

t.test('times taken in different ways are not compared', async (t) => {
  const ours = summarize(cell, [figures()]);
  const elsewhere = summarize({ ...cell, system: 'livekit' }, [figures({ timing: 'clients', cpu: 0, processes: {} })]);
  t.same(
    findRatios([ours, elsewhere]).map(({ what }) => what),
    ['CPU, Node / worker'],
  );
});
