import t from 'tap';
import { type StrainReading, WorkerStrain } from '../../../../../server/src/media/workers/worker-strain.ts';

const idle: StrainReading = { cpuShare: 0.2, waits: null, answerMs: 2, ownDelayMs: 0 };

const scenes: { what: string; reading: (second: number) => Partial<StrainReading>; expected: boolean }[] = [
  { what: 'little to do', reading: () => ({}), expected: false },
  { what: 'much to do', reading: () => ({ cpuShare: 0.85 }), expected: false },
  { what: 'more to do than a core can', reading: () => ({ cpuShare: 1 }), expected: true },
  { what: 'it answers late', reading: () => ({ answerMs: 400 }), expected: true },
  { what: 'this process was late itself', reading: () => ({ answerMs: 400, ownDelayMs: 380 }), expected: false },
  {
    what: 'it waits 5 ms for a core each time',
    reading: (second) => ({ waits: { runs: second * 100, waitedMs: second * 500 } }),
    expected: false,
  },
  {
    what: 'it waits 40 ms for a core each time',
    reading: (second) => ({ waits: { runs: second * 20, waitedMs: second * 800 } }),
    expected: true,
  },
];

t.test('a worker is strained when packets wait in it', async (t) => {
  for (const { what, reading, expected } of scenes) {
    const strain = new WorkerStrain();
    for (let second = 0; second < 5; second += 1) strain.see({ ...idle, ...reading(second) });
    t.equal(strain.isStrained, expected, what);
  }
});

t.test('one bad second in five is not strain, and five good ones end it', async (t) => {
  const strain = new WorkerStrain();
  const see = (cpuShare: number): boolean => {
    strain.see({ ...idle, cpuShare });
    return strain.isStrained;
  };
  t.same([1, 0.2, 0.2, 0.2, 0.2, 1].map(see), Array(6).fill(false));
  t.same([0.2, 1].map(see), [false, true]);
  t.same([0.2, 0.2, 0.2, 0.2, 0.2].map(see), [true, true, true, true, false]);
});
