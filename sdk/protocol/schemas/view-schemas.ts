/**
 * What a seat sees of the room: the snapshot that it gets when it connects, and the parts that notifications replace.
 */
import { type Static, Type } from 'typebox';
import { described, Epoch, EpochMs, Id, nullable, Text } from './fields.ts';
import { Agreement, Grants, Phase, Role } from './room-schemas.ts';

const displayName = Type.String({ description: 'Display name' });
const label = Type.Optional(
  Type.String({ description: 'Only for holders of `canSeeLabels`, and only when the token had one' }),
);

/** Another admitted person, as this seat may see them. */
export const Participant = Type.Object(
  {
    /** Id of the participant. */
    id: Id,
    /** Display name, shown to everybody. */
    name: displayName,
    /** Only for holders of `canSeeLabels`, if the token had one. */
    label,
    /** The role of the person's token. */
    role: Role,
    /** `reconnecting`: the connection is lost, and the seat is kept for its lease. */
    connection: Type.Enum(['connected', 'reconnecting'], {
      description: '`reconnecting`: the connection is lost; the seat is kept for its lease',
    }),
    /** In another place than this seat: neither seen nor heard for now. */
    away: Type.Boolean({
      description: 'In another place of the session than this seat: neither seen nor heard for now',
    }),
  },
  { description: 'Another admitted person, as this seat may see them' },
);
export type Participant = Static<typeof Participant>;

/** Why a person who was inside waits again. */
export const WaitReason = Type.Enum(['put-back', 'host-absent', 'agreement-withdrawn', 'consent-refused'], {
  description:
    'Why somebody who was admitted waits again: a host put them back, no host was there, they withdrew the agreement, or not every client agrees to an observer. Left out: they came by themselves, or on another device',
});
export type WaitReason = Static<typeof WaitReason>;

/**
 * A person who waits, as holders of `canAdmit` see them. A second device of an admitted person has that person's id.
 */
export const WaitingEntry = Type.Object(
  {
    /** Id of the person. Together with `secondDevice` it identifies the entry. */
    id: described(Id, 'The person. With `secondDevice` it is the key of the entry'),
    /** Number of this wait, unique in the room; `admit` needs it. */
    epoch: described(Epoch, 'Number of this wait, to be named when admitting; another one in the room for each wait'),
    /** Display name, shown to everybody. */
    name: displayName,
    /** Only for holders of `canSeeLabels`, if the token had one. */
    label,
    /** The role of the person's token. */
    role: Role,
    /** When the wait began, in milliseconds since 1970-01-01 UTC. */
    waitingSince: described(EpochMs, 'When the wait began: whole milliseconds since 1970-01-01 UTC'),
    /**
     * `dropped`: the connection is lost. The place in the queue is kept for the lease; the person can't be admitted
     * now.
     */
    connection: Type.Enum(['connected', 'dropped'], {
      description: '`dropped`: the place in the queue is kept for the lease; admitting is not possible',
    }),
    /** A second device of a person who already has a seat or waits. */
    secondDevice: Type.Boolean({
      description: 'A second device of somebody who has a seat or a place in the queue already',
    }),
    /**
     * True: another device came with the same token and took over the place in the queue, or continues after that one
     * left.
     */
    otherDevice: Type.Optional(
      Type.Boolean({
        description:
          'true: a device that came with the token alone took the place in the queue of another device, or goes on with it after that one left. Left out otherwise',
      }),
    ),
    /** False: the room's agreement is not accepted yet, so the person can't be admitted. */
    agreed: Type.Boolean({ description: "false: the room's agreement is not accepted yet; admitting is not possible" }),
    /** Id of the host who holds an identity check with this person; null: none. */
    previewedBy: nullable(Id, 'The host who holds an identity check with this person; null: nobody'),
    /** True: an observer to whom not every client has agreed, so they can't be admitted. */
    consentMissing: Type.Boolean({
      description: 'An observer to whom clients have still to agree; admitting is not possible',
    }),
    /** Why a person who was inside waits again; absent if they came by themselves. */
    waitsBecause: Type.Optional(WaitReason),
  },
  { description: 'Somebody who waits, as holders of `canAdmit` see them' },
);
export type WaitingEntry = Static<typeof WaitingEntry>;

