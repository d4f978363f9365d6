/** Random commands for agreement, help, hands, rounds, chat and postponing the end. */
import type { Reaction } from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import type {
  ChatAudience,
  RoomEvent,
  RoomState,
  Seat,
  SeatActor,
  SeenPlace,
} from '../../../../server/src/rooms/machine/index.ts';
import { sealedText } from './sealed-texts.ts';

/**
 * The actor: a present host, a present client, anybody in the group, the holder of the turn, somebody who missed their
 * turn, or anybody.
 */
export interface Self {
  kind: 'host' | 'client' | 'inside' | 'turn' | 'missed' | 'anybody';
  pick: number;
}

export type GroupCommand =
  | { type: 'acceptAgreement'; pick: number; version: 'current' | 'other' }
  | { type: 'withdrawAgreement'; pick: number }
  | {
      type: 'requestHelp' | 'raiseHand' | 'nextTurn' | 'pauseGoRound' | 'resumeGoRound' | 'stopGoRound' | 'undoTurn';
      self: Self;
    }
  | { type: 'closeHelp' | 'lowerHand'; self: Self; pick: number; own: boolean }
  | { type: 'answerHelp'; self: Self; pick: number }
  | { type: 'react'; self: Self; reaction: Reaction }
  | { type: 'rename'; self: Self; name: string }
  | { type: 'setSpotlight'; self: Self; pick: number; off: boolean }
  | { type: 'startGoRound'; self: Self; chosen: number[] | null; seconds: number | null; muteOthers: boolean }
  | { type: 'giveTurn'; self: Self; pick: number; own: boolean; when: 'now' | 'next' | 'end' | 'never' }
  | { type: 'startCheckIn'; self: Self; pick: number }
  | { type: 'shareCheckIn' | 'endCheckIn'; self: Self; pick: number; old: boolean }
  | { type: 'answerCheckIn'; self: Self; value: number | null; old: boolean }
  | { type: 'sendChat'; self: Self; to: ChatAudience['kind']; pick: number; seen: SeenPlace | null }
  | { type: 'extend'; byApi: boolean; self: Self; minutes: number }
  | { type: 'undoExtension'; byApi: boolean; self: Self };

/** Mostly true. */
const undivided: SeenPlace = { place: { kind: 'group' }, breakout: false };

const pick = fc.nat(63);
const rarely = fc.nat(7).map((n) => n === 0);
const anyKind = (...kinds: Self['kind'][]): fc.Arbitrary<Self> => fc.record({ kind: fc.constantFrom(...kinds), pick });
const host = anyKind('host', 'host', 'host', 'host', 'inside', 'anybody');
const member = anyKind('inside', 'inside', 'inside', 'host', 'anybody');

export const groupCommand: fc.Arbitrary<GroupCommand> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('acceptAgreement'),
      pick,
      version: fc.constantFrom('current', 'current', 'current', 'other'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdrawAgreement'), pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('requestHelp', 'requestHelp', 'raiseHand'),
      self: fc.oneof(member, anyKind('client')),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('closeHelp', 'lowerHand'),
      self: fc.oneof(host, anyKind('client', 'inside')),
      pick,
      own: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('answerHelp'), self: host, pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('react'), self: member, reaction: fc.constantFrom('heart', 'tears') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('rename'),
      self: host,
      name: fc.constantFrom('Sunny', ' Rain ', ' '),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('setSpotlight'),
      self: host,
      pick,
      off: fc.nat(4).map((n) => n === 0),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('startGoRound'),
      self: host,
      chosen: fc.oneof(fc.constant(null), fc.array(pick, { minLength: 1, maxLength: 4 })),
      seconds: fc.constantFrom(null, 10, 60),
      muteOthers: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('nextTurn'), self: anyKind('turn', 'host', 'inside') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('pauseGoRound', 'resumeGoRound', 'resumeGoRound', 'stopGoRound', 'undoTurn', 'undoTurn'),
      self: host,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('giveTurn'),
      self: anyKind('missed', 'missed', 'host', 'host', 'inside'),
      pick,
      own: fc.boolean(),
      when: fc.constantFrom('now', 'next', 'end', 'never'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('sendChat'),
      self: member,
      to: fc.constantFrom('group', 'hosts', 'participant', 'participant'),
      pick,
      seen: fc.constantFrom(null, undivided, { ...undivided, circle: 'open' as const }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('startCheckIn'), self: host, pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('answerCheckIn'),
      self: anyKind('client', 'client', 'client', 'inside', 'anybody'),
      value: fc.constantFrom(0, 1, 1, null),
      old: rarely,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('shareCheckIn', 'endCheckIn'), self: host, pick, old: rarely }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('extend'),
      byApi: fc.boolean(),
      self: host,
      minutes: fc.constantFrom(1, 5, 15),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('undoExtension'), byApi: fc.boolean(), self: host }),
  },
);

