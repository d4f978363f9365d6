/**
 * The room as a pure state machine: all rules of who is admitted, who sees whom and what happens when somebody drops.
 * No clock, no socket, no media, no randomness. The invariants of docs/waiting-room.md are its property tests.
 */

export { displayName } from './group/presence.ts';
export { diffViews } from './model/diff.ts';
export {
  blipMs,
  createRoomState,
  effectiveGrants,
  elapsedMs,
  isHost,
  isInside,
  isPresent,
  seatOfConnection,
  seatOfIdentity,
  seatOfMedia,
} from './model/state.ts';
export * from './model/types.ts';
export { loadState, saveState } from './save.ts';
export { scrubEnded } from './scrub.ts';
export { attendanceOf } from './time/attendance.ts';
export { endsAtOf } from './time/ending.ts';
export { leadOf } from './time/lead.ts';
export { transition } from './transition.ts';
export { queueOf, viewOf } from './view.ts';
export { type ForwardingRule, forwardingRules, mayForward, mayPublish, withheldBy } from './visibility/forward.ts';
export { dependsOnConsent } from './visibility/observing.ts';
