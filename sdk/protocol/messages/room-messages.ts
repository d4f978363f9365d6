/** The messages about the group: who is in it, and what hosts do for it or with one person. */
import { Type } from 'typebox';
import { aboutParticipant, closed, described, Empty, Id, method, nullable, reason, Text } from '../schemas/fields.ts';
import { TrackSource } from '../schemas/room-schemas.ts';
import { AdmittedRoomView, Participant, Self, Snapshot, WaitingRoomView } from '../schemas/view-schemas.ts';

export const roomRequests = {
  remove: method(
    Type.Object(
      {
        ...aboutParticipant,
        ban: Type.Optional(
          Type.Boolean({ description: 'Refuse this identity for this room from now on. Default: false' }),
        ),
        ...reason,
      },
      closed,
    ),
    Empty,
  ),
  mute: method(
    Type.Object({ ...aboutParticipant, source: described(TrackSource, 'Which track is paused') }, closed),
    Empty,
  ),
  askToUnmute: method(
    Type.Object(
      { ...aboutParticipant, source: Type.Enum(['microphone', 'camera'], { description: 'Which track is asked for' }) },
      closed,
    ),
    Empty,
  ),
  lock: method(Empty, Empty),
  unlock: method(Empty, Empty),
  endRoom: method(
    Type.Object({ message: Type.Optional(described(Text, 'A closing word to those inside')) }, closed),
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
    Type.Object({ participantId: nullable(Id, 'Who is shown large to everybody; null: nobody') }, closed),
    Empty,
  ),

  requestHelp: method(
    Type.Object({ note: Type.Optional(described(Text, 'What it is about, for the hosts')) }, closed),
    Empty,
  ),
  /** The client withdraws the call, or a host marks it as dealt with. */
  closeHelp: method(
    Type.Object({ participantId: Type.Optional(described(Id, "Whose request. Left out: one's own")) }, closed),
    Empty,
  ),
  /** A host's private message to somebody who asked for help. */
  answerHelp: method(
    Type.Object({ ...aboutParticipant, text: described(Text, 'Shown to that person alone') }, closed),
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
    snapshot: described(Snapshot, 'Everything that this seat may know from now on'),
    reason: Type.Optional(described(Text, "The host's words to this person")),
  }),
  selfUpdated: Type.Object({ self: Self }),
  roomUpdated: Type.Object({
    room: Type.Union([AdmittedRoomView, WaitingRoomView], {
      description: 'The whole view anew: `AdmittedRoomView` for who is admitted, `WaitingRoomView` for who waits',
    }),
  }),
  participantJoined: Type.Object({ participant: Participant }),
  participantUpdated: Type.Object({ participant: Participant }),
  participantLeft: Type.Object({ participantId: described(Id, 'Who is not in the group any more') }),
} as const;
