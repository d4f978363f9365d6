import t from 'tap';
import { SequenceLoss } from '../../../../bench/statistics/sequence-loss.ts';

function lossOf(sequenceNumbers: readonly number[]) {
  const loss = new SequenceLoss();
  for (const sequenceNumber of sequenceNumbers) loss.add(sequenceNumber);
  return { expected: loss.expected, lost: loss.lost };
}

t.test('gaps are lost packets, late ones are not, also over the wrap-around', async (t) => {
  t.same(lossOf([]), { expected: 0, lost: 0 });
  t.same(lossOf([5, 6, 8, 7]), { expected: 4, lost: 0 });
  t.same(lossOf([65_534, 65_535, 1, 2]), { expected: 5, lost: 1 });
});
