/** Converts a series to a row of the database and back. */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { SeriesRecord } from '../../series/ports.ts';
import { SeriesState } from '../../series/rules/state.ts';

export const seriesColumns =
  'id, created_from, version, revision, state, due_at, awaits_rooms, is_deleted, created_at, updated_at';

const SeriesRow = Type.Object({
  id: Type.String(),
  created_from: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  revision: Type.Integer({ minimum: 1 }),
  state: Type.String(),
  due_at: Type.Union([Type.Number(), Type.Null()]),
  /** 1: yes. */
  awaits_rooms: Type.Integer(),
  is_deleted: Type.Integer(),
  created_at: Type.Number(),
  updated_at: Type.Number(),
});
export type SeriesRow = Static<typeof SeriesRow>;

export const writeSeries = (record: SeriesRecord): SeriesRow => ({
  id: record.id,
  created_from: record.createdFrom,
  version: record.version,
  revision: record.revision,
  state: JSON.stringify(record.state),
  due_at: record.dueAt,
  awaits_rooms: record.awaitsRooms ? 1 : 0,
  is_deleted: record.state.deletedAt === null ? 0 : 1,
  created_at: record.createdAt,
  updated_at: record.updatedAt,
});

/** Throws an Error that names the series, but none of its content. */
export function readSeries(row: unknown): SeriesRecord {
  if (!Value.Check(SeriesRow, row)) throw new Error('a column of a stored series has an unexpected type');
  const { state, ...columns } = row;
  return {
    id: columns.id,
    createdFrom: columns.created_from,
    version: columns.version,
    revision: columns.revision,
    state: readState(columns.id, state),
    dueAt: columns.due_at,
    awaitsRooms: columns.awaits_rooms !== 0,
    createdAt: columns.created_at,
    updatedAt: columns.updated_at,
  };
}

/** The series that can be read; each of the others is reported. */
export function readableSeries(rows: readonly unknown[], onBroken: (error: Error) => void): SeriesRecord[] {
  return rows.flatMap((row) => {
    try {
      return [readSeries(row)];
    } catch (error) {
      onBroken(error instanceof Error ? error : new Error(String(error)));
      return [];
    }
  });
}

/** Errors of parsers quote the text, which contains names. */
function readState(id: string, text: string): SeriesState {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    state = null;
  }
  if (!Value.Check(SeriesState, state)) throw new Error(`stored series ${id} can't be read`);
  return state;
}

/** Ids of the members who can have a personal link: not of those who were removed, nor of a deleted series. */
export const linkableMembers = ({ members, deletedAt }: SeriesState): string[] =>
  deletedAt === null ? Object.keys(members).filter((id) => members[id]?.isRemoved === false) : [];
