/** What a seat sees of other people: participants, people who wait, where they are, and what concerns one person. */
import { type Static, Type } from 'typebox';
import { PublicIdentity, ReceivedSealedText, Stay } from './encryption-schemas.ts';
import { described, Epoch, EpochMs, Id, nullable, Text } from './fields.ts';
import { Role } from './room-schemas.ts';

export const displayName = Type.String({ description: 'Display name' });
const label = Type.Optional(
  Type.String({
    description: 'Label of the person; only for holders of `canSeeLabels`, and only if the token has one',
  }),
);

const askedBy = Type.Optional(
  described(
    Id,
    'For hosts: id of the host who has asked to speak with this person alone, which has not begun. Absent: none',
  ),
);

const keysOfPerson = {
  /** Keys of this person for end-to-end encryption; absent: they can't encrypt, or the room doesn't. */
  e2ee: Type.Optional(
    described(
      PublicIdentity,
      'Keys for end-to-end encryption. Absent: this person cannot encrypt, or the room does not',
    ),
  ),
  /** How often this person has entered the group; absent in rooms without encryption. */
  stay: Type.Optional(Stay),
};

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
    /** For hosts: id of the host who has asked to speak with this person alone, which has not begun. Absent: none. */
    askedBy,
    ...keysOfPerson,
  },
  { description: 'Another admitted person, as this seat may see them' },
);
export type Participant = Static<typeof Participant>;

/** Why a person who was inside waits again. */
export const WaitReason = Type.Enum(
  ['put-back', 'host-absent', 'agreement-withdrawn', 'consent-refused', 'e2ee-unsupported'],
  {
    description:
      'Why a person who was admitted waits again. `put-back`: by a host or the API; `host-absent`: no host was present; `agreement-withdrawn`: they withdrew the agreement; `consent-refused`: a client does not agree to this observer; `e2ee-unsupported`: they came back without end-to-end encryption. Absent: they connected themselves, or on another device',
  },
);
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
    /** Id of the host who has asked to speak with this person alone, which has not begun. Absent: none. */
    askedBy,
    /** True: an observer to whom not every client has agreed, so they can't be admitted. */
    consentMissing: Type.Boolean({
      description: 'true: an observer to whom not every client has agreed, so they cannot be admitted',
    }),
    /** Why a person who was inside waits again; absent if they came by themselves. */
    waitsBecause: Type.Optional(WaitReason),
    ...keysOfPerson,
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
      /** For the person who waits: keys of the host for end-to-end encryption. */
      ...keysOfPerson,
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

/** A client's private call for help to the hosts. */
export const HelpRequest = Type.Object(
  {
    /** Id of the client. */
    participantId: described(Id, 'Id of the person who asks for help'),
    /** When they called, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'When they asked: whole milliseconds since 1970-01-01 UTC'),
    /** What it is about; null: not given. */
    note: nullable(Text, 'What it is about; null: not given, or `sealed`'),
    /** Instead of a note: one that only its receivers can read. */
    sealed: Type.Optional(ReceivedSealedText),
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

/** For hosts: the last time without a host, during which the session was held. */
export const LastHold = Type.Object(
  {
    /** When the session was held, in milliseconds since 1970-01-01 UTC. */
    since: described(EpochMs, 'When the session was held: whole milliseconds since 1970-01-01 UTC'),
    /** When a host was back, in milliseconds since 1970-01-01 UTC. */
    until: described(EpochMs, 'When a host was back: whole milliseconds since 1970-01-01 UTC'),
    /** True: no media was forwarded (`whileHeld: pause`). */
    mediaPaused: Type.Boolean({ description: 'true: no media was forwarded, because of `whileHeld: pause`' }),
    /** True: the grace was over, and everybody except hosts was sent to the waiting room. */
    sentToWait: Type.Boolean({
      description: 'true: the grace period ended, and everybody except hosts was put back into the waiting room',
    }),
  },
  { description: 'The last time without a host, during which the session was held' },
);
export type LastHold = Static<typeof LastHold>;

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
