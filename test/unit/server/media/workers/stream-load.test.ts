import t from 'tap';
import { expectedPackets, packetsOf } from '../../../../../server/src/media/workers/stream-load.ts';

t.test('a paused stream costs nothing, a voice 50 packets a second, a picture by its layer', async (t) => {
  const video = { kind: 'video', isPaused: false } as const;
  t.equal(packetsOf({ kind: 'audio', isPaused: true, layers: 'one' }), 0);
  t.equal(packetsOf({ ...video, isPaused: true, layers: 'all' }), 0);
  t.equal(packetsOf({ kind: 'audio', isPaused: false, layers: 'one' }), 50);
  t.equal(packetsOf({ ...video, layers: 'one' }), 90);
  t.same(
    [0, 1, 2].map((spatialLayer) => packetsOf({ ...video, layers: 'chosen', spatialLayer })),
    [30, 60, 130],
  );
  t.equal(packetsOf({ ...video, layers: 'chosen' }), 90, 'before a layer is chosen');
  t.equal(packetsOf({ ...video, layers: 'all' }), 220);
});

t.test('people who are still without media count as the group they will be', async (t) => {
  // Eight participants: each sends 140 packets per second, and receives as many from each of the seven others.
  t.equal(expectedPackets(0, 8), 8 * 140 + 8 * 7 * 140);
  t.equal(expectedPackets(6, 0), 0, 'those with media are counted by it');
  t.equal(expectedPackets(6, 2), expectedPackets(0, 8) - expectedPackets(0, 6));
});

t.test('a long queue counts as a group of twelve', async (t) => {
  t.equal(expectedPackets(0, 100), expectedPackets(0, 12));
  t.equal(expectedPackets(15, 100), 0);
});
