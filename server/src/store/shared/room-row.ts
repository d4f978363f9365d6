/** Converts a room to a row of the database and back. */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { RoomState } from '../../rooms/machine/model/types.ts';
import { loadState, saveState } from '../../rooms/machine/save.ts';
import type { RoomRecord } from '../../rooms/ports.ts';

const Row = Type.Object({
  id: Type.String(),
  created_from: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  revision: Type.Integer({ minimum: 0 }),
  phase: Type.String(),
  state: Type.String(),
  created_at: Type.Number(),
  updated_at: Type.Number(),
  /** Of rooms in PostgreSQL. */
  region: Type.Optional(Type.String()),
});
export type Row = Static<typeof Row>;

/** What the rest of the server requires of a stored state before it reads it. */
const StateOutline = Type.Object({
  roomId: Type.String(),
  settings: Type.Object({}),
  phase: Type.String(),
  seats: Type.Object({}),
  timers: Type.Object({}),
  counter: Type.Integer(),
  now: Type.Number(),
});

/** A stored room that can't be read. The message names the room, but none of its content. */
export class BrokenRoomError extends Error {
  readonly roomId: string;

  constructor(roomId: string, why: string) {
    super(`stored room ${roomId} can't be read: ${why}. Restore the data from a backup, or delete this room's row`);
    this.name = 'BrokenRoomError';
    this.roomId = roomId;
  }
}

export function writeRow(record: RoomRecord): Row {
  return {
    id: record.id,
    created_from: record.createdFrom,
    version: record.version,
    revision: record.revision,
    phase: record.state.phase,
    state: saveState(record.state),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}

/** Throws BrokenRoomError. */
export function readRow(row: unknown): RoomRecord {
  if (!Value.Check(Row, row)) throw new BrokenRoomError(idOf(row), 'a column has an unexpected type');
  return {
    id: row.id,
    createdFrom: row.created_from,
    version: row.version,
    revision: row.revision,
    state: readState(row),
    region: row.region ?? null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The rooms that can be read; each of the others is reported. */
export function readableRooms(rows: readonly unknown[], onBrokenRoom: (error: BrokenRoomError) => void): RoomRecord[] {
  return rows.flatMap((row) => {
    try {
      return [readRow(row)];
    } catch (error) {
      if (!(error instanceof BrokenRoomError)) throw error;
      onBrokenRoom(error);
      return [];
    }
  });
}

function readState(row: Row): RoomState {
  let state: RoomState;
  try {
    state = loadState(row.state);
  } catch (error) {
    // Errors of JSON.parse quote the text, which contains names.
    throw new BrokenRoomError(row.id, error instanceof SyntaxError ? 'it is not JSON' : messageOf(error));
  }
  if (!Value.Check(StateOutline, state)) throw new BrokenRoomError(row.id, 'its state is incomplete');
  if (state.roomId !== row.id || state.phase !== row.phase)
    throw new BrokenRoomError(row.id, 'its id or phase differs between state and columns');
  return state;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const idOf = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : '(without an id)';
