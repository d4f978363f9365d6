/** The group as a whole: who is in it, and what hosts do for it or with one of it. */
import { Type } from 'typebox';
import { aboutParticipant, closed, Empty, Id, method, reason, Text } from './fields.ts';
import { TrackSource } from './room.ts';
import { AdmittedRoomView, Participant, Self, Snapshot, WaitingRoomView } from './views.ts';

export const roomRequests = {
  remove: method(Type.Object({ ...aboutParticipant, ban: Type.Optional(Type.Boolean()), ...reason }, closed), Empty),
  mute: method(Type.Object({ ...aboutParticipant, source: TrackSource }, closed), Empty),
  askToUnmute: method(Type.Object({ ...aboutParticipant, source: Type.Enum(['microphone', 'camera']) }, closed), Empty),
  lock: method(Empty, Empty),
  unlock: method(Empty, Empty),
  endRoom: method(Type.Object({ message: Type.Optional(Text) }, closed), Empty),
  /** Puts the end off; also with no end set before, from now. */
  extendRoom: method(Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 240 }) }, closed), Empty),
  /** From now on all see all. */
  openCircle: method(Empty, Empty),
  setSpotlight: method(Type.Object({ participantId: Type.Union([Id, Type.Null()]) }, closed), Empty),

  requestHelp: method(Type.Object({ note: Type.Optional(Text) }, closed), Empty),
  /** The client takes it back, or a host marks it as seen to. */
  closeHelp: method(Type.Object({ participantId: Type.Optional(Id) }, closed), Empty),
  /** A host's private words to somebody who asked for help. */
  answerHelp: method(Type.Object({ ...aboutParticipant, text: Text }, closed), Empty),
  openSideRoom: method(Type.Object(aboutParticipant, closed), Empty),
  /** Either of the two: both come back to the group. */
  closeSideRoom: method(Empty, Empty),
} as const;

export const roomNotifications = {
  /** Everything at once, instead of many small changes: after admission, put back, hand-over of the connection's rights. */
  snapshotReplaced: Type.Object({ snapshot: Snapshot, reason: Type.Optional(Text) }),
  selfUpdated: Type.Object({ self: Self }),
  roomUpdated: Type.Object({ room: Type.Union([AdmittedRoomView, WaitingRoomView]) }),
  participantJoined: Type.Object({ participant: Participant }),
  participantUpdated: Type.Object({ participant: Participant }),
  participantLeft: Type.Object({ participantId: Id }),
} as const;
