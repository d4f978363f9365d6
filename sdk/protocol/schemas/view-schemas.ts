/**
 * What a seat sees of the room: the snapshot that it gets when it connects, and the parts that notifications replace.
 */
import { type Static, Type } from 'typebox';
import { CheckIn } from './check-in-schemas.ts';
import { Stay } from './encryption-schemas.ts';
import { described, EpochMs, Id, nullable } from './fields.ts';
import { Breakout, CircleOpening, ExtensionUndo, GoRound, TurnUndo } from './group-work-schemas.ts';
import {
  ConsentQuestion,
  Departure,
  displayName,
  HelpRequest,
  LastHold,
  Meeting,
  Participant,
  Place,
  TherapistAway,
  WaitingEntry,
  WaitReason,
} from './person-schemas.ts';
import { Agreement, BackgroundBlur, Grants, Phase, Role, RoomEncryption } from './room-schemas.ts';

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
const encryption = Type.Optional(described(RoomEncryption, 'The setting of the room. Absent: `off`'));
const backgroundBlur = Type.Optional(described(BackgroundBlur, 'The setting of the room. Absent: `allowed`'));
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
    encryption,
    backgroundBlur,
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
    checkIn: Type.Optional(
      described(CheckIn, 'For clients and hosts: the check-in. Absent: none, or this seat is an observer'),
    ),
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
    lastHold: Type.Optional(
      described(LastHold, 'For hosts only: the last time without a host, when it is over. Absent: there was none'),
    ),
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
    encryption,
    backgroundBlur,
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
    /** How this person's media is sent now: `none` where somebody in the same place can't encrypt. */
    encryption: Type.Optional(
      Type.Enum(['e2e', 'none'], {
        description:
          'How the media of this seat is sent now. `e2e`: encrypted end to end; `none`: a person in the same place cannot encrypt. Absent: the room does not encrypt',
      }),
    ),
    stay: Type.Optional(Stay),
    /** Ids of the people to whom this person's secrets may be sent. */
    audience: Type.Optional(
      Type.Array(Id, {
        description:
          'Ids of the people who may have the secrets of this seat: those in the same place whom it sees and who see it. Absent: the room does not encrypt',
      }),
    ),
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
