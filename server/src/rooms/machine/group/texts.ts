/** In which form people write: plain, or encrypted end to end for each receiver (sealed). */
import type { ReceivedSealedText, SealedText } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { Written } from '../model/events.ts';
import type { Seat, SeatId } from '../model/types.ts';
import { stayOf } from '../visibility/audience.ts';

/** Rejects plain texts where the room requires encryption, and sealed ones where it has none. */
export function requireForm({ state }: Draft, sealed: SealedText | undefined): void {
  const { encryption } = state.settings;
  if (encryption === 'off' && sealed) reject('invalid-params');
  if (encryption === 'required' && !sealed) reject('e2ee-unsupported');
}

/** A sealed text as this person gets it: with the box for their present stay, if there is one, and with nobody else's. */
export function sealedFor(receiver: Seat, from: SeatId, { cipher, items }: SealedText): ReceivedSealedText {
  const item = items.find(({ to, stay }) => to === receiver.id && stay === stayOf(receiver));
  return { from, cipher, ...(item && { secret: { box: item.box, sig: item.sig } }) };
}

/** What this person is told of a text. */
export const textFor = (
  receiver: Seat,
  from: SeatId,
  { text, sealed }: Written,
): { text: string; sealed?: ReceivedSealedText } =>
  sealed ? { text: '', sealed: sealedFor(receiver, from, sealed) } : { text };
