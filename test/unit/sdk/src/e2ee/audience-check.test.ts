import t from 'tap';
import { AudienceCheck, differenceMs } from '../../../../../sdk/src/e2ee/exchange/audience-check.ts';
import { audienceHash } from '../../../../../sdk/src/e2ee/keys/audience-hash.ts';
import { createIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { ManualSchedule } from './key-group.ts';

const names = ['anna', 'ben', 'ghost'] as const;
const [anna, ben, ghost] = await Promise.all(
  names.map(async (name) => ({ participantId: `p-${name}`, identity: (await createIdentity('r1')).wire })),
);
if (!anna || !ben || !ghost) throw new Error('three people');
const hashOfTwo = await audienceHash('r1', [anna, ben]);
const hashWithGhost = await audienceHash('r1', [anna, ben, ghost]);

const setUp = () => {
  const time = new ManualSchedule();
  const told: [string, boolean][] = [];
  const check = new AudienceCheck({
    roomId: 'r1',
    differs: (from, isDifferent) => told.push([from, isDifferent]),
    schedule: time.schedule,
  });
  const isSuspected = () => time.pending > 0;
  check.update(['p-ben'], [anna, ben]);
  return { time, told, check, isSuspected };
};

t.test('a sender who encrypts for somebody whom this person does not see is told, if it lasts', async (t) => {
  const { time, told, check, isSuspected } = setUp();
  check.note('p-ben', hashWithGhost);
  await turnsUntil(isSuspected, 'seen');
  time.pass(differenceMs - 1);
  t.same(told, [], 'it may be a change on its way');
  time.pass(1);
  t.same(told, [['p-ben', true]]);
  check.note('p-ben', hashOfTwo);
  await turnsUntil(() => told.length === 2, 'the same people again');
  t.same(told[1], ['p-ben', false]);
});

t.test('a difference that is over in time is not told', async (t) => {
  const { time, told, check, isSuspected } = setUp();
  check.note('p-ben', hashWithGhost);
  await turnsUntil(isSuspected, 'seen');
  // Now this person sees the newcomer too.
  check.update(['p-ben', 'p-ghost'], [anna, ben, ghost]);
  await turnsUntil(() => !isSuspected(), 'the same people');
  time.pass(differenceMs);
  t.notOk(told.some(([, isDifferent]) => isDifferent));
});

t.test('where people see different people, and of people who have gone, nothing is told', async (t) => {
  const { time, told, check, isSuspected } = setUp();
  check.note('p-ben', hashWithGhost);
  await turnsUntil(isSuspected, 'seen');
  check.update(['p-ben'], null);
  await turnsUntil(() => !isSuspected(), 'the circle is closed, for example');
  check.update(['p-ben'], [anna, ben]);
  await turnsUntil(isSuspected, 'open again');
  check.update([], [anna]);
  t.notOk(isSuspected(), 'Ben has gone');
  time.pass(differenceMs);
  t.notOk(told.some(([, isDifferent]) => isDifferent));
});

t.test('the same people in another order are no difference', async (t) => {
  const { check, isSuspected } = setUp();
  check.update(['p-ben'], [ben, anna]);
  check.note('p-ben', hashOfTwo);
  check.note('p-ben', hashWithGhost);
  await turnsUntil(isSuspected, 'only the newest counts');
  check.note('p-ben', hashOfTwo);
  await turnsUntil(() => !isSuspected(), 'the same people');
  check.close();
  t.notOk(isSuspected());
});