/** Where a person is: in the group, or apart from it. Media is forwarded within one place only. */
export const Place = Type.Union(
  [
    Type.Object({ kind: Type.Literal('group', { description: 'With everybody who is nowhere else' }) }),
    Type.Object({
      /** An identity check: a host and a person who waits. */
      kind: Type.Literal('preview', { description: 'An identity check: a host and somebody who waits' }),
      /** Id of the other person. */
      participantId: described(Id, 'The other one'),
      /** For the person who waits: the display name of the host. */
      name: Type.Optional(Type.String({ description: 'For who waits: the display name of the host' })),
    }),
    Type.Object({
      /** A host and a client, alone. */
      kind: Type.Literal('side-room', { description: 'A host and a client, alone' }),
      /** Id of the other person. */
      participantId: described(Id, 'The other one'),
    }),
    Type.Object({
      /** A breakout group. */
      kind: Type.Literal('breakout', { description: 'One group of a breakout' }),
      /** Id of the group. */
      groupId: described(Id, 'Which one'),
    }),
  ],
  { description: 'Where a person is. Media flows within one place only' },
);
export type Place = Static<typeof Place>;

/** A host would like to speak with somebody alone. Nothing passes between the two yet. */
export const Meeting = Type.Object(
  {
    /** What would begin: an identity check or a side room. */
    kind: Type.Enum(['preview', 'side-room'], { description: 'What begins' }),
    /** Id of the other person. */
    participantId: described(Id, 'The other one'),
    /** Display name of the other person. */
    name: displayName,
    /** True: this person is the host who asked; false: this person is asked. */
    byYou: Type.Boolean({ description: 'true: you are the host who asked; false: you are asked' }),
    /** When it begins by itself, in milliseconds since 1970-01-01 UTC; null: only when the person says yes. */
    startsAt: nullable(EpochMs, 'When it begins by itself; null: when the person says yes'),
    /**
     * `not-now`: the person declined; `no-answer`: they did not answer in time. Both only for the host, until closed or
     * asked again.
     */
    state: Type.Enum(['pending', 'not-now', 'no-answer'], {
      description:
        '`not-now`: the person declined; `no-answer`: the question lapsed. Both for the host alone, until closed or asked again',
    }),
  },
  { description: 'A host would like to speak with somebody alone. Nothing passes between the two yet' },
);
export type Meeting = Static<typeof Meeting>;

/** The circle is about to open. Until then clients see and hear only the hosts. */
export const CircleOpening = Type.Object(
  {
    /** When it opens, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When: whole milliseconds since 1970-01-01 UTC'),
    /** How many people see and hear each other then. */
    people: Type.Integer({ minimum: 1, description: 'How many people see and hear each other then' }),
    /** True for hosts if `cancelCircle` can cancel it; absent otherwise. */
    mayCancel: Type.Optional(
      Type.Literal(true, {
        description: 'For hosts only: `cancelCircle` takes it back. Left out: the owner of the room opens it',
      }),
    ),
  },
  { description: 'The circle is about to open' },
);
export type CircleOpening = Static<typeof CircleOpening>;

/** The round of turns: the order, the current turn and its time. */
export const GoRound = Type.Object(
  {
    /** Ids of the people in the round, in order, without those who left. */
    order: Type.Array(Id, { description: 'Everybody in the round, in order, without those who left' }),
    /** Whose turn it is: an index into `order`. */
    turn: Type.Integer({ minimum: 0, description: 'Whose turn it is: an index into `order`' }),
    /** Seconds for each turn; null: no limit. */
    secondsPerPerson: nullable(Type.Integer({ minimum: 10 }), 'Seconds a turn lasts; null: no limit'),
    /** When this turn ends, in milliseconds since 1970-01-01 UTC; null: no limit, or paused. */
    turnEndsAt: nullable(EpochMs, 'When this turn is over; null: no limit, or its time stands still'),
    /** Milliseconds left of the turn while it is paused; null otherwise. */
    remainingMs: nullable(Type.Integer({ minimum: 0 }), 'Milliseconds left of the turn while its time stands still'),
    /** `paused`: by a host, or by a restart of the server. */
    state: Type.Enum(['running', 'paused'], { description: '`paused`: by a host, or by a restart of the server' }),
    /** Whether the other microphones are muted when a turn begins. */
    muteOthers: Type.Boolean({ description: 'The microphones of the others are muted when a turn begins' }),
    /**
     * Why the time of the turn is paused; absent while it runs. `held`: no host is present; `connection-lost`: of the
     * person whose turn it is; `apart`: that person is in a preview or side room.
     */
    pausedBecause: Type.Optional(
      Type.Enum(['by-host', 'held', 'connection-lost', 'apart'], {
        description:
          'Why the time of the turn stands still: `state` is `paused`, the session is held, the connection of the one whose turn it is is lost, or they are in a preview or side room. Left out: it goes on',
      }),
    ),
    /**
     * With `connection-lost`: when the turn passes to the next person, in milliseconds since 1970-01-01 UTC. Absent if
     * there is none.
     */
    passesAt: Type.Optional(
      described(
        EpochMs,
        'With `connection-lost`: when the turn goes to the next one. Left out: nobody follows who is there',
      ),
    ),
    /**
     * Ids of people who lost a turn with their connection (`giveTurn`): for holders of `canModerate` all of them, for
     * others only themselves. Absent: none.
     */
    missed: Type.Optional(
      Type.Array(Id, {
        description:
          'Who lost a turn with their connection, see `giveTurn`: for holders of `canModerate` all who are there, for others themselves. Left out: nobody',
      }),
    ),
  },
  { description: 'Whose turn it is, and how the round goes on' },
);
export type GoRound = Static<typeof GoRound>;

