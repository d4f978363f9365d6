/** The group as a whole: who is in it, and what hosts do for it or with one of it. */
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
  /** Puts the end off; also with no end set before, from now. */
  extendRoom: method(
    Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 240, description: 'Minutes to add' }) }, closed),
    Empty,
  ),
  /** Takes the last extension back, within two minutes. */
  undoExtension: method(Empty, Empty),
  /** From now on all see all. */
  openCircle: method(Empty, Empty),
  /** Takes the announcement of an opening circle back. */
  cancelCircle: method(Empty, Empty),
  setSpotlight: method(
    Type.Object({ participantId: nullable(Id, 'Who is shown large to everybody; null: nobody') }, closed),
    Empty,
  ),

  requestHelp: method(
    Type.Object({ note: Type.Optional(described(Text, 'What it is about, for the hosts')) }, closed),
    Empty,
  ),
  /** The client takes it back, or a host marks it as seen to. */
  closeHelp: method(
    Type.Object({ participantId: Type.Optional(described(Id, "Whose request. Left out: one's own")) }, closed),
    Empty,
  ),
  /** A host's private words to somebody who asked for help. */
  answerHelp: method(
    Type.Object({ ...aboutParticipant, text: described(Text, 'Shown to that person alone') }, closed),
    Empty,
  ),
  /** A host has taken note that somebody left; other hosts take note for themselves. */
  markDepartureSeen: method(Type.Object(aboutParticipant, closed), Empty),
  openSideRoom: method(Type.Object(aboutParticipant, closed), Empty),
  /** Either of the two: both come back to the group. */
  closeSideRoom: method(Empty, Empty),
} as const;

export const roomNotifications = {
  /** Everything at once, instead of many small changes: after admission, put back, hand-over of the connection's rights. */
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
