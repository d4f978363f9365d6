import fc from 'fast-check';
import t from 'tap';
import { variables } from '../../../../../server/src/config/variables.ts';
import {
  areFull,
  type Candidate,
  hasRoomFor,
  type Load,
  leastLoaded,
  limitsFor,
  maxCpuShare,
  placePerson,
  pressureOf,
} from '../../../../../server/src/media/workers/placement.ts';
import { expectedPackets, typicalGroup } from '../../../../../server/src/media/workers/stream-load.ts';

const limits = limitsFor(60_000);

interface Worker extends Candidate {
  name: string;
}

const loadOf = (packetsPerSecond: number, cpuShare = 0, foreseenPacketsPerSecond = packetsPerSecond): Load => ({
  packetsPerSecond,
  foreseenPacketsPerSecond,
  cpuShare,
});
const worker = (name: string, load: Load, people: number | null = null): Worker => ({ name, load, people });
const place = (
  candidates: Worker[],
  request: { peoplePerWorker?: number; packets?: number; isReturning?: boolean } = {},
) =>
  placePerson({
    candidates,
    limits,
    peoplePerWorker: request.peoplePerWorker ?? 20,
    packetsPerSecond: request.packets ?? 1_000,
    isReturning: request.isReturning ?? false,
  })?.name ?? null;

t.test(
  'with the default limit whole groups of eight get in, and the first person of the next group is refused',
  async (t) => {
    const defaults = limitsFor(variables.workerMaxPacketsPerSecond.fallback);
    let packets = 0;
    const enter = (people: number): boolean => {
      const packetsPerSecond = expectedPackets(people, 1);
      const candidates = [worker('one', loadOf(packets), people === 0 ? null : people)];
      const found = placePerson({
        candidates,
        limits: defaults,
        peoplePerWorker: 20,
        packetsPerSecond,
        isReturning: false,
      });
      if (found) packets += packetsPerSecond;
      return found !== null;
    };
    const fill = (people = 0): number => (people < typicalGroup && enter(people) ? fill(people + 1) : people);
    const groups: number[] = [];
    do groups.push(fill());
    while (groups.at(-1) !== 0);
    t.same(groups, [...groups.slice(1).map(() => typicalGroup), 0]);
    t.equal(groups.length - 1, Math.floor(defaults.packetsPerSecond / expectedPackets(0, typicalGroup)));
  },
);

t.test('workers are full exactly when the first person of a room would be refused', async (t) => {
  const load = fc.record({
    packets: fc.integer({ min: 0, max: 70_000 }),
    cpu: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(load, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 20_000 }),
      (loads, packets) => {
        const workers = loads.map(({ packets, cpu }, index) => worker(`${index}`, loadOf(packets, cpu)));
        const isRefused = place(workers, { packets }) === null;
        const all = workers.map(({ load }) => load);
        return areFull(all, limits, packets) === isRefused && !areFull(all, limitsFor(0), packets);
      },
    ),
  );
  t.ok(areFull([loadOf(56_000)], limits, 100), 'a part is kept for running rooms');
  t.notOk(areFull([loadOf(50_000)], limits, 100));
  t.notOk(areFull([], limits, 1), 'none runs: people wait for one, here');
});

t.test('a room begins on the worker with the least to do, be it packets or time', async (t) => {
  t.equal(place([worker('a', loadOf(9_000)), worker('b', loadOf(8_000))]), 'b');
  t.equal(place([worker('a', loadOf(0, 0.5)), worker('b', loadOf(8_000, 0.1))]), 'b');
});

t.test('what rooms will grow to counts where the next one begins, not whether it fits', async (t) => {
  t.equal(place([worker('a', loadOf(100, 0, 9_000)), worker('b', loadOf(8_000))]), 'b');
  t.equal(place([worker('a', loadOf(100, 0, 90_000))]), 'a');
});

t.test('a room stays where it is as long as it fits there, however idle the others are', async (t) => {
  t.equal(place([worker('a', loadOf(58_000, 0.6), 8), worker('b', loadOf(0))]), 'a');
});

t.test('a room goes on at another worker when its own is full, of people or of packets or of time', async (t) => {
  const idle = worker('b', loadOf(0));
  t.equal(place([worker('a', loadOf(40_000), 20), idle]), 'b');
  t.equal(place([worker('a', loadOf(59_500), 8), idle]), 'b');
  t.equal(place([worker('a', loadOf(20_000, maxCpuShare), 8), idle]), 'b');
  t.equal(
    place([worker('a', loadOf(40_000), 20), worker('b', loadOf(1_000), 1), idle]),
    'b',
    'and fills that one first',
  );
});