/** The last step of a go-round, which can be undone. */
export const TurnUndo = Type.Object(
  {
    /** Id of the person whose turn it was, and will be again. */
    participantId: described(Id, 'Whose turn it was, and will be again'),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'From when on it is too late'),
  },
  { description: 'The last step of a go-round, which `undoTurn` takes back' },
);
export type TurnUndo = Static<typeof TurnUndo>;

/** The last extension of the session, which can be undone. */
export const ExtensionUndo = Type.Object(
  {
    /** The previous end, in milliseconds since 1970-01-01 UTC; null: none was set. */
    endsAt: nullable(EpochMs, 'The end before; null: none was set'),
    /** After undoing, the session continues for at least this many minutes. */
    noticeMinutes: Type.Integer({
      description: 'The session goes on for so long at the least, where `endsAt` is sooner',
    }),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'From when on it is too late'),
  },
  { description: 'The last extension, which `undoExtension` takes back' },
);
export type ExtensionUndo = Static<typeof ExtensionUndo>;

/** One breakout group. Its members are listed for its members and for hosts. */
export const BreakoutGroup = Type.Object(
  {
    /** Id of the group. */
    id: Id,
    /** Name that the host gave it. */
    name: Type.String({ description: 'As the host called it' }),
    /** Ids of its members. */
    participantIds: Type.Array(Id, { description: 'Its members' }),
    /**
     * Hosts and observers who are about to come to this group, and when (milliseconds since 1970-01-01 UTC). They
     * neither see nor hear it before. Absent: none.
     */
    arriving: Type.Optional(
      Type.Array(
        Type.Object({
          participantId: described(Id, 'A host or observer'),
          at: described(EpochMs, 'When: whole milliseconds since 1970-01-01 UTC'),
        }),
        { description: 'Who is about to come to this group, and neither sees nor hears it before. Left out: nobody' },
      ),
    ),
  },
  { description: 'One breakout group' },
);
export type BreakoutGroup = Static<typeof BreakoutGroup>;

/** The breakout groups, as this seat may see them. */
export const Breakout = Type.Object(
  {
    /** For hosts all groups; for others only their own, or none. */
    groups: Type.Array(BreakoutGroup, {
      description: 'For hosts all groups; for others their own alone, or none while they are in none',
    }),
    /** When the groups end by themselves, in milliseconds since 1970-01-01 UTC; null: when a host ends them. */
    endsAt: nullable(EpochMs, 'When the groups end by themselves; null: when a host ends them'),
    /**
     * Set while everybody is being called back: when the groups end, in milliseconds since 1970-01-01 UTC; null: not
     * yet.
     */
    closingAt: nullable(EpochMs, 'Everybody is being called back: when the groups end; null: not yet'),
  },
  { description: 'Breakout groups, as this seat may see them' },
);
export type Breakout = Static<typeof Breakout>;

/** A client's private call for help to the hosts. */
export const HelpRequest = Type.Object(
  {
    /** Id of the client. */
    participantId: described(Id, 'Who asks for help'),
    /** When they called, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'Since when: whole milliseconds since 1970-01-01 UTC'),
    /** What it is about; null: not given. */
    note: nullable(Text, 'What it is about; null: not said'),
    /** For hosts: id of the host who answered, or went to the client's group. Absent: none yet. */
    takenBy: Type.Optional(
      described(Id, 'For hosts: which of them answered, or went to their group; absent: none yet'),
    ),
  },
  { description: "A client's private signal to the hosts" },
);
export type HelpRequest = Static<typeof HelpRequest>;

