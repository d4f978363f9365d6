import t from 'tap';
import { createLossModel } from '../../../../../../bench/tiers/line/network/loss-models.ts';
import type { Loss } from '../../../../../../bench/tiers/line/scenarios/line-state.ts';
import { Random } from '../../../../../support/faults/seeded-random.ts';

const packets = 400_000;

/** @returns for each packet, whether it was lost */
function pass(loss: Loss): boolean[] {
  const random = new Random(7);
  const model = createLossModel(loss, () => random.next());
  return Array.from({ length: packets }, () => model.isLost());
}

const shareOf = (lost: readonly boolean[]) => lost.filter(Boolean).length / lost.length;

/** The lengths of all series of lost packets but the last one, which may have been cut off. */
function burstsOf(lost: readonly boolean[]): number[] {
  const text = lost.map((isLost) => (isLost ? 'x' : ' ')).join('');
  return [...text.matchAll(/x+(?= )/g)].map(([burst]) => burst.length);
}

const near = (found: number, wanted: number, tolerance: number) => Math.abs(found - wanted) <= tolerance;

t.test('random loss takes its share of all packets, each by itself', async (t) => {
  const lost = pass({ kind: 'random', share: 0.08 });
  t.ok(near(shareOf(lost), 0.08, 0.002), `${shareOf(lost)}`);
  const pairs = lost.slice(1).filter((isLost, index) => isLost && lost[index]).length / lost.length;
  t.ok(near(pairs, 0.08 * 0.08, 0.0005), 'two in a row are as likely as their product');
});

t.test('bursts take their share of all packets, and have their lengths', async (t) => {
  const lost = pass({ kind: 'bursts', share: 0.05, shortest: 3, longest: 8 });
  t.ok(near(shareOf(lost), 0.05, 0.002), `${shareOf(lost)}`);
  const bursts = burstsOf(lost);
  t.equal(Math.min(...bursts), 3);
  const alone = bursts.filter((length) => length <= 8);
  t.ok(alone.length / bursts.length > 0.9, 'rarely, one burst begins with the packet after another one');
  const mean = alone.reduce((sum, length) => sum + length, 0) / alone.length;
  t.ok(near(mean, 5.5, 0.1), `${mean}`);
  for (let length = 3; length <= 8; length += 1) {
    const share = alone.filter((one) => one === length).length / alone.length;
    t.ok(near(share, 1 / 6, 0.02), `a sixth of them has ${length}: ${share}`);
  }
});

t.test('on a clean line nothing is lost', async (t) => {
  t.equal(shareOf(pass({ kind: 'none' })), 0);
});
