/**
 * What a seat sees of the room: the snapshot that it gets when it connects, and the parts that notifications replace.
 */
import { type Static, Type } from 'typebox';
import { described, Epoch, EpochMs, Id, nullable, Text } from './fields.ts';
import { Agreement, Grants, Phase, Role } from './room-schemas.ts';

const displayName = Type.String({ description: 'Display name' });
const label = Type.Optional(
  Type.String({
    description: 'Label of the person; only for holders of `canSeeLabels`, and only if the token has one',
  }),
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
    /** `reconnecting`: the connection is lost, and the seat is kept for `seatLeaseSeconds`. */
    connection: Type.Enum(['connected', 'reconnecting'], {
      description: '`reconnecting`: the connection is lost; the seat is kept for `seatLeaseSeconds`',
    }),
    /** In another place than this seat: neither seen nor heard for now. */
    away: Type.Boolean({
      description: 'In another place than this seat, so neither seen nor heard now',
    }),
  },
  { description: 'Another admitted person, as this seat may see them' },
);
export type Participant = Static<typeof Participant>;

/** Why a person who was inside waits again. */
export const WaitReason = Type.Enum(['put-back', 'host-absent', 'agreement-withdrawn', 'consent-refused'], {
  description:
    'Why a person who was admitted waits again. `put-back`: by a host or the API; `host-absent`: no host was present; `agreement-withdrawn`: they withdrew the agreement; `consent-refused`: a client does not agree to this observer. Absent: they connected themselves, or on another device',
});
export type WaitReason = Static<typeof WaitReason>;

/**
 * A person who waits, as holders of `canAdmit` see them. A second device of an admitted person has that person's id.
 */
export const WaitingEntry = Type.Object(
  {
    /** Id of the person. Together with `secondDevice` it identifies the entry. */
    id: described(Id, 'Id of the person. Together with `secondDevice` it identifies the entry'),
    /** Number of this wait, unique in the room; `admit` needs it. */
    epoch: described(Epoch, 'Entry number of this wait, unique in the room; `admit` requires it'),
    /** Display name, shown to everybody. */
    name: displayName,
    /** Only for holders of `canSeeLabels`, if the token had one. */
    label,
    /** The role of the person's token. */
    role: Role,
    /** When the wait began, in milliseconds since 1970-01-01 UTC. */
    waitingSince: described(EpochMs, 'When the wait began: whole milliseconds since 1970-01-01 UTC'),
    /**
     * `dropped`: the connection is lost. The place in the queue is kept for `seatLeaseSeconds`; the person can't be
     * admitted now.
     */
    connection: Type.Enum(['connected', 'dropped'], {
      description:
        '`dropped`: the connection is lost; the place in the queue is kept for `seatLeaseSeconds`, and the person cannot be admitted now',
    }),
    /** A second device of a person who already has a seat or waits. */
    secondDevice: Type.Boolean({
      description: 'true: a second device of a person who is already admitted or waits',
    }),
    /**
     * True: another device came with the same token and took over the place in the queue, or continues after that one
     * left.
     */
    otherDevice: Type.Optional(
      Type.Boolean({
        description:
          'true: another device connected with the same token and took over the place in the queue, or keeps it after the first device left. Absent otherwise',
      }),
    ),
    /** False: the room's agreement is not accepted yet, so the person can't be admitted. */
    agreed: Type.Boolean({
      description: "false: the room's agreement is not accepted yet, so the person cannot be admitted",
    }),
    /** Id of the host who holds an identity check with this person; null: none. */
    previewedBy: nullable(Id, 'Id of the host who holds an identity check with this person; null: none'),
    /** True: an observer to whom not every client has agreed, so they can't be admitted. */
    consentMissing: Type.Boolean({
      description: 'true: an observer to whom not every client has agreed, so they cannot be admitted',
    }),
    /** Why a person who was inside waits again; absent if they came by themselves. */
    waitsBecause: Type.Optional(WaitReason),
  },
  { description: 'A person who waits, as holders of `canAdmit` see them' },
);
export type WaitingEntry = Static<typeof WaitingEntry>;

