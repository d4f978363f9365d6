/** A room whose store is slow, fails, or doesn't say what became of a write, while people go on doing anything. */
import fc from 'fast-check';
import t from 'tap';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { roomSettings as anySettings, command } from '../../../../support/machine/player/commands.ts';
import { Interleaving, type Move } from '../../../../support/server/rooms/interleaving.ts';
import { MemoryStore, type Outcome } from '../../../../support/server/store/scheduled-store.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const seed = Number(process.env.HEARTHROOM_SEED ?? 2);

t.setTimeout(300_000);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('stored' as const) },
  { weight: 2, arbitrary: fc.constant('refused' as const) },
  { weight: 1, arbitrary: fc.constantFrom('unknown-stored' as const, 'unknown-lost' as const) },
);
/** Open, so that a session can begin. */
const roomSettings = anySettings.map((settings) => ({ ...settings, opensAt: null, closesAt: null }));

const pick = fc.nat(63);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant('command' as const), command }) },
  { weight: 14, arbitrary: fc.record({ type: fc.constant('end' as const), outcome }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lose' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('publish' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, 1_000, 5_000) }) },
);
const moves = fc.array(move, { minLength: 20, maxLength: 60, size: 'max' });

t.test('nobody is told what is not stored, nothing stored is lost, and nothing forbidden is forwarded', async (t) => {
  t.comment(`HEARTHROOM_SEED=${seed}`);
  const time = useFakeTime(t);
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(roomSettings, moves, fc.boolean(), async (settings, moves, settles) => {
      const inner = new MemoryStore();
      const play = await Interleaving.begin(settings, inner, time);
      for (const one of moves) await play.move(one);
      if (settles) await play.settle();
      await play.close();
      if (settles) play.compareChanges(inner.changes);
      for (const name of play.seen) seen.add(name);
    }),
    { seed, numRuns: 300 },
  );
  const wanted = [
    'several steps in one write',
    'a fact that was refused',
    'a decision that was taken back',
    'media was held',
  ];
  for (const name of wanted) t.ok(seen.has(name), name);
});

t.test('the same holds over a real SQLite file', async (t) => {
  const time = useFakeTime(t);
  const directory = t.testdir();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(roomSettings, moves, async (settings, moves) => {
      count += 1;
      const store = SqliteStore.open(`${directory}/${count}`);
      const play = await Interleaving.begin(settings, store, time);
      for (const one of moves) await play.move(one);
      await play.settle();
      await play.close();
      play.compareChanges((await store.audit.read(0, 1_000_000)).map(({ line }) => JSON.parse(line)));
      store.close();
    }),
    { seed, numRuns: 20 },
  );
});
