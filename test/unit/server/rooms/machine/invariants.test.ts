import type { RoomSettings } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { type Command, command, roomSettings } from '../../../../support/machine/commands.ts';
import { Coverage } from '../../../../support/machine/coverage.ts';
import { Oracle } from '../../../../support/machine/oracle.ts';
import { World } from '../../../../support/machine/world.ts';

const seed = Number(process.env.HEARTHROOM_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** How long a room that ended is watched for signs of life before the next one is opened. */
const eventsAfterTheEnd = 4;

// On a busy machine; alone it takes a third of that.
t.setTimeout(180_000);

t.test('the invariants hold over random sequences of events', async (t) => {
  t.comment(`HEARTHROOM_SEED=${seed}`);
  const startedAt = performance.now();
  const coverage = new Coverage();
  fc.assert(
    fc.property(
      roomSettings,
      fc.array(command, { minLength: 150, maxLength: 250, size: 'max' }),
      (settings, commands) => playThrough(settings, commands, coverage),
    ),
    { seed, numRuns: 600 },
  );
  t.comment(`${coverage.events} events in ${Math.round(performance.now() - startedAt)} ms`);
  for (const line of coverage.lines()) t.comment(line);

  t.ok(coverage.events >= 100_000, 'enough events');
  const often = ['connected', 'disconnected', 'admit', 'left', 'deny', 'remove', 'putInWaitingRoom', 'updateSettings'];
  for (const name of often) t.ok(coverage.accepted(name) >= 500, `${name} was accepted often`);
  const sometimes = ['pardon', 'messageWaiting', 'mute', 'askToUnmute', 'end', 'restarted'];
  for (const name of sometimes) t.ok(coverage.accepted(name) >= 100, `${name} was accepted`);
  const timers = ['opens', 'earlyEntry', 'closes', 'hostBlip', 'grace', 'leadGrace', 'empty', 'lease'];
  for (const name of timers) t.ok(coverage.accepted(`timer ${name}`) >= 10, `the timer ${name} fired`);
  const turns = ['a second device waits', 'a seat is moved', 'a seat is resumed', 'somebody refused comes again'];
  for (const name of turns) t.ok(coverage.turns(name) >= 100, name);
});

function playThrough(settings: RoomSettings, commands: Command[], coverage: Coverage): void {
  let world = newWorld(settings, coverage);
  let left = eventsAfterTheEnd;
  for (const one of commands) {
    if (world.state.phase === 'ended') left -= 1;
    if (left === 0) {
      world = newWorld(settings, coverage);
      left = eventsAfterTheEnd;
    }
    world.run(one);
  }
}

function newWorld(settings: RoomSettings, coverage: Coverage): World {
  const oracle = new Oracle();
  return new World(settings, (step, world) => {
    coverage.count(step);
    oracle.check(step, world);
  });
}
