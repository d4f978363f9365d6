/** What follows from the end of a connection (PROTOCOL.md, «Errors»). */
import type { CloseReason } from '../../protocol/codes.ts';

/** The seat or the room is over for this client. */
const finalReasons: ReadonlySet<string> = new Set<CloseReason>([
  'denied',
  'removed',
  'room-ended',
  'replaced',
  'left',
  'not-available',
  'token-invalid',
  // A client that sends too much would only do so again.
  'too-much-media',
  // The person was asked, as far as there was somebody to ask.
  'passcode-required',
  'passcode-wrong',
]);

export type Consequence = 'over' | 'fresh-token' | 'retry';

export function consequenceOf(code: string): Consequence {
  if (finalReasons.has(code)) return 'over';
  return code === 'token-expired' ? 'fresh-token' : 'retry';
}
