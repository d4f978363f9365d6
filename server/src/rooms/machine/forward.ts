/** Who may receive whom. Everything that opens media asks here, and asks again after every await. */
import type { Grants, TrackSource } from '@hearthroom/sdk/protocol';
import { apartOf, meet, samePlace } from './places.ts';
import { effectiveGrants, isInside, seatOf } from './state.ts';
import type { RoomState, Seat, SeatId } from './types.ts';

const grantFor = {
  microphone: 'publishMicrophone',
  camera: 'publishCamera',
  screen: 'publishScreen',
} as const satisfies Record<TrackSource, keyof Grants>;

/**
 * May a packet of this source go from one seat to another, now? Within one place alone, and to whoever may see its sender.
 * Suspended seats count as inside: established media goes on while its path lives, though the signaling connection is lost.
 */
export function mayForward(state: RoomState, from: SeatId, to: SeatId, source: TrackSource): boolean {
  if (from === to || !isMediaRunning(state)) return false;
  const sender = seatOf(state, from);
  const receiver = seatOf(state, to);
  if (!sender || !receiver || !samePlace(state, sender, receiver) || !meet(state, sender, receiver)) return false;
  return effectiveGrants(state, receiver).subscribe && mayPublish(state, from, source);
}

/** May a seat have a track of this source at the server? While the room is held it may keep it; nothing is forwarded. */
export function mayPublish(state: RoomState, seatId: SeatId, source: TrackSource): boolean {
  const seat = seatOf(state, seatId);
  if (!seat || state.phase === 'ended' || !(isInside(seat) || isInPreview(state, seat))) return false;
  return effectiveGrants(state, seat)[grantFor[source]];
}

/** Who waits has media for as long as a host looks at them. */
const isInPreview = (state: RoomState, { id }: Seat): boolean => apartOf(state, id)?.kind === 'preview';

function isMediaRunning(state: RoomState): boolean {
  return state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
}