/** The event for a command in the current room state. */
export function groupEvent(command: GroupCommand, state: RoomState): RoomEvent {
  switch (command.type) {
    case 'acceptAgreement':
    case 'withdrawAgreement':
      return agreementEvent(command, state);
    case 'extend':
    case 'undoExtension': {
      const { byApi, self, ...what } = command;
      return { ...what, actor: byApi ? { kind: 'api' } : actorOf(self, state) };
    }
    case 'startGoRound':
      return roundEvent(command, state);
    default:
      return eventOfSeat(command, actorOf(command.self, state), state);
  }
}

function agreementEvent(
  command: Extract<GroupCommand, { type: 'acceptAgreement' | 'withdrawAgreement' }>,
  state: RoomState,
): RoomEvent {
  const connections = Object.values(state.seats).flatMap((seat) => [
    seat.connectionId,
    seat.challenger?.connectionId ?? null,
  ]);
  const connectionId =
    choose(
      connections.filter((id) => id !== null),
      command.pick,
    ) ?? 'nobody';
  if (command.type === 'withdrawAgreement') return { type: 'withdrawAgreement', connectionId };
  const current = state.settings.agreement?.version ?? 'none';
  return { type: 'acceptAgreement', connectionId, version: command.version === 'current' ? current : 'other' };
}

function roundEvent(command: Extract<GroupCommand, { type: 'startGoRound' }>, state: RoomState): RoomEvent {
  const actor = actorOf(command.self, state);
  const inside = Object.values(state.seats).filter(isInside);
  const order = command.chosen?.map((pick) => idOf(choose(pick === 0 ? Object.values(state.seats) : inside, pick)));
  const { muteOthers, seconds: secondsPerPerson } = command;
  return {
    type: 'startGoRound',
    actor,
    order: order ? [...new Set(order)] : null,
    secondsPerPerson,
    muteOthers,
  };
}

type OfSeat = Exclude<
  GroupCommand,
  { type: 'acceptAgreement' | 'withdrawAgreement' | 'extend' | 'undoExtension' | 'startGoRound' }
>;

function eventOfSeat(command: OfSeat, actor: SeatActor, state: RoomState): RoomEvent {
  const target = 'pick' in command ? idOf(choose(Object.values(state.seats), command.pick)) : 'nobody';
  switch (command.type) {
    case 'requestHelp':
      return { type: 'requestHelp', actor, note: 'I am not well' };
    case 'closeHelp':
      return { type: 'closeHelp', actor, seatId: command.own ? null : askingOr(target, command.pick, state) };
    case 'lowerHand':
      return { type: 'lowerHand', actor, seatId: command.own ? null : target };
    case 'answerHelp':
      return { type: 'answerHelp', actor, seatId: askingOr(target, command.pick, state), text: 'I am here' };
    case 'react':
      return { type: 'react', actor, reaction: command.reaction };
    case 'rename':
      return { type: 'rename', actor, name: command.name };
    case 'setSpotlight':
      return { type: 'setSpotlight', actor, seatId: command.off ? null : target };
    case 'giveTurn':
      return {
        type: 'giveTurn',
        actor,
        seatId: command.own ? null : missedOr(target, command.pick, state),
        when: command.when,
      };
    case 'startCheckIn':
      return checkInEvent(command, actor, state);
    case 'shareCheckIn':
    case 'endCheckIn':
    case 'answerCheckIn':
      return eventOfCheckIn(command, actor, state);
    case 'sendChat': {
      const to: ChatAudience =
        command.to === 'participant' ? { kind: command.to, seatId: target } : { kind: command.to };
      return { type: 'sendChat', actor, to, text: 'Good evening', ...(command.seen && { seen: command.seen }) };
    }
    default:
      return { type: command.type, actor };
  }
}

