/** Reveal together: until a host opens the circle, clients see and hear the hosts alone. */
import type { RoomSettings } from '@hearthroom/sdk/protocol';
import type { Draft } from './draft.ts';
import { requireGrant } from './permissions.ts';
import type { RoomEvent } from './types.ts';

/** For good: whoever has been seen is not unseen again. */
export function openCircle(draft: Draft, { actor }: Extract<RoomEvent, { type: 'openCircle' }>): void {
  requireGrant(draft, actor, 'canAdmit');
  draft.state.circle = 'open';
}

/** A room may still become one that reveals together while nobody has been inside; settle() opens for `immediately`. */
export function applyReveal(draft: Draft, patch: Partial<RoomSettings>): void {
  if (patch.reveal === 'together' && !draft.state.everAdmitted) draft.state.circle = 'closed';
}
