/** A number from 0 up to, but not including, `limit`; every one as likely. */
export type RandomBelow = (limit: number) => number;

/** Values of a Uint32. */
const range = 2 ** 32;

const randomBelow: RandomBelow = (limit) => {
  const values = new Uint32Array(1);
  // Beyond the last multiple the small numbers would be likelier.
  const fair = range - (range % limit);
  for (;;) {
    const [value = 0] = crypto.getRandomValues(values);
    if (value < fair) return value % limit;
  }
};

/**
 * Puts people together at random, in groups of `size` as far as that goes: where the numbers don't fit some groups are
 * smaller or larger by one, but nobody is left alone.
 * @param random for tests; cryptographic randomness without it
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

/** Fisher and Yates. */
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
