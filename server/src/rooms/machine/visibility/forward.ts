/** Which seat may receive media from which. All code that opens media asks here, and asks again after every await. */
import type { Grants, TrackSource } from '@hearthroom/sdk/protocol';
import { effectiveGrants, isInside, seatOf } from '../model/state.ts';
import type { RoomState, Seat, SeatId } from '../model/types.ts';
import { isConsentedTo } from './observing.ts';
import { isRevealed, privatePairOf, samePlace } from './places.ts';

const grantFor = {
  microphone: 'publishMicrophone',
  camera: 'publishCamera',
  screen: 'publishScreen',
  'screen-audio': 'publishScreen',
} as const satisfies Record<TrackSource, keyof Grants>;

/** Why one seat doesn't receive another one's track. Stable codes, explained in the README. */
export const forwardingRules = [
  'own-track',
  'room-not-live',
  'room-held',
  'not-in-room',
  'in-preview',
  'in-side-room',
  'waiting',
  'other-breakout-group',
  'circle-closed',
  'not-consented',
  'no-subscribe-grant',
  'no-publish-grant',
] as const;
export type ForwardingRule = (typeof forwardingRules)[number];

/**
 * The first rule in this order that forbids forwarding this source from one seat to another now; null: allowed.
 * Suspended seats count as inside: media that is set up continues while its transport works, although the signaling
 * connection is lost.
 */
export function withheldBy(state: RoomState, from: SeatId, to: SeatId, source: TrackSource): ForwardingRule | null {
  if (from === to) return 'own-track';
  if (!isMediaRunning(state)) return state.phase === 'held' ? 'room-held' : 'room-not-live';
  const sender = seatOf(state, from);
  const receiver = seatOf(state, to);
  if (!sender || !receiver || isGone(sender) || isGone(receiver)) return 'not-in-room';
  if (!samePlace(state, sender, receiver)) return placeRule(state, sender, receiver);
  if (!isRevealed(state, sender, receiver)) return 'circle-closed';
  if (!isConsentedTo(state, sender, receiver)) return 'not-consented';
  if (!effectiveGrants(state, receiver).subscribe) return 'no-subscribe-grant';
  return mayPublish(state, from, source) ? null : 'no-publish-grant';
}

/**
 * May this source be forwarded from one seat to another now? Only within one place, and only to seats that may see the
 * sender.
 */
export function mayForward(state: RoomState, from: SeatId, to: SeatId, source: TrackSource): boolean {
  return withheldBy(state, from, to, source) === null;
}

/**
 * The rule for two seats that are not in one place. If both are in private pairs with others, the sender's place decides.
 */
function placeRule(state: RoomState, sender: Seat, receiver: Seat): ForwardingRule {
  const pair = privatePairOf(state, sender.id) ?? privatePairOf(state, receiver.id);
  if (pair) return pair.kind === 'preview' ? 'in-preview' : 'in-side-room';
  return isInside(sender) && isInside(receiver) ? 'other-breakout-group' : 'waiting';
}

/** May a seat have a track of this source on the server? While the room is held it may, but nothing is forwarded. */
export function mayPublish(state: RoomState, seatId: SeatId, source: TrackSource): boolean {
  const seat = seatOf(state, seatId);
  if (!seat || state.phase === 'ended' || !(isInside(seat) || isInPreview(state, seat))) return false;
  return effectiveGrants(state, seat)[grantFor[source]];
}

const isGone = (seat: Seat): boolean => !isInside(seat) && seat.state !== 'waiting';

/** A waiting person has media only during a preview with a host. */
const isInPreview = (state: RoomState, { id }: Seat): boolean => privatePairOf(state, id)?.kind === 'preview';

function isMediaRunning(state: RoomState): boolean {
  return state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
}
