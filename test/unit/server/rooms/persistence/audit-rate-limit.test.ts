import { defaultRoomSettings } from '@hearthroom/sdk/protocol';
import t from 'tap';
import type { Change } from '../../../../../server/src/core/events/domain-events.ts';
import {
  createRoomState,
  type RoomEvent,
  type RoomState,
  transition,
} from '../../../../../server/src/rooms/machine/index.ts';
import { AuditRateLimit, gatherMs } from '../../../../../server/src/rooms/persistence/audit-rate-limit.ts';
import type { ReceiptNote, RoomNotes } from '../../../../../server/src/rooms/ports.ts';
import { client } from '../../../../support/machine/player/people.ts';
import { useFakeTime } from '../../../../support/time/fake-time.ts';

const now = 1_790_000_000_000;
const arrives: RoomEvent = {
  type: 'connected',
  connectionId: 'c1',
  claims: client(),
  newSeatId: 'p-anna',
  resumeHash: 'h',
  presentedResumeHash: null,
  passcode: 'right',
  e2ee: null,
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
/** Of what Anna causes, but about somebody else. */
const about = (seatId: string, what: Change['what']): Change => ({ ...change(what), seatId });
const receipt = (type: ReceiptNote['type']): ReceiptNote => ({
  ...{ type, roomId: 'r', seatId: 'p-anna', version: '1', textSha256: 'x', at: now },
});

/** What Anna does alone, `count` times. @returns what was written with it */
function repeat(limit: AuditRateLimit, count: number, notes: RoomNotes): RoomNotes[] {
  return Array.from({ length: count }, () => {
    const divided = limit.divide({ before: anna, after: anna, event: accepts, notes });
    divided.taken();
    return divided.notes;
  });
}

const whats = ({ changes }: RoomNotes): string[] => changes.map(({ what }) => what);

t.test('what is beyond the rate is counted, and written with its newest lines when it is time', async (t) => {
  const time = useFakeTime(t);
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => written.push(limit.takeAll('r')));
  const direct = repeat(limit, 100, { changes: [change('seat.waiting')], receipts: [] });
  t.equal(direct.filter(({ changes }) => changes.length > 0).length, 60);
  time.tick(gatherMs);
  t.equal(written.length, 1);
  t.same(written.flatMap(whats), ['seat.repeated', 'seat.waiting']);
  t.match(written[0]?.changes[0], { seatId: 'p-anna', detail: { 'seat.waiting': 40 } });
});

t.test('answers about observers are not counted for the client who gave them', async (t) => {
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => written.push(limit.takeAll('r')));
  useUp(limit);
  const answer = { ...about('p-olga', 'consent.refused'), by: null };
  one(limit, { changes: [answer, change('help.raised')], receipts: [] });
  one(limit, { changes: [answer, change('help.raised')], receipts: [] });
  written.push(limit.takeAll('r'));
  limit.close();
  const [first, ...others] = written.flatMap(({ changes }) => changes);
  t.same(first, answer);
  t.notMatch(JSON.stringify(others), /consent/);
  t.match(others[0], { what: 'seat.repeated', seatId: 'p-anna' });
});

t.test('what others do about somebody comes after what that person did', async (t) => {
  const limit = new AuditRateLimit(() => {});
  repeat(limit, 70, { changes: [change('seat.waiting')], receipts: [] });
  const event: RoomEvent = { type: 'pardon', actor: { kind: 'api' }, seatId: 'p-anna' };
  const notes = { changes: [change('seat.pardoned')], receipts: [] };
  const divided = limit.divide({ before: anna, after: anna, event, notes });
  t.same(whats(divided.notes), ['seat.repeated', 'seat.waiting', 'seat.pardoned']);
  divided.taken();
  t.same(whats(limit.divide({ before: anna, after: anna, event, notes }).notes), ['seat.pardoned'], 'once');
  limit.close();
});

t.test('an agreement that was taken back again leaves no receipt, and one that stands leaves one', async (t) => {
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => written.push(limit.takeAll('r')));
  repeat(limit, 60, { changes: [change('agreement.accepted')], receipts: [] });
  for (let index = 0; index < 10; index += 1) {
    repeat(limit, 1, { changes: [], receipts: [receipt('accepted')] });
    repeat(limit, 1, { changes: [], receipts: [receipt('withdrawn')] });
  }
  repeat(limit, 3, { changes: [], receipts: [receipt('accepted')] });
  written.push(limit.takeAll('r'));
  limit.close();
  t.same(
    written.flatMap(({ receipts }) => receipts.map(({ type }) => type)),
    ['accepted'],
  );
});

