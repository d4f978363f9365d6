/**
 * Receipts of agreements. They contain no text and no name. They stay after a room has ended, and are removed with the
 * room.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Receipt, ReceiptNote } from '../../../rooms/ports.ts';

const Row = Type.Object({
  seat_id: Type.String(),
  version: Type.String(),
  text_sha256: Type.String(),
  accepted_at: Type.Number(),
  withdrawn_at: Type.Union([Type.Number(), Type.Null()]),
});

export class ReceiptsTable {
  readonly #statements: Record<'insert' | 'withdraw' | 'list' | 'delete', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#statements = {
      insert: database.prepare(`INSERT INTO receipts (room_id, seat_id, version, text_sha256, accepted_at)
        VALUES (?, ?, ?, ?, ?)`),
      withdraw: database.prepare(`UPDATE receipts SET withdrawn_at = ?
        WHERE room_id = ? AND seat_id = ? AND withdrawn_at IS NULL`),
      list: database.prepare(`SELECT seat_id, version, text_sha256, accepted_at, withdrawn_at FROM receipts
        WHERE room_id = ? ORDER BY id`),
      delete: database.prepare('DELETE FROM receipts WHERE room_id = ?'),
    };
  }

  add({ type, roomId, seatId, version, textSha256, at }: ReceiptNote): void {
    if (type === 'accepted') this.#statements.insert.run(roomId, seatId, version, textSha256 ?? '', at);
    else this.#statements.withdraw.run(at, roomId, seatId);
  }

  list(roomId: string): Receipt[] {
    return this.#statements.list.all(roomId).flatMap((row) =>
      Value.Check(Row, row)
        ? [
            {
              seatId: row.seat_id,
              version: row.version,
              textSha256: row.text_sha256,
              acceptedAt: row.accepted_at,
              withdrawnAt: row.withdrawn_at,
            },
          ]
        : [],
    );
  }

  deleteOf(roomId: string): void {
    this.#statements.delete.run(roomId);
  }
}