/** 0 and 1 are answers to both. */
function checkInEvent(
  { pick }: Extract<OfSeat, { type: 'startCheckIn' }>,
  actor: SeatActor,
  state: RoomState,
): RoomEvent {
  const form = pick % 2 === 0 ? { scale: { min: 0, max: 10 } } : { choices: ['Yes', 'No'] };
  const id = `q${state.counter}-${state.now}-${pick}`;
  return { type: 'startCheckIn', actor, id, question: { text: 'How are you?', ...form } };
}

/** Mostly about the one that runs. */
function eventOfCheckIn(
  command: Extract<OfSeat, { type: 'shareCheckIn' | 'endCheckIn' | 'answerCheckIn' }>,
  actor: SeatActor,
  state: RoomState,
): RoomEvent {
  const checkInId = command.old ? 'q-old' : (state.checkIn?.id ?? 'q-none');
  switch (command.type) {
    case 'answerCheckIn': {
      // In half of the cases somebody who has answered, if there is one.
      const writerId = command.value === 1 ? state.checkIn?.answers[0]?.seatId : undefined;
      const writer = writerId === undefined ? actor : { ...actor, seatId: writerId };
      return { type: command.type, actor: writer, checkInId, value: command.value };
    }
    case 'endCheckIn':
      return { type: command.type, actor, checkInId };
    case 'shareCheckIn': {
      const receivers = Object.values(state.seats).map(({ id, admissions }) => ({ id, stay: admissions }));
      const asker = command.pick % 4 === 0 ? actor : { ...actor, seatId: state.checkIn?.askedBy ?? actor.seatId };
      return { type: command.type, actor: asker, checkInId, sealed: sealedText(receivers) };
    }
  }
}

/** Mostly somebody who asks for help. */
function askingOr(target: string, pick: number, state: RoomState): string {
  const asking = Object.values(state.seats).filter(({ help }) => help !== null);
  return pick % 4 === 0 ? target : (choose(asking, pick)?.id ?? target);
}

/** In half of the cases somebody who missed their turn, if there is one. */
function missedOr(target: string, pick: number, state: RoomState): string {
  const missed = state.goRound?.missed ?? [];
  return pick % 2 === 0 ? target : (choose(missed, pick) ?? target);
}

function actorOf({ kind, pick }: Self, state: RoomState): SeatActor {
  const seats = Object.values(state.seats);
  const turnId = state.goRound?.order[state.goRound.turn];
  const candidates = {
    anybody: seats,
    inside: seats.filter(({ state: where }) => where === 'admitted'),
    host: seats.filter((seat) => seat.state === 'admitted' && seat.claims.grants.canAdmit),
    client: seats.filter(({ state: where, claims }) => where === 'admitted' && claims.role === 'client'),
    turn: seats.filter(({ id }) => id === turnId),
    missed: seats.filter(({ id, state: where }) => where === 'admitted' && state.goRound?.missed.includes(id)),
  }[kind];
  return { kind: 'seat', seatId: choose(candidates, pick)?.id ?? 'hasOwnProperty' };
}

const isInside = ({ state }: Seat): boolean => state === 'admitted' || state === 'suspended';
const idOf = (seat: Seat | undefined): string => seat?.id ?? '__proto__';

function choose<T>(list: T[], pick: number): T | undefined {
  return list[pick % Math.max(list.length, 1)];
}