/** A person who is no longer in the group, without a host's action. */
export const Departure = Type.Object(
  {
    /** Id of the person. */
    participantId: described(Id, 'Who left'),
    /** Display name. */
    name: displayName,
    /**
     * `left-quickly`: by a safe exit; `agreement-withdrawn`: they wait again; `connection-lost`: they did not come back
     * within the lease.
     */
    how: Type.Enum(['left', 'left-quickly', 'agreement-withdrawn', 'connection-lost'], {
      description:
        '`left-quickly`: in one step, to another page; `agreement-withdrawn`: they wait again; `connection-lost`: they did not come back within the lease',
    }),
    /** When, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: "Somebody who is not in the group any more, without a host's doing" },
);
export type Departure = Static<typeof Departure>;

/** For hosts: the therapist who is away. */
export const TherapistAway = Type.Object(
  {
    /** Id of the therapist who was the last one present. */
    participantId: described(Id, 'The therapist who was the last one present'),
    /** Display name of that therapist. */
    name: displayName,
    /**
     * `not-admitted`: put back, removed, or connected with a device that has to wait or is not a therapist's.
     * `connection-lost` also while the seat is kept.
     */
    how: Type.Enum(['left', 'connection-lost', 'not-admitted'], {
      description:
        '`not-admitted`: put back, removed, or on a device that has to wait or is no therapist’s; `connection-lost`: also while the seat is kept',
    }),
    /** Since when, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'Since when: whole milliseconds since 1970-01-01 UTC'),
    /**
     * When the hosts who are present will get `canExtend`, in milliseconds since 1970-01-01 UTC; null: they have it, or
     * will not get it before the session ends.
     */
    mayExtendAt: nullable(
      EpochMs,
      'When hosts who are present are granted `canExtend`, before the session ends; null: they are already, or will not be',
    ),
    /** Whether a host who is present has `canExtend` now. */
    canBeExtended: Type.Boolean({ description: 'A host who is present has `canExtend` now' }),
  },
  { description: 'No therapist is in the session for more than 5 seconds, after one was' },
);
export type TherapistAway = Static<typeof TherapistAway>;

/**
 * An observer to whom every admitted client must agree. Hosts see how many agreed; a client sees only their own answer
 * (null: none yet).
 */
export const ConsentQuestion = Type.Object(
  {
    /** Id of the observer. */
    participantId: described(Id, 'The observer'),
    /** Display name of the observer. */
    name: displayName,
    /** This client's own answer; null: none yet, and always for hosts. */
    answer: nullable(
      Type.Boolean(),
      "The viewer's own answer; null: none yet. Always null for hosts, who are not asked",
    ),
    /** For hosts only: number of clients who have not agreed. */
    missing: Type.Optional(
      Type.Integer({ minimum: 0, description: 'For hosts only: how many clients have not agreed' }),
    ),
    /** For hosts only: number of these who have refused. */
    declined: Type.Optional(
      Type.Integer({ minimum: 0, description: 'For hosts only: how many of these have refused' }),
    ),
    /** For hosts only: whether `askConsent` can ask somebody who has refused again. */
    mayAskAgain: Type.Optional(
      Type.Boolean({ description: 'For hosts only: `askConsent` asks somebody who has refused once more' }),
    ),
  },
  { description: 'An observer to whom every admitted client has to agree' },
);
export type ConsentQuestion = Static<typeof ConsentQuestion>;

/** The agreement, and whether its reader has accepted it. */
export const AgreementView = Type.Object(
  {
    ...Agreement.properties,
    /** Whether the reader has accepted this version. */
    accepted: Type.Boolean({ description: 'Whether the reader has accepted this version' }),
  },
  { description: 'The agreement as its reader stands to it' },
);
export type AgreementView = Static<typeof AgreementView>;

const title = Type.String({ description: 'Name of the session' });
const recording = Type.Literal('never', { description: 'The only value: the server cannot record' });
const agreement = nullable(AgreementView, 'The rules of the group; null: there are none');

/** The room as an admitted seat sees it. */
export const AdmittedRoomView = Type.Object(
  {
    title,
    phase: Phase,
    locked: Type.Boolean({ description: 'No new seats, but for hosts who bypass the waiting room' }),
    waitingRoom: Type.Boolean({ description: 'false: clients are admitted on connecting while the room is live' }),
    endsAt: nullable(EpochMs, 'When the session ends, with what hosts have added; null: no end is set'),
    extensionUndo: Type.Optional(
      described(
        ExtensionUndo,
        'For holders of `canExtend`: the last extension may be taken back. Left out: it may not',
      ),
    ),
    recording,
    circle: Type.Enum(['open', 'closed'], {
      description: '`closed`: clients see and hear only the hosts until a host opens the circle',
    }),
    circleOpening: Type.Optional(CircleOpening),
    meeting: Type.Optional(Meeting),
    privateChat: Type.Boolean({ description: 'Clients may write to one another' }),
    chatHistory: Type.Enum(['none', 'session'], {
      description: '`session`: who enters later is told the chat of the session',
    }),
    hands: Type.Array(Id, { description: 'Who raised a hand, the first first' }),
    spotlightId: nullable(Id, 'Who is shown large to everybody; null: nobody'),
    goRound: nullable(GoRound, 'The round of turns; null: none'),
    turnUndo: Type.Optional(
      described(
        TurnUndo,
        'For holders of `canModerate`: the last step of the go-round may be undone. Left out: it may not',
      ),
    ),
    breakout: nullable(Breakout, 'The breakout groups; null: none'),
    consents: Type.Array(ConsentQuestion, { description: 'Observers about whom clients are asked' }),
    departures: Type.Optional(
      Type.Array(Departure, {
        description:
          'For hosts only: clients and observers who left and are not back, until this host marks it as seen; the oldest first',
      }),
    ),
    help: Type.Array(HelpRequest, { description: 'For hosts every open request; for a client their own, if any' }),
    agreement,
    mediaPaused: Type.Optional(
      Type.Boolean({ description: 'true: held, and no media passes until a host is back. Left out otherwise' }),
    ),
    heldUntil: nullable(EpochMs, 'While `held`: when the absence policy acts; null: not held'),
    absencePolicy: Type.Enum(['end', 'return-to-waiting', 'hand-over'], {
      description: 'What happens at `heldUntil` when no host is back',
    }),
    leadId: nullable(
      Id,
      'Who leads now: the therapist, or the host to whom the lead is lent. Null while that one is not in the group',
    ),
    leadIsLent: Type.Boolean({
      description:
        'The therapist is away, and `absencePolicy: hand-over` has lent the lead, with `canEnd`, to another host',
    }),
    therapistAway: Type.Optional(
      nullable(TherapistAway, 'For hosts only: the therapist who is away; null: a therapist is there, or none was yet'),
    ),
  },
  { description: 'The room as an admitted seat sees it' },
);

/** The room as a person who waits sees it: nothing about other people. */
export const WaitingRoomView = Type.Object(
  {
    title,
    opensAt: nullable(EpochMs, 'When the room opens; null: it is open'),
    waitingMessage: Type.String({ description: "The room's words to those who wait; may be empty" }),
    recording,
    agreement,
    waitsBecause: Type.Optional(WaitReason),
    meeting: Type.Optional(Meeting),
  },
  { description: 'The room as somebody who waits sees it' },
);

/** The client's own seat. */
export const Self = Type.Object(
  {
    id: described(Id, 'Your own id: what others see as the id of a participant'),
    name: displayName,
    role: Role,
    grants: described(Grants, 'What this seat may do now'),
    place: described(Place, 'Where this seat is'),
  },
  { description: 'Your own seat' },
);
export type Self = Static<typeof Self>;

/** Everything that a waiting seat may know. */
export const WaitingSnapshot = Type.Object(
  {
    state: Type.Literal('waiting', { description: 'This seat waits to be admitted' }),
    self: Self,
    room: WaitingRoomView,
  },
  { description: 'Everything a waiting seat may know' },
);
export type WaitingSnapshot = Static<typeof WaitingSnapshot>;

/** Everything that an admitted seat may know. `waiting` is present only for holders of `canAdmit`. */
export const AdmittedSnapshot = Type.Object(
  {
    state: Type.Literal('admitted', { description: 'This seat is in the session' }),
    self: Self,
    room: AdmittedRoomView,
    participants: Type.Array(Participant, {
      description: 'The others, in the order in which they were first admitted',
    }),
    waiting: Type.Optional(
      Type.Array(WaitingEntry, { description: 'Who waits, longest first; for holders of `canAdmit` alone' }),
    ),
  },
  { description: 'Everything an admitted seat may know' },
);
export type AdmittedSnapshot = Static<typeof AdmittedSnapshot>;

/** Everything that a seat may know; `state` distinguishes the two kinds. */
export const Snapshot = Type.Union([WaitingSnapshot, AdmittedSnapshot], {
  description: 'Everything that a seat may know, told apart by `state`',
});
export type Snapshot = Static<typeof Snapshot>;
/** The room, as an admitted or a waiting seat sees it. */
export type RoomView = Static<typeof AdmittedRoomView> | Static<typeof WaitingRoomView>;
