/** What a seat sees of the room: the snapshot that it gets when it connects, and the parts that notifications renew. */
import { type Static, Type } from 'typebox';
import { Epoch, EpochMs, Id, Text } from './fields.ts';
import { Agreement, Grants, Phase, Role } from './room.ts';

/** Another admitted person, as this seat may see them. */
export const Participant = Type.Object({
  id: Id,
  name: Type.String(),
  /** Only for holders of `canSeeLabels`, and only when the token had one. */
  label: Type.Optional(Type.String()),
  role: Role,
  connection: Type.Enum(['connected', 'reconnecting']),
  /** Admitted, but for now in another part of the session than this seat. */
  away: Type.Boolean(),
});
export type Participant = Static<typeof Participant>;

/** Somebody who waits, as holders of `canAdmit` see them. A second device of an admitted person has that person's id. */
export const WaitingEntry = Type.Object({
  id: Id,
  epoch: Epoch,
  name: Type.String(),
  label: Type.Optional(Type.String()),
  role: Role,
  waitingSince: EpochMs,
  /** `dropped`: the place in the queue is kept for a lease, admitting is not possible. */
  connection: Type.Enum(['connected', 'dropped']),
  secondDevice: Type.Boolean(),
  /** False: the room's agreement is not accepted yet, so admitting is not possible. */
  agreed: Type.Boolean(),
  /** An identity check with this person is open, held by this host. */
  previewedBy: Type.Union([Id, Type.Null()]),
  /** An observer who may not come in yet: clients have still to agree. */
  consentMissing: Type.Boolean(),
});
export type WaitingEntry = Static<typeof WaitingEntry>;

/** Where a person is: with the group, or alone with somebody. Media flows within one place only. */
export const Place = Type.Union([
  Type.Object({ kind: Type.Literal('group') }),
  /** An identity check: a host and somebody who waits. */
  Type.Object({ kind: Type.Literal('preview'), participantId: Id }),
  /** A host and a client who asked for help. */
  Type.Object({ kind: Type.Literal('side-room'), participantId: Id }),
  Type.Object({ kind: Type.Literal('breakout'), groupId: Id }),
]);
export type Place = Static<typeof Place>;

/** Whose turn it is, and how the round goes on. */
export const GoRound = Type.Object({
  /** Everybody in the round, in order; those who left it are gone from it. */
  order: Type.Array(Id),
  /** Index into `order`. */
  turn: Type.Integer({ minimum: 0 }),
  secondsPerPerson: Type.Union([Type.Integer(), Type.Null()]),
  /** When this turn's time is over; null without a time, or while paused. */
  turnEndsAt: Type.Union([EpochMs, Type.Null()]),
  /** What is left of the turn while the round is paused. */
  remainingMs: Type.Union([Type.Integer(), Type.Null()]),
  state: Type.Enum(['running', 'paused']),
  muteOthers: Type.Boolean(),
});
export type GoRound = Static<typeof GoRound>;

/** One group of a breakout. Its members are listed for its members and for hosts. */
export const BreakoutGroup = Type.Object({ id: Id, name: Type.String(), participantIds: Type.Array(Id) });
export type BreakoutGroup = Static<typeof BreakoutGroup>;

export const Breakout = Type.Object({
  /** Hosts: all groups. Others: their own alone, or none while they are in none. */
  groups: Type.Array(BreakoutGroup),
  endsAt: Type.Union([EpochMs, Type.Null()]),
  /** Everybody is being called back: when the groups end. */
  closingAt: Type.Union([EpochMs, Type.Null()]),
});
export type Breakout = Static<typeof Breakout>;

/** A client's private signal to the hosts. */
export const HelpRequest = Type.Object({ participantId: Id, since: EpochMs, note: Type.Union([Text, Type.Null()]) });
export type HelpRequest = Static<typeof HelpRequest>;

/** An observer who would like to come in: hosts see who agreed; a client sees what they themselves said (null: not yet). */
export const ConsentQuestion = Type.Object({
  participantId: Id,
  name: Type.String(),
  /** The viewer's own answer. Always null for hosts, who are not asked. */
  answer: Type.Union([Type.Boolean(), Type.Null()]),
  /** Hosts only: how many clients have not agreed yet. */
  missing: Type.Optional(Type.Integer()),
});
export type ConsentQuestion = Static<typeof ConsentQuestion>;

/** The agreement as its reader stands to it. */
export const AgreementView = Type.Object({ ...Agreement.properties, accepted: Type.Boolean() });
export type AgreementView = Static<typeof AgreementView>;

/** The room as an admitted seat sees it. */
export const AdmittedRoomView = Type.Object({
  title: Type.String(),
  phase: Phase,
  locked: Type.Boolean(),
  waitingRoom: Type.Boolean(),
  /** When the session ends: closesAt, its length, and what hosts have added. */
  endsAt: Type.Union([EpochMs, Type.Null()]),
  recording: Type.Literal('never'),
  /** `closed`: clients see and hear only the hosts until a host opens the circle. */
  circle: Type.Enum(['open', 'closed']),
  privateChat: Type.Boolean(),
  chatHistory: Type.Enum(['none', 'session']),
  /** Raised hands, the first first. */
  hands: Type.Array(Id),
  spotlightId: Type.Union([Id, Type.Null()]),
  goRound: Type.Union([GoRound, Type.Null()]),
  breakout: Type.Union([Breakout, Type.Null()]),
  consents: Type.Array(ConsentQuestion),
  /** Hosts: every open request. A client: their own, if any. */
  help: Type.Array(HelpRequest),
  agreement: Type.Union([AgreementView, Type.Null()]),
  /** While `held`: when the absence policy acts. */
  heldUntil: Type.Union([EpochMs, Type.Null()]),
  absencePolicy: Type.Enum(['end', 'return-to-waiting', 'hand-over']),
  /** Who leads now: the therapist, or the host to whom the lead is lent. Null while that one is not in the group. */
  leadId: Type.Union([Id, Type.Null()]),
  /** The therapist is away, and `absencePolicy: hand-over` has lent the lead, with `canEnd`, to another host. */
  leadIsLent: Type.Boolean(),
});

/** The room as somebody who waits sees it: nothing that tells of others. */
export const WaitingRoomView = Type.Object({
  title: Type.String(),
  opensAt: Type.Union([EpochMs, Type.Null()]),
  waitingMessage: Type.String(),
  recording: Type.Literal('never'),
  agreement: Type.Union([AgreementView, Type.Null()]),
});

export const Self = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  grants: Grants,
  place: Place,
});
export type Self = Static<typeof Self>;

/** Everything a waiting seat may know. */
export const WaitingSnapshot = Type.Object({ state: Type.Literal('waiting'), self: Self, room: WaitingRoomView });
export type WaitingSnapshot = Static<typeof WaitingSnapshot>;

/** Everything an admitted seat may know. `waiting` is present for holders of `canAdmit` alone. */
export const AdmittedSnapshot = Type.Object({
  state: Type.Literal('admitted'),
  self: Self,
  room: AdmittedRoomView,
  participants: Type.Array(Participant),
  waiting: Type.Optional(Type.Array(WaitingEntry)),
});
export type AdmittedSnapshot = Static<typeof AdmittedSnapshot>;

export const Snapshot = Type.Union([WaitingSnapshot, AdmittedSnapshot]);
export type Snapshot = Static<typeof Snapshot>;
export type RoomView = Static<typeof AdmittedRoomView> | Static<typeof WaitingRoomView>;
