/** Random commands about where participants are, and the events for them in the current room state. */
import fc from 'fast-check';
import {
  type EntryRef,
  queueOf,
  type RoomEvent,
  type RoomState,
  type SeatActor,
} from '../../../../server/src/rooms/machine/index.ts';

interface By {
  isHost: boolean;
  pick: number;
}

export type PlaceCommand =
  | { type: 'openPreview' | 'askConsent'; by: By; pick: number; isStale: boolean }
  | { type: 'closePreview' | 'openCircle' | 'closeSideRoom' | 'messageGroups'; by: By }
  | { type: 'sendPreviewText'; pick: number }
  | { type: 'answerMeeting'; pick: number; accept: boolean }
  | { type: 'answerConsent'; by: By; pick: number; consent: boolean }
  | { type: 'openSideRoom' | 'markDepartureSeen'; by: By; pick: number }
  | { type: 'startBreakout'; by: By; groupOf: number[]; seconds: number | null }
  | { type: 'moveToGroup'; by: By; pick: number; group: number }
  | { type: 'endBreakout'; by: By; countdownMs: number };

const pick = fc.nat(63);
const mostly = fc.nat(7).map((n) => n > 0);
const rarely = fc.nat(7).map((n) => n === 0);
const by: fc.Arbitrary<By> = fc.record({ isHost: mostly, pick });
const byAnybody: fc.Arbitrary<By> = fc.record({ isHost: fc.constant(false), pick });

export const placeCommand: fc.Arbitrary<PlaceCommand> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ type: fc.constant('openPreview'), by, pick, isStale: rarely }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('askConsent'), by, pick, isStale: rarely }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('closePreview', 'openCircle', 'messageGroups'), by }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('closeSideRoom'), by: byAnybody }) },
  { weight: 9, arbitrary: fc.record({ type: fc.constant('sendPreviewText'), pick }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('answerMeeting'), pick, accept: mostly }) },
  { weight: 14, arbitrary: fc.record({ type: fc.constant('answerConsent'), by: byAnybody, pick, consent: mostly }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('openSideRoom'), by, pick }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('markDepartureSeen'), by, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('startBreakout'),
      by,
      groupOf: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
      seconds: fc.constantFrom(null, 30, 60, 300),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('moveToGroup'), by, pick, group: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('endBreakout'), by, countdownMs: fc.constantFrom(0, 5_000, 30_000) }),
  },
);

/** @param connectionIds of the connected participants */
export function placeEventOf(command: PlaceCommand, state: RoomState, connectionIds: string[]): RoomEvent {
  if (command.type === 'sendPreviewText') {
    return {
      type: command.type,
      connectionId: connectionInPreview(command.pick, state, connectionIds),
      text: 'Hello?',
    };
  }
  if (command.type === 'answerMeeting') return meetingAnswerOf(command, state, connectionIds);
  const actor = partnerOf(command, state) ?? actorOf(command.by, state);
  if (command.by.pick % 4 > 0 && isForCircle(command, state)) return { type: 'cancelCircle', actor };
  switch (command.type) {
    case 'openPreview':
    case 'askConsent':
      return { type: command.type, actor, ...entryOf(command, state) };
    case 'messageGroups':
      return { type: command.type, actor, text: 'Five more minutes' };
    case 'answerConsent':
      return answerEvent(command, state);
    case 'openSideRoom':
      return { type: command.type, actor, seatId: anybodyInside(command.pick, state) };
    case 'markDepartureSeen': {
      const departures = state.departures.map(({ seatId }) => seatId);
      return { type: command.type, actor, seatId: choose(departures, command.pick) ?? '__proto__' };
    }
    case 'startBreakout':
      return { type: command.type, actor, groups: groupsOf(command.groupOf, state), seconds: command.seconds };
    case 'moveToGroup': {
      const groupId = command.group === 0 ? null : `g${command.group}`;
      return { type: command.type, actor, seatId: anybodyInside(command.pick, state), groupId };
    }
    case 'endBreakout':
      return { type: command.type, actor, countdownMs: command.countdownMs };
    default:
      return { type: command.type, actor };
  }
}

/**
 * A circle is announced once, for some seconds, and not while hardly anybody is present: with uniform choices it would
 * open too early, and hardly ever be taken back.
 */
function isForCircle({ type }: PlaceCommand, state: RoomState): boolean {
  const clients = Object.values(state.seats).filter(
    (seat) => seat.state === 'admitted' && !seat.claims.grants.canAdmit,
  );
  return state.circleOpensAt !== null || (type === 'openCircle' && state.circle === 'closed' && clients.length < 2);
}

