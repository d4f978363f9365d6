import { splitIntoGroups } from '@hearthroom/sdk';
import fc from 'fast-check';
import t from 'tap';

const people = (count: number) => Array.from({ length: count }, (_, index) => `p-${index}`);
const sizes = (groups: string[][]) => groups.map(({ length }) => length).sort((one, other) => other - one);

t.test('everybody is in one group, nobody is left alone, and no group is more than one off', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 50 }), fc.constantFrom(2, 3), (count, size) => {
      const groups = splitIntoGroups(people(count), size);
      t.same(groups.flat().sort(), people(count).sort());
      return groups.every(({ length }) => length >= 2 && Math.abs(length - size) <= 1);
    }),
  );
});

t.test('where the numbers do not fit, groups are a little larger or smaller', async (t) => {
  t.same(sizes(splitIntoGroups(people(5), 2)), [3, 2]);
  t.same(sizes(splitIntoGroups(people(6), 2)), [2, 2, 2]);
  t.same(sizes(splitIntoGroups(people(4), 3)), [2, 2]);
  t.same(sizes(splitIntoGroups(people(5), 3)), [3, 2]);
  t.same(sizes(splitIntoGroups(people(7), 3)), [3, 2, 2]);
  t.same(sizes(splitIntoGroups(people(1), 2)), [1], 'a single person has nobody to be with');
  t.same(splitIntoGroups([], 2), []);
});

t.test('the partners are random', async (t) => {
  t.same(
    splitIntoGroups(['a', 'b', 'c', 'd'], 2, () => 0),
    [
      ['b', 'd'],
      ['c', 'a'],
    ],
  );
  t.same(
    splitIntoGroups(['a', 'b', 'c', 'd'], 2, (limit) => limit - 1),
    [
      ['a', 'c'],
      ['b', 'd'],
    ],
  );
});

t.test('every partner is equally likely', async (t) => {
  const rounds = 3_000;
  const partners = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const group = splitIntoGroups(['a', 'b', 'c', 'd'], 2).find((ids) => ids.includes('a')) ?? [];
    const partner = group.find((id) => id !== 'a') ?? '';
    partners.set(partner, (partners.get(partner) ?? 0) + 1);
  }
  // The standard deviation is 26; a deviation of eight of them does not occur by chance.
  for (const id of ['b', 'c', 'd']) t.ok(Math.abs((partners.get(id) ?? 0) - rounds / 3) < 210, id);
});
