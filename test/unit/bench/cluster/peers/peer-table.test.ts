import t from 'tap';
import type { PeerRun } from '../../../../../bench/cluster/peers/compare-peers.ts';
import { peerTable, ratioOf } from '../../../../../bench/cluster/peers/peer-table.ts';

const run = (system: string, mediaBackMs: number | null, more: Partial<PeerRun> = {}): PeerRun => ({
  ...{ system, mediaBackMs, admitted: 3, admittedInside: 3, rooms: 6, roomsAfter: 6 },
  before: { removedIsInside: false, admittedIsInside: true },
  after: { removedIsInside: false, admittedIsInside: true },
  ...more,
});

const contenders = [
  { name: 'ours', version: '1', client: 'reconnects' },
  { name: 'theirs', version: '2', client: 'resumes' },
];

t.test('the median of a system counts a run in which people did not come back as the longest', async (t) => {
  const runs = [
    ...[5_000, 4_000, 6_000].map((ms) => run('ours', ms)),
    ...[10_000, null, 12_000].map((ms) => run('theirs', ms)),
  ];
  t.equal(ratioOf(runs, 'ours', 'theirs'), 12_000 / 5_000);
  const table = peerTable(contenders, runs);
  t.match(table, '| 5.0 s (4.0 s to 6.0 s) | 12.0 s (10.0 s to 12.0 s) 1 not within 60 s |');
  t.match(table, 'Median of theirs / median of ours: 2.40');
  t.match(table, 'ours, seconds of each run: 5.00, 4.00, 6.00\ntheirs, seconds of each run: 10.00, not back, 12.00');
});

t.test('a system in which most runs did not come back has no median', async (t) => {
  const runs = [run('ours', 5_000), run('theirs', null)];
  t.match(peerTable(contenders, runs), '| 5.0 s (5.0 s to 5.0 s) | not within 60 s |');
});

t.test('decisions and rooms are counted over all runs, before and after the kill', async (t) => {
  const walksIn = { removedIsInside: true, admittedIsInside: false };
  const runs = [
    run('ours', 1),
    run('ours', 1),
    run('theirs', 1, { before: walksIn, after: walksIn, roomsAfter: 5, admittedInside: 0 }),
    run('theirs', 1, { after: walksIn }),
  ];
  const rows = peerTable(contenders, runs)
    .split('\n')
    .filter((line) => /inside|list|… after/.test(line))
    .map((line) => line.split(' | ').slice(1).join(' / ').replace(' |', ''));
  t.same(rows, [
    '6 of 6 / 3 of 6',
    '2 of 2 times / 1 of 2 times',
    '2 of 2 times / 0 of 2 times',
    '0 of 2 times / 1 of 2 times',
    '0 of 2 times / 2 of 2 times',
    '12 of 12 / 11 of 12',
  ]);
});
