/** What a client does after the end of a connection (PROTOCOL.md, «Errors»). */
import type { CloseReason } from '../../protocol/codes.ts';

/** Versions that do not fit: no reconnect, but a page that is loaded anew resumes its seat. */
const misfits = ['client-too-old', 'server-too-old'] as const;

/** The seat or the room is over for this client: no reconnect. */
const finalReasons: ReadonlySet<string> = new Set<CloseReason>([
  'denied',
  'removed',
  'room-ended',
  'replaced',
  'left',
  'not-available',
  'token-invalid',
  ...misfits,
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

/** Whether this client will not come back to its seat, so that what would resume it can be deleted. */
export const givesUpSeat = (code: string): boolean => finalReasons.has(code) && !misfits.some((one) => one === code);