/** Where a person is: in the group, or apart from it. Media is forwarded within one place only. */
export const Place = Type.Union(
  [
    Type.Object({ kind: Type.Literal('group', { description: 'The main group' }) }),
    Type.Object({
      /** An identity check: a host and a person who waits. */
      kind: Type.Literal('preview', { description: 'An identity check: a host and a person who waits' }),
      /** Id of the other person. */
      participantId: described(Id, 'Id of the other person'),
      /** For the person who waits: the display name of the host. */
      name: Type.Optional(Type.String({ description: 'For the person who waits: display name of the host' })),
    }),
    Type.Object({
      /** A host and a client, alone. */
      kind: Type.Literal('side-room', { description: 'A side room: a host and a client, alone' }),
      /** Id of the other person. */
      participantId: described(Id, 'Id of the other person'),
    }),
    Type.Object({
      /** A breakout group. */
      kind: Type.Literal('breakout', { description: 'A breakout group' }),
      /** Id of the group. */
      groupId: described(Id, 'Id of the group'),
    }),
  ],
  { description: 'Where a person is. Media is forwarded only between people in the same place' },
);
export type Place = Static<typeof Place>;

/** A host would like to speak with somebody alone. Nothing passes between the two yet. */
export const Meeting = Type.Object(
  {
    /** What would begin: an identity check or a side room. */
    kind: Type.Enum(['preview', 'side-room'], { description: 'What begins: an identity check or a side room' }),
    /** Id of the other person. */
    participantId: described(Id, 'Id of the other person'),
    /** Display name of the other person. */
    name: displayName,
    /** True: this person is the host who asked; false: this person is asked. */
    byYou: Type.Boolean({ description: 'true: this seat is the host who asked; false: this seat is asked' }),
    /** When it begins by itself, in milliseconds since 1970-01-01 UTC; null: only when the person says yes. */
    startsAt: nullable(
      EpochMs,
      'When it begins automatically: whole milliseconds since 1970-01-01 UTC; null: when the person accepts',
    ),
    /**
     * `not-now`: the person declined; `no-answer`: they did not answer in time. Both only for the host, until closed or
     * asked again.
     */
    state: Type.Enum(['pending', 'not-now', 'no-answer'], {
      description:
        '`not-now`: the person declined; `no-answer`: they did not answer in time. Both are sent only to the host, until closed or asked again',
    }),
  },
  { description: 'A host asks to speak with a person alone. No media is forwarded between the two yet' },
);
export type Meeting = Static<typeof Meeting>;

