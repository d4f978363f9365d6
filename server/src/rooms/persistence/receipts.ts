/** Receipts of agreements: that a seat accepted the words of a version, or took it back. */
import { createHash } from 'node:crypto';
import type { Effect, RoomState } from '../machine/index.ts';
import type { ReceiptNote } from '../ports.ts';

export function receiptsOf(state: RoomState, effects: Effect[]): ReceiptNote[] {
  return effects.flatMap((effect) => {
    if (effect.type !== 'agreementAccepted' && effect.type !== 'agreementWithdrawn') return [];
    const { seatId, version } = effect;
    const { agreement } = state.settings;
    const textSha256 = agreement?.version === version ? hashOfText(agreement.text) : null;
    const type = effect.type === 'agreementAccepted' ? 'accepted' : 'withdrawn';
    return [{ type, roomId: state.roomId, seatId, version, textSha256, at: state.now } as const];
  });
}

export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');