t.test('a store that refuses for the moment is asked again', async (t) => {
  const time = useFakeTime(t);
  let isFull = true;
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => {
    const takeBack = limit.checkpoint();
    const notes = limit.takeAll('r');
    if (isFull) takeBack();
    else written.push(notes);
  });
  repeat(limit, 61, { changes: [change('seat.left')], receipts: [] });
  time.tick(gatherMs);
  isFull = false;
  time.tick(gatherMs);
  t.same(written.flatMap(whats), ['seat.repeated', 'seat.left']);
});

/** Uses up what is written line by line. */
const useUp = (limit: AuditRateLimit) => void repeat(limit, 60, { changes: [change('seat.waiting')], receipts: [] });
const one = (limit: AuditRateLimit, notes: RoomNotes): RoomNotes => repeat(limit, 1, notes)[0] ?? notes;

t.test('a call for help is told at once, also beyond the rate; repeats of it are gathered', async (t) => {
  const time = useFakeTime(t);
  const limit = new AuditRateLimit(() => limit.takeAll('r'));
  useUp(limit);
  const call = { changes: [change('help.raised')], receipts: [] };
  t.same(whats(one(limit, call)), ['help.raised']);
  t.same(whats(one(limit, call)), []);
  time.tick(gatherMs);
  useUp(limit);
  t.same(whats(one(limit, call)), ['help.raised'], 'and again when the repeats have been written');
  limit.close();
});

t.test('the proof of an agreement is written with its step, also beyond the rate; repeats are gathered', async (t) => {
  const limit = new AuditRateLimit(() => {});
  useUp(limit);
  const accepted = { changes: [change('agreement.accepted')], receipts: [receipt('accepted')] };
  t.match(one(limit, accepted), accepted);
  t.match(one(limit, accepted), { changes: [], receipts: [] });
  const next = { ...accepted, receipts: [{ ...receipt('accepted'), version: '2' }] };
  t.match(one(limit, next), next, 'of another version it is another proof');
  limit.close();
});

t.test('what somebody beyond the rate does to others is written at once, for each of them', async (t) => {
  const limit = new AuditRateLimit(() => {});
  useUp(limit);
  const step = {
    changes: [about('p-olga', 'seat.admitted'), about('p-omar', 'seat.admitted'), change('seat.dropped')],
    receipts: [],
  };
  t.same(
    one(limit, step).changes.map(({ what, seatId }) => [what, seatId]),
    [
      ['seat.admitted', 'p-olga'],
      ['seat.admitted', 'p-omar'],
    ],
  );
  limit.close();
});

t.test('lines about different people are not merged into one', async (t) => {
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => written.push(limit.takeAll('r')));
  useUp(limit);
  one(limit, { changes: [about('p-olga', 'consent.refused')], receipts: [] });
  one(limit, { changes: [about('p-omar', 'consent.refused')], receipts: [] });
  written.push(limit.takeAll('r'));
  limit.close();
  t.same(
    written.flatMap(({ changes }) => changes.map(({ what, seatId }) => [what, seatId])),
    [
      ['consent.refused', 'p-olga'],
      ['consent.refused', 'p-omar'],
    ],
  );
});

t.test('answers about observers are not counted for the client who gave them', async (t) => {
  const written: RoomNotes[] = [];
  const limit = new AuditRateLimit(() => written.push(limit.takeAll('r')));
  useUp(limit);
  const answer = { ...about('p-olga', 'consent.refused'), by: null };
  one(limit, { changes: [answer, change('help.raised')], receipts: [] });
  one(limit, { changes: [answer, change('help.raised')], receipts: [] });
  written.push(limit.takeAll('r'));
  limit.close();
  const [first, ...others] = written.flatMap(({ changes }) => changes);
  t.same(first, answer);
  t.notMatch(JSON.stringify(others), /consent/);
  t.match(others[0], { what: 'seat.repeated', seatId: 'p-anna' });
});

t.test('what others do about somebody comes after what a third person did about them', async (t) => {
  const limit = new AuditRateLimit(() => {});
  useUp(limit);
  one(limit, { changes: [about('p-olga', 'consent.refused')], receipts: [] });
  const event: RoomEvent = { type: 'pardon', actor: { kind: 'api' }, seatId: 'p-olga' };
  const notes = { changes: [about('p-olga', 'seat.admitted')], receipts: [] };
  const divided = limit.divide({ before: anna, after: anna, event, notes });
  t.same(whats(divided.notes), ['consent.refused', 'seat.admitted']);
  limit.close();
});
