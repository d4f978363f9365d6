/** Converts records of the media journal, and entries of the audit log for their explanation, from rows of a database. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { MediaEvent } from '../../core/events/media-events.ts';
import type { JournalRecord } from '../../journal/records.ts';
import { JournalEvent } from '../../journal/records.ts';
import type { Decision } from '../../journal/story/evidence.ts';

/** Records per room. About 200 bytes each; a long session of sixteen people with a few changes of groups has about 3,000. */
export const maxRecordsPerRoom = 20_000;
/** A tenth is removed at once, so that it happens rarely. */
export const keptShare = 0.9;

const Row = Type.Object({ room_id: Type.String(), at: Type.Number(), count: Type.Integer(), event: Type.String() });
const Event = Type.Union([MediaEvent, JournalEvent]);

export const toRow = ({ roomId, at, count, event }: JournalRecord) => ({
  room_id: roomId,
  at,
  count,
  event: JSON.stringify(event),
});

export function readRecord(row: unknown): JournalRecord {
  const { room_id: roomId, at, count, event } = Value.Parse(Row, row);
  return { roomId, at, count, event: readEvent(event) };
}

function readEvent(text: string): JournalRecord['event'] {
  const event = parseJson(text);
  return Value.Check(Event, event) ? event : { what: 'journal.unreadable' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const AuditRow = Type.Object({ at: Type.Number(), line: Type.String() });
const AuditLine = Type.Object({
  what: Type.String(),
  by: Type.Union([Type.String(), Type.Null()]),
  seatId: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

/**
 * The period in which decisions explain these records: from a day before the first of them, for people who were there
 * already, to the last one, which is later than `until` if a clock was ahead and then set back.
 */
export function decisionsPeriod(
  records: readonly JournalRecord[],
  from: number,
  until: number,
): { begin: number; end: number } {
  const begin = Math.min(from, records[0]?.at ?? from) - beforeMs;
  return { begin, end: records.reduce((latest, { at }) => Math.max(latest, at), until) };
}

/** The record about removed ones, in place of the last of them. */
export function gapRecord(roomId: string, first: JournalRecord, lastAt: number): JournalRecord {
  const missingMs = Math.max(lastAt - first.at + ('missingMs' in first.event ? first.event.missingMs : 0), 0);
  return {
    roomId,
    at: lastAt,
    event: { what: 'journal.gap', cause: 'limit', missingMs: Math.round(missingMs) },
    count: 1,
  };
}

const beforeMs = 86_400_000;

export function readDecision(row: unknown): Decision | null {
  if (!Value.Check(AuditRow, row)) return null;
  const line: unknown = JSON.parse(row.line);
  if (!Value.Check(AuditLine, line)) return null;
  const { what, by, seatId, detail = {} } = line;
  return { at: row.at, what, by, seatId, detail };
}
