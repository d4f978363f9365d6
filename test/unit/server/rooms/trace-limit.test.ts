import { mock } from 'node:test';
import { defaultRoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import {
  createRoomState,
  type RoomEvent,
  type RoomState,
  transition,
} from '../../../../server/src/rooms/machine/index.ts';
import type { Change, ReceiptNote, RoomNotes } from '../../../../server/src/rooms/ports.ts';
import { gatherMs, TraceLimit } from '../../../../server/src/rooms/trace-limit.ts';
import { client } from '../../../support/machine/people.ts';

const now = 1_790_000_000_000;
const arrives: RoomEvent = {
  type: 'connected',
  connectionId: 'c1',
  claims: client(),
  newSeatId: 'p-anna',
  resumeHash: 'h',
  presentedResumeHash: null,
  passcode: 'right',
};

function stateWithAnna(): RoomState {
  const empty = createRoomState({ roomId: 'r', settings: defaultRoomSettings, now });
  const result = transition(empty, arrives, now);
  if ('rejected' in result) throw new Error(result.rejected);
  return result.state;
}

const anna = stateWithAnna();
const accepts: RoomEvent = { type: 'acceptAgreement', connectionId: 'c1', version: '1' };
const change = (what: Change['what']): Change => ({ what, roomId: 'r', by: 'seat:p-anna', seatId: 'p-anna', at: now });
const receipt = (type: ReceiptNote['type']): ReceiptNote => ({
  ...{ type, roomId: 'r', seatId: 'p-anna', version: '1', textSha256: 'x', at: now },
});

/** What Anna does alone, `count` times. @returns what was written with it */
function repeat(limit: TraceLimit, count: number, notes: RoomNotes): RoomNotes[] {
  return Array.from({ length: count }, () => {
    const divided = limit.divide({ before: anna, after: anna, event: accepts, notes });
    divided.taken();
    return divided.notes;
  });
}

const whats = ({ changes }: RoomNotes): string[] => changes.map(({ what }) => what);

t.test('what is beyond the rate is counted, and written with its newest lines when it is time', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const written: RoomNotes[] = [];
  const limit = new TraceLimit((notes) => written.push(notes));
  const direct = repeat(limit, 100, { changes: [change('seat.waiting')], receipts: [] });
  t.equal(direct.filter(({ changes }) => changes.length > 0).length, 60);
  mock.timers.tick(gatherMs);
  t.equal(written.length, 1);
  t.same(written.flatMap(whats), ['seat.repeated', 'seat.waiting']);
  t.match(written[0]?.changes[0], { seatId: 'p-anna', detail: { 'seat.waiting': 40 } });
});

t.test('what others do about somebody comes after what that person did', async (t) => {
  const limit = new TraceLimit(() => {});
  repeat(limit, 70, { changes: [change('seat.waiting')], receipts: [] });
  const event: RoomEvent = { type: 'pardon', actor: { kind: 'api' }, seatId: 'p-anna' };
  const notes = { changes: [change('seat.pardoned')], receipts: [] };
  const divided = limit.divide({ before: anna, after: anna, event, notes });
  t.same(whats(divided.notes), ['seat.repeated', 'seat.waiting', 'seat.pardoned']);
  divided.taken();
  t.same(whats(limit.divide({ before: anna, after: anna, event, notes }).notes), ['seat.pardoned'], 'once');
  limit.close('r');
});

t.test('an agreement that was taken back again leaves no receipt, and one that stands leaves one', async (t) => {
  const written: RoomNotes[] = [];
  const limit = new TraceLimit((notes) => written.push(notes));
  repeat(limit, 60, { changes: [change('agreement.accepted')], receipts: [] });
  for (let index = 0; index < 10; index += 1) {
    repeat(limit, 1, { changes: [], receipts: [receipt('accepted')] });
    repeat(limit, 1, { changes: [], receipts: [receipt('withdrawn')] });
  }
  repeat(limit, 3, { changes: [], receipts: [receipt('accepted')] });
  limit.close('r');
  t.same(
    written.flatMap(({ receipts }) => receipts.map(({ type }) => type)),
    ['accepted'],
  );
});

t.test('a store that refuses for the moment is asked again', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  let isFull = true;
  const written: RoomNotes[] = [];
  const limit = new TraceLimit((notes) => {
    if (isFull) throw new Error('full');
    written.push(notes);
  });
  repeat(limit, 61, { changes: [change('seat.left')], receipts: [] });
  mock.timers.tick(gatherMs);
  isFull = false;
  mock.timers.tick(gatherMs);
  t.same(written.flatMap(whats), ['seat.repeated', 'seat.left']);
});
