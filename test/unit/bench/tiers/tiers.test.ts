import t from 'tap';
import { encodeTime, fieldOf, readAge } from '../../../../bench/tiers/browser/time-code.ts';
import { judge, nextRooms } from '../../../../bench/tiers/capacity.ts';
import { chooseSampling, coresOfForwarding, packetsPerSecond } from '../../../../bench/tiers/measure-load.ts';
import { figures } from '../figures.ts';

t.test('a time code is read back from a picture, with its age', async (t) => {
  const drawnAt = 1_790_000_123_456;
  const fields = encodeTime(drawnAt);
  const read = (x: number, y: number) => {
    const bit = fields.findIndex((_, index) => {
      const field = fieldOf(index);
      return x >= field.x && x < field.x + field.width && y >= field.y && y < field.y + field.height;
    });
    return fields[bit] ? 235 : 16;
  };
  t.equal(readAge(read, drawnAt + 87), 87);
  t.equal(readAge(read, drawnAt + 60_000), null, 'not of the last seconds: no time code at all');
});

t.test('a server carries rooms as long as nothing is lost and packets do not wait', async (t) => {
  t.equal(judge(figures()), 'carried');
  t.equal(judge(figures({ loss: 0.0001 })), 'loss');
  t.equal(judge(figures({ residenceMs: { p50: 1, p95: 5.1, p99: 9, max: 20 } })), 'latency');
  t.equal(judge(figures({ clientBound: true, residenceMs: null })), 'clients');
});

t.test('rooms double until it fails, then the distance is halved', async (t) => {
  const found = (limit: number) => {
    let [carried, failing] = [0, Number.POSITIVE_INFINITY];
    const tried: number[] = [];
    for (let rooms = 1; rooms > carried && rooms < failing; rooms = nextRooms(carried, failing)) {
      tried.push(rooms);
      if (rooms <= limit) carried = rooms;
      else failing = rooms;
    }
    return { carried, tried };
  };
  t.same(found(5), { carried: 5, tried: [1, 2, 4, 8, 6, 5] });
  t.same(found(0), { carried: 0, tried: [1] });
  t.equal(found(1_000).carried, 64);
});

t.test('a crowd makes as many packets as its rooms are big, and only so many are looked at', async (t) => {
  t.same(packetsPerSecond({ rooms: 1, people: 16, media: 'av' }), { ingress: 2_240, egress: 33_600 });
  t.same(packetsPerSecond({ rooms: 2, people: 3, media: 'audio' }), { ingress: 300, egress: 600 });
  t.same([900, 20_000, 20_001, 140_000].map(chooseSampling), [1, 1, 2, 8]);
});

t.test('packets per core count the cores of all workers, or of a server that has none', async (t) => {
  const load = (cores: number) => ({ cores, residentMb: 1 });
  t.equal(coresOfForwarding({ node: load(0.5), worker: load(0.25) }), 0.25);
  t.equal(coresOfForwarding({ node: load(0.5), 'worker 1': load(0.25), 'worker 2': load(0.5) }), 0.75);
  t.equal(coresOfForwarding({ livekit: load(0.75) }), 0.75);
  t.equal(coresOfForwarding({}), 0);
});
