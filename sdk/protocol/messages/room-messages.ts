/** The messages about the group: who is in it, and what hosts do for it or with one person. */
import { Type } from 'typebox';
import { SealedShortText } from '../schemas/encryption-schemas.ts';
import { aboutParticipant, closed, described, Empty, Id, method, nullable, reason, Text } from '../schemas/fields.ts';
import { Participant } from '../schemas/person-schemas.ts';
import { TrackSource } from '../schemas/room-schemas.ts';
import { AdmittedRoomView, Self, Snapshot, WaitingRoomView } from '../schemas/view-schemas.ts';

export const roomRequests = {
  remove: method(
    Type.Object(
      {
        ...aboutParticipant,
        ban: Type.Optional(
          Type.Boolean({
            description: 'true: from now on this person (`sub`) cannot connect to this room. Default: false',
          }),
        ),
        ...reason,
      },
      closed,
    ),
    Empty,
  ),
  mute: method(
    Type.Object({ ...aboutParticipant, source: described(TrackSource, 'The track to mute') }, closed),
    Empty,
  ),
  askToUnmute: method(
    Type.Object(
      {
        ...aboutParticipant,
        source: Type.Enum(['microphone', 'camera'], { description: 'The track that the person is asked to unmute' }),
      },
      closed,
    ),
    Empty,
  ),
  lock: method(Empty, Empty),
  unlock: method(Empty, Empty),
  endRoom: method(
    Type.Object({ message: Type.Optional(described(Text, 'Closing message to everybody in the session')) }, closed),
    Empty,
  ),
  /** Postpones the end; if none was set, sets one. */
  extendRoom: method(
    Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 240, description: 'Minutes to add' }) }, closed),
    Empty,
  ),
  /** Takes back the last extension, within two minutes. */
  undoExtension: method(Empty, Empty),
  /** Opens the circle: from then on all people see and hear each other. */
  openCircle: method(Empty, Empty),
  /** Cancels the announced opening of the circle. */
  cancelCircle: method(Empty, Empty),
  setSpotlight: method(
    Type.Object({ participantId: nullable(Id, 'Id of the person to show large to everybody; null: nobody') }, closed),
    Empty,
  ),

  requestHelp: method(
    Type.Object(
      {
        note: Type.Optional(described(Text, 'What it is about, for the hosts')),
        sealed: Type.Optional(described(SealedShortText, 'Instead of `note`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  /** The client withdraws the call, or a host marks it as dealt with. */
  closeHelp: method(
    Type.Object(
      { participantId: Type.Optional(described(Id, 'Id of the person who asked for help. Default: the sender')) },
      closed,
    ),
    Empty,
  ),
  /** A host's private message to somebody who asked for help. */
  answerHelp: method(
    Type.Object(
      {
        ...aboutParticipant,
        text: Type.Optional(described(Text, 'Shown only to that person')),
        sealed: Type.Optional(described(SealedShortText, 'Instead of `text`: readable for its receivers only')),
      },
      closed,
    ),
    Empty,
  ),
  /** Marks a departure as seen, for this host only. */
  markDepartureSeen: method(Type.Object(aboutParticipant, closed), Empty),
  openSideRoom: method(Type.Object(aboutParticipant, closed), Empty),
  /** For both people: they return to the group. */
  closeSideRoom: method(Empty, Empty),
} as const;

export const roomNotifications = {
  /**
   * The complete state instead of many changes: after an admission, after being put back, and when the rights of the
   * connection change.
   */
  snapshotReplaced: Type.Object({
    snapshot: described(Snapshot, 'Complete state for this seat, which replaces all earlier state'),
    reason: Type.Optional(described(Text, 'Message from the host to this person')),
  }),
  selfUpdated: Type.Object({ self: Self }),
  roomUpdated: Type.Object({
    room: Type.Union([AdmittedRoomView, WaitingRoomView], {
      description: 'The complete new view: `AdmittedRoomView` for admitted seats, `WaitingRoomView` for waiting seats',
    }),
  }),
  participantJoined: Type.Object({ participant: Participant }),
  participantUpdated: Type.Object({ participant: Participant }),
  participantLeft: Type.Object({ participantId: described(Id, 'Id of the person who is no longer in the group') }),
} as const;
