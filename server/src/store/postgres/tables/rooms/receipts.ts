/** Receipts of agreements. They contain no text and no name. */
import { Type } from 'typebox';
import type { ReceiptNote } from '../../../../rooms/ports.ts';

export const ReceiptRow = Type.Object({
  seat_id: Type.String(),
  version: Type.String(),
  text_sha256: Type.String(),
  accepted_at: Type.Number(),
  withdrawn_at: Type.Union([Type.Number(), Type.Null()]),
});

/** Arrays for `unnest`: new receipts, and when stored ones of a seat were withdrawn. */
export interface ReceiptColumns {
  added: [
    seatId: string[],
    version: string[],
    textSha256: string[],
    acceptedAt: number[],
    withdrawnAt: (number | null)[],
  ];
  withdrawn: [seatId: string[], at: number[]];
}

/** A statement doesn't see what it adds itself: a receipt that is withdrawn in the same write is added as withdrawn. */
export function receiptColumns(notes: readonly ReceiptNote[]): ReceiptColumns {
  const added: { note: ReceiptNote; withdrawnAt: number | null }[] = [];
  const withdrawn = new Map<string, number>();
  for (const note of notes) {
    if (note.type === 'accepted') {
      added.push({ note, withdrawnAt: null });
      continue;
    }
    const open = added.filter((one) => one.note.seatId === note.seatId && one.withdrawnAt === null);
    for (const one of open) one.withdrawnAt = note.at;
    if (!withdrawn.has(note.seatId)) withdrawn.set(note.seatId, note.at);
  }
  return {
    added: [
      added.map(({ note }) => note.seatId),
      added.map(({ note }) => note.version),
      added.map(({ note }) => note.textSha256 ?? ''),
      added.map(({ note }) => note.at),
      added.map(({ withdrawnAt }) => withdrawnAt),
    ],
    withdrawn: [[...withdrawn.keys()], [...withdrawn.values()]],
  };
}
