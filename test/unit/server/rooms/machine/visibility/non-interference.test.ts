import assert from 'node:assert/strict';
import type { RoomSettings, Snapshot } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import type { RoomEvent } from '../../../../../../server/src/rooms/machine/index.ts';
import { type Command, command, roomSettings } from '../../../../../support/machine/player/commands.ts';
import { type Link, World } from '../../../../../support/machine/world.ts';

const seed = Number(process.env.HEARTHROOM_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Anna connects first and then only waits. */
const annaArrives: Command = {
  type: 'connect',
  who: 3,
  token: 'usual',
  secret: 'none',
  passcode: 'right',
  keys: 'usual',
};

t.setTimeout(120_000);

t.test(
  'a waiting client receives the same notifications at the same times whether the room is active or empty',
  async (t) => {
    t.comment(`HEARTHROOM_SEED=${seed}`);
    let events = 0;
    fc.assert(
      fc.property(
        roomSettings,
        fc.array(command, { minLength: 60, maxLength: 120, size: 'max' }),
        (settings, commands) => {
          const quiet = { ...settings, locked: false, closesAt: null, waitingRoom: true };
          const full = play(quiet, commands, concernsAnna);
          const empty = play(quiet, commands.slice(0, full.played), (event) => event.type !== 'timerFired');
          events += full.events;
          assert.deepEqual(full.heard, empty.heard);
          assert.deepEqual(full.knows, empty.knows);
        },
      ),
      { seed, numRuns: 500 },
    );
    t.ok(events > 10_000, `${events} events of others went by`);
  },
);

/** Plays until the room ends; messages at the end are the same for all, and tested elsewhere. */
function play(settings: RoomSettings, commands: Command[], skips: (event: RoomEvent) => boolean) {
  let events = 0;
  const world = new World(settings, (step) => {
    if (!('rejected' in step.result)) events += 1;
  });
  world.run(annaArrives);
  const [anna] = world.links;
  assert.ok(anna?.knows?.state === 'waiting');
  world.skips = skips;
  let heard: Link['heard'] = [];
  let knows: Snapshot = anna.knows;
  let played = 0;
  for (const one of commands) {
    // A server that dies disconnects her too.
    if (one.type !== 'restart' && one.type !== 'takeOver') world.run(one);
    if (world.state.phase === 'ended') break;
    heard = [...anna.heard];
    if (anna.knows) knows = anna.knows;
    played += 1;
  }
  return { knows, heard, played, events };
}

/** Actions on her, messages to all who wait, and changes of the room's settings. */
function concernsAnna(event: RoomEvent): boolean {
  switch (event.type) {
    case 'connected':
      return event.claims.sub === 'anna';
    case 'disconnected':
    case 'left':
    case 'acceptAgreement':
    case 'withdrawAgreement':
      return event.connectionId === 'c1';
    case 'admit':
      return event.entries.some(({ seatId }) => seatId === 'p-1');
    case 'updateSettings':
      return ['opensAt', 'waitingMessage', 'title', 'agreement', 'encryption', 'backgroundBlur'].some(
        (name) => name in event.patch,
      );
    case 'messageWaiting':
      return event.seatId === null || event.seatId === 'p-1';
    default:
      return 'seatId' in event && event.seatId === 'p-1';
  }
}
