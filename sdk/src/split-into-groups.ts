/** Returns a whole number from 0 to `limit` - 1, all equally likely. */
export type RandomBelow = (limit: number) => number;

/** Number of values of a Uint32. */
const range = 2 ** 32;

const randomBelow: RandomBelow = (limit) => {
  const values = new Uint32Array(1);
  // Values from the largest multiple of `limit` upwards are discarded: they would make small numbers more likely.
  const fair = range - (range % limit);
  for (;;) {
    const [value = 0] = crypto.getRandomValues(values);
    if (value < fair) return value % limit;
  }
};

/**
 * Divides people at random into groups of `size` as far as possible. If the numbers don't fit, some groups are smaller
 * or one larger, but nobody is alone (unless there is only one person).
 * @param ids the people, by id
 * @param size people in a group
 * @param random for tests; default: a cryptographic generator
 * @returns the ids of each group; no groups without people
 */
export function splitIntoGroups(ids: readonly string[], size: number, random: RandomBelow = randomBelow): string[][] {
  const shuffled = shuffle(ids, random);
  const count = countGroups(ids.length, size);
  const groups = Array.from({ length: count }, (): string[] => []);
  for (const [index, id] of shuffled.entries()) groups[index % count]?.push(id);
  return groups;
}

function countGroups(people: number, size: number): number {
  const wanted = Math.ceil(people / size);
  const withoutLoners = Math.max(1, Math.floor(people / 2));
  return people === 0 ? 0 : Math.min(wanted, withoutLoners);
}

/** Fisher–Yates shuffle. */
function shuffle(ids: readonly string[], random: RandomBelow): string[] {
  const shuffled = [...ids];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    const one = shuffled[last];
    const two = shuffled[other];
    if (one === undefined || two === undefined) throw new RangeError('random is out of its range');
    shuffled[last] = two;
    shuffled[other] = one;
  }
  return shuffled;
}
