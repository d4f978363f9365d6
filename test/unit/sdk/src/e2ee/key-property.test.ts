import fc from 'fast-check';
import t from 'tap';
import { createIdentity } from '../../../../../sdk/src/e2ee/keys/identity.ts';
import { VerifiedIdentities } from '../../../../../sdk/src/e2ee/keys/verified-identities.ts';
import { beginning, type Command, command, roomSettings } from '../../../../support/machine/player/commands.ts';
import { World } from '../../../../support/machine/world.ts';
import { KeySimulation, roomId } from './key-simulation.ts';

// As in the tests of the machine: a fixed seed, and HEARTHROOM_SEED for others.
const seed = Number(process.env.HEARTHROOM_SEED ?? 2);

const games = 12;

t.setTimeout(300_000);

const identities = await Promise.all(Array.from({ length: 80 }, () => createIdentity(roomId)));
const verified = new VerifiedIdentities(roomId);

interface Move {
  command: Command;
  gapMs: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  command,
  gapMs: fc.oneof(fc.constantFrom(0, 10, 40, 90), fc.constantFrom(300, 650, 2_000)),
});

const totals: Record<string, number> = {};

async function play(moves: readonly Move[], settings: ConstructorParameters<typeof World>[0], start: number) {
  const simulation = new KeySimulation(identities, (identity) => verified.verify(identity), randomFrom(start));
  const world = new World({ ...settings, encryption: 'preferred', chatHistory: 'none' }, (step, room) =>
    simulation.handleStep(step, room),
  );
  for (const one of beginning) world.run(one);
  for (const { command: one, gapMs } of moves) {
    world.run(one);
    await simulation.pass(gapMs);
    if (simulation.violations.length > 0) break;
  }
  await simulation.pass(3_000);
  simulation.close();
  for (const [name, count] of Object.entries(simulation.counts)) totals[name] = (totals[name] ?? 0) + count;
  return simulation.violations;
}

/** mulberry32: small, and enough to vary a simulation. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const game = fc.tuple(fc.array(move, { minLength: 60, maxLength: 90, size: 'max' }), roomSettings, fc.nat());

t.test('only the audience can decrypt what a person sends, and all of the audience can', async (t) => {
  t.comment(`HEARTHROOM_SEED=${seed}`);
  for (const [index, [moves, settings, start]] of fc.sample(game, { seed, numRuns: games }).entries())
    t.same(await play(moves, settings, start), [], `game ${index}`);
  t.comment(JSON.stringify(totals));
  const { used = 0, sent = 0, asked = 0, refused = 0, resumed = 0, reloaded = 0, outdated = 0 } = totals;
  t.ok(used >= 300 && sent >= 500, 'secrets were replaced often');
  t.ok(asked >= 5 && refused >= 10, 'some did not arrive at first');
  t.ok(resumed >= 10 && reloaded >= 10, 'connections were lost, and pages loaded again');
  t.ok(outdated >= 50, 'the audience changed while a secret was used');
});