/** Mostly by the client who is asked, about the host who asks. */
function meetingAnswerOf(
  { pick: index, accept }: Extract<PlaceCommand, { type: 'answerMeeting' }>,
  state: RoomState,
  connectionIds: string[],
): RoomEvent {
  const meeting = choose([...state.meetings, ...state.privatePairs], index);
  const own = meeting && state.seats[meeting.seatId]?.connectionId;
  const connectionId = own && index % 4 > 0 ? own : (choose(connectionIds, index >> 2) ?? 'nobody');
  const hostId = index % 8 === 7 ? anybodyInside(index >> 3, state) : (meeting?.hostId ?? '__proto__');
  return { type: 'answerMeeting', connectionId, hostId, accept };
}

/** For ending a conversation: mostly somebody who is in one. */
function partnerOf({ type, by: { pick: index } }: { type: string; by: By }, state: RoomState): SeatActor | null {
  const kind = { closePreview: 'preview', closeSideRoom: 'side-room' }[type];
  const pairs = index % 8 === 1 ? state.meetings : state.privatePairs;
  const pair = index % 8 === 0 ? undefined : pairs.find((candidate) => candidate.kind === kind);
  if (!pair) return null;
  return { kind: 'seat', seatId: index % 3 === 0 && kind === 'side-room' ? pair.seatId : pair.hostId };
}

function actorOf({ isHost, pick: index }: By, state: RoomState): SeatActor {
  const seats = Object.values(state.seats);
  const hosts = seats.filter((seat) => seat.state === 'admitted' && seat.claims.grants.canAdmit);
  return { kind: 'seat', seatId: choose(isHost ? hosts : seats, index)?.id ?? 'valueOf' };
}

function entryOf(
  { type, pick: index, isStale }: { type: string; pick: number; isStale: boolean },
  state: RoomState,
): EntryRef {
  const queue = queueOf(state);
  const observers = queue.filter(({ role }) => role === 'observer');
  const entry = choose(type === 'askConsent' && observers.length > 0 ? observers : queue, index);
  return { seatId: entry?.id ?? '__proto__', epoch: (entry?.epoch ?? 1) - (isStale ? 1 : 0) };
}

/** Mostly a client about an observer; all other pairs would be refused in the same way. */
function answerEvent(
  { by: who, pick: index, consent }: Extract<PlaceCommand, { type: 'answerConsent' }>,
  state: RoomState,
) {
  const seats = Object.values(state.seats);
  const clients = seats.filter((seat) => seat.state === 'admitted' && seat.claims.role === 'client');
  const observers = seats.filter(({ claims, consent: asked }) => asked || claims.role === 'observer');
  observers.sort((a, b) => Number(b.consent !== null) - Number(a.consent !== null));
  const isOdd = index % 8 === 0;
  const actor = isOdd ? actorOf(who, state) : ({ kind: 'seat', seatId: choose(clients, who.pick)?.id ?? '' } as const);
  const seatId = choose(isOdd ? seats : observers.slice(0, 1), index >> 3)?.id ?? '__proto__';
  return { type: 'answerConsent', actor, seatId, consent } as const;
}

function anybodyInside(index: number, state: RoomState): string {
  const seats = Object.values(state.seats);
  const inside = seats.filter((seat) => seat.state === 'admitted' || seat.state === 'suspended');
  return choose(index % 8 === 0 ? seats : inside, index >> 1)?.id ?? '__proto__';
}

/** Groups for all participants inside, by the number drawn for each: 0 stays in the main group. */
function groupsOf(groupOf: number[], state: RoomState) {
  const seats = Object.values(state.seats).filter((seat) => seat.state === 'admitted' || seat.state === 'suspended');
  return [1, 2, 3].map((number) => ({
    id: `g${number}`,
    name: `Group ${number}`,
    seatIds: seats.filter((_, index) => groupOf[index % groupOf.length] === number).map(({ id }) => id),
  }));
}

function connectionInPreview(index: number, state: RoomState, connectionIds: string[]): string {
  const talking = state.privatePairs.flatMap(({ hostId, seatId }) => [hostId, seatId]);
  const own = talking.flatMap((id) => state.seats[id]?.connectionId ?? []);
  return choose(own.length > 0 && index % 4 > 0 ? own : connectionIds, index >> 2) ?? 'nobody';
}

function choose<T>(list: T[], index: number): T | undefined {
  return list[index % Math.max(list.length, 1)];
}
