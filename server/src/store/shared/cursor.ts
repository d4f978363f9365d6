/** The end of a page of rooms, as an opaque text. */
import { AppError } from '../../core/errors/errors.ts';

export interface Position {
  created_at: number;
  id: string;
}

export function formatCursor(row: Record<string, unknown>): string {
  return Buffer.from(`${row.created_at} ${row.id}`).toString('base64url');
}

/** Throws `invalid-params` for anything that formatCursor didn't make. */
export function parseCursor(cursor: string): Position {
  const [, createdAt, id] = /^(\d+(?:\.\d+)?) ([\w-]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw new AppError('invalid-params', 'cursor: is not the nextCursor of a page of this list');
  }
  return { created_at: Number(createdAt), id };
}