/** The circle is about to open. Until then clients see and hear only the hosts. */
export const CircleOpening = Type.Object(
  {
    /** When it opens, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When the circle opens: whole milliseconds since 1970-01-01 UTC'),
    /** How many people see and hear each other then. */
    people: Type.Integer({ minimum: 1, description: 'Number of people who will see and hear each other' }),
    /** True for hosts if `cancelCircle` can cancel it; absent otherwise. */
    mayCancel: Type.Optional(
      Type.Literal(true, {
        description: 'true, for hosts only: `cancelCircle` can cancel it. Absent: it cannot be cancelled',
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
    order: Type.Array(Id, { description: 'Ids of the people in the round, in order, without people who left' }),
    /** Whose turn it is: an index into `order`. */
    turn: Type.Integer({ minimum: 0, description: 'Index in `order` of the person whose turn it is' }),
    /** Seconds for each turn; null: no limit. */
    secondsPerPerson: nullable(Type.Integer({ minimum: 10 }), 'Seconds for each turn; null: no limit'),
    /** When this turn ends, in milliseconds since 1970-01-01 UTC; null: no limit, or paused. */
    turnEndsAt: nullable(
      EpochMs,
      'When this turn ends: whole milliseconds since 1970-01-01 UTC; null: no limit, or paused',
    ),
    /** Milliseconds left of the turn while it is paused; null otherwise. */
    remainingMs: nullable(
      Type.Integer({ minimum: 0 }),
      'Milliseconds left of the turn while it is paused; null otherwise',
    ),
    /** `paused`: by a host, or by a restart of the server. */
    state: Type.Enum(['running', 'paused'], { description: '`paused`: by a host, or by a restart of the server' }),
    /** Whether the other microphones are muted when a turn begins. */
    muteOthers: Type.Boolean({ description: 'true: the microphones of the others are muted when a turn begins' }),
    /**
     * Why the time of the turn is paused; absent while it runs. `held`: no host is present; `connection-lost`: of the
     * person whose turn it is; `apart`: that person is in a preview or side room.
     */
    pausedBecause: Type.Optional(
      Type.Enum(['by-host', 'held', 'connection-lost', 'apart'], {
        description:
          'Why the time of the turn is paused. `by-host`: `state` is `paused`; `held`: no host is present; `connection-lost`: the person whose turn it is has lost the connection; `apart`: that person is in a preview or side room. Absent: it is running',
      }),
    ),
    /**
     * With `connection-lost`: when the turn passes to the next person, in milliseconds since 1970-01-01 UTC. Absent if
     * there is none.
     */
    passesAt: Type.Optional(
      described(
        EpochMs,
        'With `connection-lost`: when the turn passes to the next person, in whole milliseconds since 1970-01-01 UTC. Absent: no next person is present',
      ),
    ),
    /**
     * Ids of people who lost a turn with their connection (`giveTurn`): for holders of `canModerate` all of them, for
     * others only themselves. Absent: none.
     */
    missed: Type.Optional(
      Type.Array(Id, {
        description:
          'Ids of people whose turn passed while they had no connection (see `giveTurn`): for holders of `canModerate` all who are present, for others only their own id. Absent: none',
      }),
    ),
  },
  { description: 'A go-round: the order, the current turn and its time' },
);
export type GoRound = Static<typeof GoRound>;

/** The last step of a go-round, which can be undone. */
export const TurnUndo = Type.Object(
  {
    /** Id of the person whose turn it was, and will be again. */
    participantId: described(Id, 'Id of the person who gets the turn back'),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'When undoing is no longer possible: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'The last step of a go-round, which `undoTurn` can undo' },
);
export type TurnUndo = Static<typeof TurnUndo>;

/** The last extension of the session, which can be undone. */
export const ExtensionUndo = Type.Object(
  {
    /** The previous end, in milliseconds since 1970-01-01 UTC; null: none was set. */
    endsAt: nullable(EpochMs, 'The previous end: whole milliseconds since 1970-01-01 UTC; null: none was set'),
    /** After undoing, the session continues for at least this many minutes. */
    noticeMinutes: Type.Integer({
      description: 'After undoing, the session continues for at least this many minutes, even if `endsAt` is earlier',
    }),
    /** Until when it can be undone, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'When undoing is no longer possible: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'The last extension, which `undoExtension` can undo' },
);
export type ExtensionUndo = Static<typeof ExtensionUndo>;

/** One breakout group. Its members are listed for its members and for hosts. */
export const BreakoutGroup = Type.Object(
  {
    /** Id of the group. */
    id: Id,
    /** Name that the host gave it. */
    name: Type.String({ description: 'Name given by the host' }),
    /** Ids of its members. */
    participantIds: Type.Array(Id, { description: 'Ids of its members' }),
    /**
     * Hosts and observers who are about to come to this group, and when (milliseconds since 1970-01-01 UTC). They
     * neither see nor hear it before. Absent: none.
     */
    arriving: Type.Optional(
      Type.Array(
        Type.Object({
          participantId: described(Id, 'Id of a host or observer'),
          at: described(EpochMs, 'When they join: whole milliseconds since 1970-01-01 UTC'),
        }),
        {
          description:
            'Hosts and observers who are about to join this group. They do not see or hear it before. Absent: none',
        },
      ),
    ),
  },
  { description: 'A breakout group' },
);
export type BreakoutGroup = Static<typeof BreakoutGroup>;

/** The breakout groups, as this seat may see them. */
export const Breakout = Type.Object(
  {
    /** For hosts all groups; for others only their own, or none. */
    groups: Type.Array(BreakoutGroup, {
      description: 'For hosts all groups; for others only their own group, or none',
    }),
    /** When the groups end by themselves, in milliseconds since 1970-01-01 UTC; null: when a host ends them. */
    endsAt: nullable(
      EpochMs,
      'When the groups end automatically: whole milliseconds since 1970-01-01 UTC; null: when a host ends them',
    ),
    /**
     * Set while everybody is being called back: when the groups end, in milliseconds since 1970-01-01 UTC; null: not
     * yet.
     */
    closingAt: nullable(
      EpochMs,
      'Set while everybody is being called back: when the groups end, in whole milliseconds since 1970-01-01 UTC; null: not being called back',
    ),
  },
  { description: 'Breakout groups, as this seat may see them' },
);
export type Breakout = Static<typeof Breakout>;

/** A client's private call for help to the hosts. */
export const HelpRequest = Type.Object(
  {
    /** Id of the client. */
    participantId: described(Id, 'Id of the person who asks for help'),
    /** When they called, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'When they asked: whole milliseconds since 1970-01-01 UTC'),
    /** What it is about; null: not given. */
    note: nullable(Text, 'What it is about; null: not given'),
    /** For hosts: id of the host who answered, or went to the client's group. Absent: none yet. */
    takenBy: Type.Optional(
      described(Id, "For hosts: id of the host who answered, or joined this person's breakout group. Absent: none yet"),
    ),
  },
  { description: "A client's private request for help to the hosts" },
);
export type HelpRequest = Static<typeof HelpRequest>;

/** A person who is no longer in the group, without a host's action. */
export const Departure = Type.Object(
  {
    /** Id of the person. */
    participantId: described(Id, 'Id of the person who left'),
    /** Display name. */
    name: displayName,
    /**
     * `left-quickly`: by a safe exit; `agreement-withdrawn`: they wait again; `connection-lost`: they did not reconnect
     * within `seatLeaseSeconds`.
     */
    how: Type.Enum(['left', 'left-quickly', 'agreement-withdrawn', 'connection-lost'], {
      description:
        '`left-quickly`: by the quick exit to another page; `agreement-withdrawn`: they wait again; `connection-lost`: they did not reconnect within `seatLeaseSeconds`',
    }),
    /** When, in milliseconds since 1970-01-01 UTC. */
    at: described(EpochMs, 'When they left: whole milliseconds since 1970-01-01 UTC'),
  },
  { description: 'A person who left the group without an action of a host' },
);
export type Departure = Static<typeof Departure>;

/** For hosts: the therapist who is away. */
export const TherapistAway = Type.Object(
  {
    /** Id of the therapist who was the last one present. */
    participantId: described(Id, 'Id of the therapist who was present last'),
    /** Display name of that therapist. */
    name: displayName,
    /**
     * `not-admitted`: put back, removed, or connected with a device that waits or whose token has another role.
     * `connection-lost` also while the seat is kept.
     */
    how: Type.Enum(['left', 'connection-lost', 'not-admitted'], {
      description:
        '`not-admitted`: put back, removed, or connected with a device that waits or whose token has another role; `connection-lost`: also while the seat is kept',
    }),
    /** Since when, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'When they left: whole milliseconds since 1970-01-01 UTC'),
    /**
     * When the hosts who are present will get `canExtend`, in milliseconds since 1970-01-01 UTC; null: they have it, or
     * will not get it before the session ends.
     */
    mayExtendAt: nullable(
      EpochMs,
      'When the hosts who are present will get `canExtend`: whole milliseconds since 1970-01-01 UTC; null: they have it already, or will not get it before the session ends',
    ),
    /** Whether a host who is present has `canExtend` now. */
    canBeExtended: Type.Boolean({ description: 'true: a host who is present has `canExtend` now' }),
  },
  { description: 'A therapist was in the session, and none has been for more than 5 seconds' },
);
export type TherapistAway = Static<typeof TherapistAway>;

/**
 * An observer to whom every admitted client must agree. Hosts see how many agreed; a client sees only their own answer
 * (null: none yet).
 */
export const ConsentQuestion = Type.Object(
  {
    /** Id of the observer. */
    participantId: described(Id, 'Id of the observer'),
    /** Display name of the observer. */
    name: displayName,
    /** This client's own answer; null: none yet, and always for hosts. */
    answer: nullable(
      Type.Boolean(),
      "This client's own answer; null: none yet. Always null for hosts, who are not asked",
    ),
    /** For hosts only: number of clients who have not agreed. */
    missing: Type.Optional(
      Type.Integer({ minimum: 0, description: 'For hosts only: number of clients who have not agreed' }),
    ),
    /** For hosts only: number of these who have refused. */
    declined: Type.Optional(
      Type.Integer({ minimum: 0, description: 'For hosts only: number of these clients who have refused' }),
    ),
    /** For hosts only: whether `askConsent` can ask somebody who has refused again. */
    mayAskAgain: Type.Optional(
      Type.Boolean({ description: 'For hosts only. true: `askConsent` can ask a client who has refused again' }),
    ),
  },
  { description: 'An observer to whom every admitted client must agree' },
);
export type ConsentQuestion = Static<typeof ConsentQuestion>;

/** The agreement, and whether its reader has accepted it. */
export const AgreementView = Type.Object(
  {
    ...Agreement.properties,
    /** Whether the reader has accepted this version. */
    accepted: Type.Boolean({ description: 'true: this seat has accepted this version' }),
  },
  { description: 'The agreement, and whether this seat has accepted it' },
);
export type AgreementView = Static<typeof AgreementView>;

const title = Type.String({ description: 'Title of the session' });
const recording = Type.Literal('never', { description: 'The only value: the server cannot record' });
const agreement = nullable(AgreementView, 'The rules of the group; null: there are none');

/** The room as an admitted seat sees it. */
export const AdmittedRoomView = Type.Object(
  {
    title,
    phase: Phase,
    locked: Type.Boolean({ description: 'true: nobody new can join, except hosts who bypass the waiting room' }),
    waitingRoom: Type.Boolean({ description: 'false: clients are admitted on connecting while the room is live' }),
    endsAt: nullable(
      EpochMs,
      'When the session ends, including extensions: whole milliseconds since 1970-01-01 UTC; null: no end is set',
    ),
    extensionUndo: Type.Optional(
      described(
        ExtensionUndo,
        'For holders of `canExtend`: the last extension, which can be undone. Absent: none can be undone',
      ),
    ),
    recording,
    circle: Type.Enum(['open', 'closed'], {
      description: '`closed`: clients see and hear only the hosts until a host opens the circle',
    }),
    circleOpening: Type.Optional(CircleOpening),
    meeting: Type.Optional(Meeting),
    privateChat: Type.Boolean({ description: 'true: clients can write private messages to each other' }),
    chatHistory: Type.Enum(['none', 'session'], {
      description: '`session`: people who join later get the chat of the session',
    }),
    hands: Type.Array(Id, { description: 'Ids of the people who raised a hand, in order of time, earliest first' }),
    spotlightId: nullable(Id, 'Id of the person who is shown large to everybody; null: nobody'),
    goRound: nullable(GoRound, 'The go-round; null: none'),
    turnUndo: Type.Optional(
      described(
        TurnUndo,
        'For holders of `canModerate`: the last step of the go-round, which can be undone. Absent: none can be undone',
      ),
    ),
    breakout: nullable(Breakout, 'The breakout groups; null: none'),
    consents: Type.Array(ConsentQuestion, { description: 'Observers to whom clients are asked to agree' }),
    departures: Type.Optional(
      Type.Array(Departure, {
        description:
          'For hosts only: clients and observers who left and have not returned, oldest first; listed until this host marks them as seen',
      }),
    ),
    help: Type.Array(HelpRequest, { description: 'For hosts all open requests; for a client only their own, if any' }),
    agreement,
    mediaPaused: Type.Optional(
      Type.Boolean({
        description: 'true: the session is held, and no media is forwarded until a host is back. Absent otherwise',
      }),
    ),
    heldUntil: nullable(
      EpochMs,
      'While `held`: when `absencePolicy` takes effect, in whole milliseconds since 1970-01-01 UTC; null: not held',
    ),
    absencePolicy: Type.Enum(['end', 'return-to-waiting', 'hand-over'], {
      description: 'What happens at `heldUntil` if no host is back',
    }),
    leadId: nullable(
      Id,
      'Id of the host who leads the session: the therapist, or a host who replaces them. null: that host is not in the group',
    ),
    leadIsLent: Type.Boolean({
      description:
        'true: the therapist is away and, because of `absencePolicy: hand-over`, another host leads and has `canEnd`',
    }),
    therapistAway: Type.Optional(
      nullable(
        TherapistAway,
        'For hosts only: the therapist who is away; null: a therapist is present, or none has joined yet',
      ),
    ),
  },
  { description: 'The room as an admitted seat sees it' },
);

/** The room as a person who waits sees it: nothing about other people. */
export const WaitingRoomView = Type.Object(
  {
    title,
    opensAt: nullable(EpochMs, 'When the room opens: whole milliseconds since 1970-01-01 UTC; null: it is open'),
    waitingMessage: Type.String({ description: 'Text for people who wait; may be empty' }),
    recording,
    agreement,
    waitsBecause: Type.Optional(WaitReason),
    meeting: Type.Optional(Meeting),
  },
  { description: 'The room as a person who waits sees it' },
);

/** The client's own seat. */
export const Self = Type.Object(
  {
    id: described(Id, 'Id of this seat; others see it as the id of a participant'),
    name: displayName,
    role: Role,
    grants: described(Grants, 'What this seat may do now'),
    place: described(Place, 'Where this seat is'),
  },
  { description: 'This seat' },
);
export type Self = Static<typeof Self>;

/** Everything that a waiting seat may know. */
export const WaitingSnapshot = Type.Object(
  {
    state: Type.Literal('waiting', { description: 'This seat is waiting to be admitted' }),
    self: Self,
    room: WaitingRoomView,
  },
  { description: 'Complete state for a waiting seat' },
);
export type WaitingSnapshot = Static<typeof WaitingSnapshot>;

/** Everything that an admitted seat may know. `waiting` is present only for holders of `canAdmit`. */
export const AdmittedSnapshot = Type.Object(
  {
    state: Type.Literal('admitted', { description: 'This seat is admitted' }),
    self: Self,
    room: AdmittedRoomView,
    participants: Type.Array(Participant, {
      description: 'The other admitted people, ordered by first admission',
    }),
    waiting: Type.Optional(
      Type.Array(WaitingEntry, { description: 'People who wait, longest first; only for holders of `canAdmit`' }),
    ),
  },
  { description: 'Complete state for an admitted seat' },
);
export type AdmittedSnapshot = Static<typeof AdmittedSnapshot>;

/** Everything that a seat may know; `state` distinguishes the two kinds. */
export const Snapshot = Type.Union([WaitingSnapshot, AdmittedSnapshot], {
  description: 'Complete state for a seat; `state` distinguishes the two kinds',
});
export type Snapshot = Static<typeof Snapshot>;
/** The room, as an admitted or a waiting seat sees it. */
export type RoomView = Static<typeof AdmittedRoomView> | Static<typeof WaitingRoomView>;
