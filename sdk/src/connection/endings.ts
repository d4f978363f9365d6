/** What a client does after the end of a connection (PROTOCOL.md, «Errors»). */
import type { CloseReason } from '../../protocol/codes.ts';

/** The seat or the room is over for this client: no reconnect. */
const finalReasons: ReadonlySet<string> = new Set<CloseReason>([
  'denied',
  'removed',
  'room-ended',
  'replaced',
  'left',
  'not-available',
  'token-invalid',
  'client-too-old',
  'server-too-old',
  // The client would send too much again.
  'too-much-media',
  // The person was already asked, if there is a `getPasscode`.
  'passcode-required',
  'passcode-wrong',
]);

export type Consequence = 'over' | 'fresh-token' | 'retry';

export function consequenceOf(code: string): Consequence {
  if (finalReasons.has(code)) return 'over';
  return code === 'token-expired' ? 'fresh-token' : 'retry';
}
