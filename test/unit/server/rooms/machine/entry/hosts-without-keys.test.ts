import { defaultRoomSettings, type RoomSettings } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { Oracle } from '../../../../../support/machine/oracle.ts';
import type { Command, Who } from '../../../../../support/machine/player/commands.ts';
import { Coverage } from '../../../../../support/machine/player/coverage.ts';
import { World } from '../../../../../support/machine/world.ts';

// As in invariants.test.ts, where few of the rooms have a host without keys who waits for another one.
const seed = Number(process.env.HEARTHROOM_SEED ?? 2);

const pick = fc.nat(63);
const by = fc.record<Who>({ kind: fc.constantFrom('host', 'api'), pick });
const isRare = fc.nat(5).map((n) => n === 0);

/** Three hosts, of whom one has to be admitted, and a client. */
const connect: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('connect'),
  who: fc.nat(3),
  token: fc.constantFrom('usual', 'usual', 'usual', 'usual', 'as-client', 'as-host', 'wide'),
  secret: fc.constantFrom('right', 'right', 'right', 'none'),
  passcode: fc.constant('right'),
  keys: fc.constantFrom('usual', 'usual', 'none'),
});

const others: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('drop', 'leave'), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('admit'), by, pick, isStale: isRare, unencrypted: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('remove'), by, pick, ban: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('putInWaitingRoom', 'pardon'), by, pick }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('restart', 'takeOver'), behindMs: fc.constant(0) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('wait'), ms: fc.constantFrom(1_000, 6_000, 31_000) }) },
);

const command = fc.oneof({ weight: 10, arbitrary: connect }, { weight: 18, arbitrary: others });

const settings: fc.Arbitrary<RoomSettings> = fc
  .record({
    encryption: fc.constantFrom('preferred', 'preferred', 'preferred', 'required'),
    opensAt: fc.constantFrom(null, null, null, '2026-03-03T18:01:00Z'),
    earlyEntrySeconds: fc.constantFrom(0, 30),
    absencePolicy: fc.constantFrom('return-to-waiting', 'hand-over'),
  })
  .map((chosen): RoomSettings => ({ ...defaultRoomSettings, ...chosen, seatLeaseSeconds: 30 }));

t.setTimeout(300_000);

t.test('a host without keys ends encryption only where no other host is left, and then does not wait', async (t) => {
  t.comment(`HEARTHROOM_SEED=${seed}`);
  const coverage = new Coverage();
  fc.assert(
    fc.property(settings, fc.array(command, { minLength: 60, maxLength: 60 }), (room, commands) => {
      const oracle = new Oracle();
      const world = new World(room, (step, played) => {
        coverage.count(step);
        oracle.check(step, played);
      });
      for (const one of commands) world.run(one);
    }),
    { seed, numRuns: 200 },
  );
  const turns = [
    'a host without keys comes in after the last other one',
    'put back for want of keys',
    'encryption ends',
    'encryption is back',
  ];
  for (const name of turns) t.ok(coverage.turns(name) >= 10, `${name}: ${coverage.turns(name)}`);
});
