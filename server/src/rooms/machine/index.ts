/**
 * The room as a pure state machine: all rules of who is admitted, who sees whom and what happens when somebody drops.
 * No clock, no socket, no media, no randomness. The invariants of docs/waiting-room.md are its property tests.
 */
export { attendanceOf } from './attendance.ts';
export { diffViews } from './diff.ts';
export { endsAtOf } from './ending.ts';
export { isEqual } from './equal.ts';
export { type ForwardingRule, forwardingRules, mayForward, mayPublish, withheldBy } from './forward.ts';
export { leadOf } from './lead.ts';
export { dependsOnConsent } from './observing.ts';
export { displayName } from './presence.ts';
export { loadState, saveState } from './save.ts';
export { scrubEnded } from './scrub.ts';
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
} from './state.ts';
export { transition } from './transition.ts';
export * from './types.ts';
export { queueOf, viewOf } from './view.ts';
