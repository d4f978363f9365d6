import t from 'tap';
import { PacketLine } from '../../../../../../bench/tiers/line/network/packet-line.ts';
import { clean, type Direction } from '../../../../../../bench/tiers/line/scenarios/line-state.ts';
import { Random } from '../../../../../support/faults/seeded-random.ts';

const far: Direction = { ...clean.down, delay: { ms: 100, jitterMs: 30 } };

function lineOf(direction: Direction): PacketLine {
  const random = new Random(3);
  return new PacketLine(direction, () => random.next());
}

/** One packet every five milliseconds. @returns the delay of each */
const delaysOn = (line: PacketLine) =>
  Array.from({ length: 2_000 }, (_, index) => (line.arrivalOf(index * 5) ?? Number.NaN) - index * 5);

t.test('a clean line delays nothing', async (t) => {
  t.same([...new Set(delaysOn(lineOf(clean.down)))], [0]);
});

t.test('the delay changes within its limits, and packets keep their order', async (t) => {
  const line = lineOf(far);
  const delays = delaysOn(line);
  t.ok(Math.min(...delays) >= 70 && Math.min(...delays) < 80);
  t.ok(Math.max(...delays) <= 130 && Math.max(...delays) > 120);
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  t.ok(mean > 100 && mean < 115, `waiting for one that came earlier makes it longer: ${mean}`);
  const arrivals = delays.map((delay, index) => delay + index * 5);
  t.same(
    arrivals,
    arrivals.toSorted((one, other) => one - other),
  );
});

t.test('a line that becomes clean lets nothing overtake what is under way', async (t) => {
  const line = lineOf(far);
  const before = line.arrivalOf(0) ?? 0;
  line.become(clean.down);
  t.equal(line.arrivalOf(1), before);
  t.equal(line.arrivalOf(before + 1), before + 1);
});

t.test('what is lost never arrives', async (t) => {
  const line = lineOf({ ...far, loss: { kind: 'random', share: 1 } });
  t.equal(line.arrivalOf(0), null);
});