t.test('a room with more people than a worker should have of it stays there when there is no other', async (t) => {
  t.equal(place([worker('a', loadOf(40_000), 20)]), 'a');
  t.equal(place([worker('a', loadOf(40_000), 21), worker('b', loadOf(40_000), 20)]), 'b', 'where there are fewest');
  t.equal(place([worker('a', loadOf(40_000), 20), worker('b', loadOf(60_000))]), 'a');
});

t.test('a room doesn’t begin on what is kept for those that run', async (t) => {
  t.equal(place([worker('a', loadOf(54_000))]), 'a');
  t.equal(place([worker('a', loadOf(54_001))]), null);
  t.equal(place([worker('a', loadOf(60_000), 8), worker('b', loadOf(54_001))]), 'b', 'one of those may');
});

t.test(
  'a person who returns has a place as long as a worker runs: with the room, else where there is least to do',
  async (t) => {
    const full = [worker('a', loadOf(90_000)), worker('b', loadOf(70_000)), worker('c', loadOf(80_000), 3)];
    t.equal(place(full), null);
    t.equal(place(full, { isReturning: true }), 'c');
    t.equal(place(full.slice(0, 2), { isReturning: true }), 'b');
    t.equal(place([], { isReturning: true }), null);
  },
);

const loads = fc.record({
  packetsPerSecond: fc.integer({ min: 0, max: 90_000 }),
  foreseenPacketsPerSecond: fc.integer({ min: 0, max: 200_000 }),
  cpuShare: fc.double({ min: 0, max: 1, noNaN: true }),
});
const workers = fc.array(fc.record({ load: loads, people: fc.option(fc.integer({ min: 1, max: 30 })) }), {
  maxLength: 6,
});
const requests = fc.record({
  candidates: workers,
  limits: fc.constant(limits),
  peoplePerWorker: fc.integer({ min: 1, max: 25 }),
  packetsPerSecond: fc.integer({ min: 0, max: 20_000 }),
  isReturning: fc.boolean(),
});

t.test('for any load: one that runs, and never one over its limit while another takes the person', async (t) => {
  const check = fc.check(
    fc.property(requests, (request) => {
      const chosen = placePerson(request);
      if (chosen === null) return !request.isReturning || request.candidates.length === 0;
      const fits = ({ load }: Candidate) => hasRoomFor(request.packetsPerSecond, load, limits);
      const isOver = !fits(chosen);
      if (isOver && !request.isReturning) return false;
      // A room that is not placed yet needs capacity for more than its first participant, which `fits` does not
      // include.
      const wasHere = request.candidates.some(({ people }) => people !== null);
      return request.candidates.includes(chosen) && !(isOver && wasHere && request.candidates.some(fits));
    }),
    { numRuns: 5_000 },
  );
  t.notOk(check.failed, `seed ${check.seed}: ${JSON.stringify(check.counterexample)}`);
});

t.test('for any load: a room uses a second worker only when its first has no place', async (t) => {
  const check = fc.check(
    fc.property(requests, (request) => {
      const chosen = placePerson(request);
      const home = request.candidates.find(({ people }) => people !== null);
      const hasPlace =
        home !== undefined &&
        (home.people ?? 0) < request.peoplePerWorker &&
        hasRoomFor(request.packetsPerSecond, home.load, limits);
      return !hasPlace || chosen === home;
    }),
    { numRuns: 5_000 },
  );
  t.notOk(check.failed, `seed ${check.seed}: ${JSON.stringify(check.counterexample)}`);
});

t.test('for any load: the one with the least to do is the least', async (t) => {
  const check = fc.check(
    fc.property(workers, (candidates) => {
      const least = leastLoaded(candidates, limits);
      const foreseen = (load: Load) => pressureOf({ ...load, packetsPerSecond: load.foreseenPacketsPerSecond }, limits);
      return least === null
        ? candidates.length === 0
        : candidates.every(({ load }) => foreseen(least.load) <= foreseen(load));
    }),
    { numRuns: 1_000 },
  );
  t.notOk(check.failed, `seed ${check.seed}`);
});

t.test('without a limit nobody is refused, and rooms still begin where there is least to do', async (t) => {
  const candidates = [worker('a', loadOf(900_000, 1)), worker('b', loadOf(800_000, 0.9)), worker('c', loadOf(0, 1))];
  const choose = (from: Worker[]) =>
    placePerson({
      candidates: from,
      limits: limitsFor(0),
      peoplePerWorker: 20,
      packetsPerSecond: 1_000,
      isReturning: false,
    })?.name;
  t.equal(choose(candidates), 'c');
  t.equal(choose(candidates.slice(0, 2)), 'b');
});

t.test('a worker is as full as what it has most of', async (t) => {
  t.equal(pressureOf(loadOf(30_000, 0.2), limits), 0.5);
  t.equal(pressureOf(loadOf(30_000, 0.6), limits), 0.6 / maxCpuShare);
});
