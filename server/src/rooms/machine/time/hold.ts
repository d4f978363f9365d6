/** The last time without a host, during which the session was held. Hosts who come back are told what it meant for the group. */
import type { LastHold } from '@hearthroom/sdk/protocol';
import type { Draft } from '../model/draft.ts';
import { isHost } from '../model/state.ts';
import type { RoomState, Seat } from '../model/types.ts';

/** After every event, when the phase is settled. It is over when the room is live again. */
export function settleHold({ state, now }: Draft): void {
  const isPaused = state.settings.whileHeld === 'pause';
  if (state.phase === 'held') {
    if (state.hold?.until !== null) state.hold = { since: now, until: null, mediaPaused: false, sentToWait: false };
    if (isPaused) state.hold.mediaPaused = true;
    return;
  }
  if (state.hold?.until !== null) return;
  // The grace is over, and no host is here yet.
  if (state.phase === 'open') state.hold.sentToWait = true;
  if (state.phase === 'live') state.hold.until = now;
}

export function lastHoldView({ hold }: RoomState, viewer: Seat): { lastHold?: LastHold } {
  if (!isHost(viewer) || !hold || hold.until === null) return {};
  return { lastHold: { ...hold, until: hold.until } };
}
