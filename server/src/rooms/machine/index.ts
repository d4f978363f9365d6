/**
 * The room as a pure state machine: all rules about who is admitted, who sees whom and what happens when a connection
 * is lost. No clock, sockets, media or randomness. Its property tests check the invariants in docs/waiting-room.md.
 */

export { displayName } from './group/presence.ts';
export { diffViews } from './model/diff.ts';
export * from './model/events.ts';
export * from './model/results.ts';
export {
  createRoomState,
  effectiveGrants,
  elapsedMs,
  isHost,
  isInside,
  isPresent,
  seatOfConnection,
  seatOfIdentity,
  seatOfMedia,
  shortLossMs,
} from './model/state.ts';
export { partsOfTimerName, type TimerKind } from './model/timer-name.ts';
export * from './model/types.ts';
export { loadState, saveState } from './save.ts';
export { scrubEnded } from './scrub.ts';
export { attendanceOf } from './time/attendance.ts';
export { endsAtOf } from './time/ending.ts';
export { leadOf } from './time/lead.ts';
export { transition } from './transition.ts';
export { queueOf, viewOf } from './view.ts';
export { type AudienceMember, audienceOf, stayOf } from './visibility/audience.ts';
export { type EncryptionMode, encryptionOf, encryptionOfRoom } from './visibility/encryption.ts';
export { type ForwardingRule, forwardingRules, mayForward, mayPublish, withheldBy } from './visibility/forward.ts';
export { dependsOnConsent } from './visibility/observing.ts';
export { mayKnowReceptionOf } from './visibility/reception.ts';
