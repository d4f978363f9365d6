import t from 'tap';
import { LineCensus, type LineReport } from '../../../../../server/src/media/observation/line-census.ts';

/** `a b!`: the lines of two networks, the second of which is bad. */
const lines = (text: string): LineReport[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ network: word.replace('!', ''), isBad: word.endsWith('!') }));

const keys: object[] = [{}, {}, {}];
const keyOf = (room: number): object => keys[room] ?? keys;

/** What each room of the server reports at a time, in seconds. */
type Look = readonly [seconds: number, ...rooms: string[]];

const scenes: { what: string; looks: Look[]; expected: boolean }[] = [
  { what: 'nobody', looks: [[0]], expected: false },
  {
    what: 'one of two lines is bad',
    looks: [
      [0, 'a b'],
      [2, 'a! b'],
    ],
    expected: false,
  },
  {
    what: 'both of two lines are bad',
    looks: [
      [0, 'a b'],
      [2, 'a! b!'],
    ],
    expected: false,
  },
  {
    what: 'three of four become bad at once',
    looks: [
      [0, 'a b c d'],
      [2, 'a! b! c! d'],
    ],
    expected: true,
  },
  {
    what: 'three of five become bad at once',
    looks: [
      [0, 'a b c d e'],
      [2, 'a! b! c! d e'],
    ],
    expected: false,
  },
  {
    what: 'in rooms of two',
    looks: [
      [0, 'a b', 'c d'],
      [2, 'a! b!', 'c! d!'],
    ],
    expected: true,
  },
  {
    what: 'one room of many',
    looks: [
      [0, 'a b c', 'd e f'],
      [2, 'a! b! c!', 'd e f'],
    ],
    expected: false,
  },
  {
    what: 'one after the other',
    looks: [
      [0, 'a b c'],
      [2, 'a! b c'],
      [20, 'a! b! c'],
      [40, 'a! b! c!'],
    ],
    expected: false,
  },
  {
    what: 'one was bad before: the others count',
    looks: [
      [0, 'a! b c d'],
      [20, 'a! b! c! d!'],
    ],
    expected: true,
  },
  {
    what: 'people in one clinic',
    looks: [
      [0, 'a a a a b'],
      [2, 'a! a! a! a! b'],
    ],
    expected: false,
  },
  {
    what: 'a network is not bad where somebody has a good line',
    looks: [
      [0, 'a b c'],
      [2, 'a! b! c! c'],
    ],
    expected: false,
  },
  {
    what: 'that lasts',
    looks: [
      [0, 'a b c d'],
      [2, 'a! b! c! d!'],
      [60, 'a! b! c d'],
    ],
    expected: true,
  },
  {
    what: 'until most lines have recovered',
    looks: [
      [0, 'a b c d'],
      [2, 'a! b! c! d!'],
      [60, 'a! b c d'],
    ],
    expected: false,
  },
];

t.test('many lines that become bad at once are the server’s fault', async (t) => {
  for (const { what, looks, expected } of scenes) {
    const census = new LineCensus();
    let isServerAtFault = false;
    for (const [seconds, ...rooms] of looks) {
      for (const [index, text] of rooms.entries()) census.report(keyOf(index), lines(text), seconds * 1_000);
      isServerAtFault = census.isServerAtFault(seconds * 1_000);
    }
    t.equal(isServerAtFault, expected, what);
  }
});

t.test('a room that is over does not count', async (t) => {
  const census = new LineCensus();
  census.report(keyOf(0), lines('a! b! c!'), 0);
  census.forget(keyOf(0));
  t.equal(census.isServerAtFault(0), false);
});
