import t from 'tap';
import type { LineSample } from '../../../../../server/src/media/observation/quality.ts';
import { SeatLine } from '../../../../../server/src/media/observation/seat-line.ts';

const good: LineSample = { isPathLost: false, sent: [10], received: [10], lostUp: 0, lostDown: 0, videos: ['full'] };
const bad: LineSample = { ...good, received: [2], videos: ['paused'] };

interface Scene {
  what: string;
  /** Every two seconds: what the line is like, and whether the server is at fault. */
  looks: readonly (readonly [LineSample, boolean])[];
  expected: SeatLine['cause'];
}

const times = (count: number, line: LineSample, isServer: boolean): [LineSample, boolean][] =>
  Array.from({ length: count }, () => [line, isServer]);

const scenes: Scene[] = [
  { what: 'a line that is good', looks: times(5, good, false), expected: null },
  { what: 'a line that is good while the server is at fault', looks: times(5, good, true), expected: null },
  { what: 'a line that is bad alone', looks: times(5, bad, false), expected: 'own-line' },
  { what: 'a line that becomes bad while the server is at fault', looks: times(5, bad, true), expected: 'server' },
  {
    what: 'the fault of the server is noticed a little later than its effect',
    looks: [...times(3, bad, false), ...times(1, bad, true)],
    expected: 'server',
  },
  {
    what: 'the line was bad long before the server was at fault',
    looks: [...times(20, bad, false), ...times(5, bad, true)],
    expected: 'own-line',
  },
  {
    what: 'the server is well again, the line not yet',
    looks: [...times(5, bad, true), ...times(20, bad, false)],
    expected: 'server',
  },
  {
    what: 'the line stays bad for more than a minute after the server is well',
    looks: [...times(5, bad, true), ...times(32, bad, false)],
    expected: 'own-line',
  },
  {
    what: 'the line was good in between',
    looks: [...times(5, bad, true), ...times(4, good, false), ...times(2, bad, false)],
    expected: 'own-line',
  },
];

t.test('the fault is that of the server only if the line became bad with it', async (t) => {
  for (const { what, looks, expected } of scenes) {
    const line = new SeatLine();
    for (const [index, [sample, isServerAtFault]] of looks.entries()) {
      line.see(sample);
      line.decideCause(isServerAtFault, index * 2_000);
    }
    t.equal(line.cause, expected, what);
  }
});

t.test('a person whose pictures do not fit receives badly, and sends as well as before', async (t) => {
  const line = new SeatLine();
  line.see({ ...good, videos: ['paused', 'full'] });
  t.equal(line.receiving, 'weak');
  t.equal(line.sending, 'good');
  t.equal(line.videos, 'some');
});
