/** What is to be done for a series at a time: pure, so that it is tested with a clock of its own. */
import { createHash } from 'node:crypto';
import { defaultRoomSettings, type RoomSettings } from '@hearthroom/sdk/protocol';
import { instantOf } from './local-time.ts';
import { findComing, hasComing, occurrenceOf, occurrencesBetween } from './occurrences.ts';
import { lastOccurrence } from './recurrence.ts';
import type { Member, Occurrence, RoomMark, SeriesState } from './state.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long it is remembered which occurrences have had their room: longer than any clock is set back. */
const rememberedMs = 30 * dayMs;
/** The calendar files of a deleted series, and of a removed member, can be fetched for so long. */
export const keptDeletedMs = 90 * dayMs;
/** A series is looked at again after so long if nothing is due before. */
const lookAheadMs = 366 * dayMs;

export interface Due {
  /** Occurrences whose rooms have to be made. */
  rooms: Occurrence[];
  /** Occurrences that have to be announced. */
  announcements: Occurrence[];
}

/** Never of an occurrence that has ended; of one that has begun only the room, since people may wait for it. */
export function dueOf(series: SeriesState, now: number): Due {
  if (series.deletedAt !== null) return { rooms: [], announcements: [] };
  const { roomLeadMinutes, reminderMinutes, announced } = series;
  const near = occurrencesBetween(series, now, now + roomLeadMinutes * minuteMs + 1);
  return {
    rooms: near.filter((one) => !hasRoom(series, one, now)),
    announcements:
      reminderMinutes === null
        ? []
        : near.filter(
            ({ id, startsAt }) =>
              startsAt > now && startsAt <= now + reminderMinutes * minuteMs && !announced.includes(id),
          ),
  };
}

/** Also if a session of this series that has begun under other times goes on meanwhile. */
function hasRoom({ rooms }: SeriesState, { id, startsAt, endsAt }: Occurrence, now: number): boolean {
  const own = Object.hasOwn(rooms, id) ? rooms[id] : undefined;
  if (own) return !own.isEnded;
  return Object.values(rooms).some(
    (room) => !room.isEnded && room.startsAt <= now && room.startsAt < endsAt && room.endsAt > startsAt,
  );
}

/** The settings of an occurrence's room. */
export const roomSettings = (series: SeriesState, { startsAt, endsAt }: Occurrence): Partial<RoomSettings> => ({
  ...series.settings,
  opensAt: new Date(startsAt).toISOString(),
  closesAt: new Date(endsAt).toISOString(),
});

export const markOf = (settings: Partial<RoomSettings>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url');

export type RoomChange =
  | { what: 'end'; occurrenceId: string; room: RoomMark }
  | {
      what: 'update';
      occurrenceId: string;
      room: RoomMark;
      occurrence: Occurrence;
      settings: Partial<RoomSettings>;
      /** With the defaults of what the room was given before. */
      patch: Partial<RoomSettings>;
    };

/** What has to be changed about rooms that were made before the series was changed. Sessions that have begun go on. */
export function roomChanges(series: SeriesState, now: number): RoomChange[] {
  return Object.entries(series.rooms).flatMap(([id, room]): RoomChange[] => {
    if (room.isEnded || room.startsAt <= now) return [];
    const occurrence = series.deletedAt === null ? occurrenceOf(series, id) : null;
    if (!occurrence) return [{ what: 'end', occurrenceId: id, room }];
    const settings = roomSettings(series, occurrence);
    if (markOf(settings) === room.madeFrom || occurrence.endsAt <= now) return [];
    const patch = { ...defaultsOf(room.given), ...settings };
    return [{ what: 'update', occurrenceId: id, room, occurrence, settings, patch }];
  });
}

const defaultsOf = (names: readonly string[]): Partial<RoomSettings> =>
  Object.fromEntries(Object.entries(defaultRoomSettings).filter(([name]) => names.includes(name)));

/**
 * Removes the names of members who have no occurrence left, members whose calendar file has cancelled for long enough, and
 * what need not be remembered any more.
 */
export function tidy(series: SeriesState, now: number): SeriesState {
  const isRecent = ([, { endsAt }]: [string, RoomMark]): boolean => endsAt > now - rememberedMs;
  const rooms = Object.fromEntries(Object.entries(series.rooms).filter(isRecent));
  const known = new Map<string, boolean>();
  const isComing = (member: Member): boolean => {
    const range = `${member.from} ${member.until} ${member.isRemoved}`;
    const is = known.get(range) ?? hasComing(series, member, now);
    known.set(range, is);
    return is;
  };
  const { kept, firstSequence } = forgetRemoved(series, now);
  const members = Object.fromEntries(
    kept.map(([id, member]) => [id, member.person !== null && !isComing(member) ? withoutPerson(member) : member]),
  );
  const announced = series.announced.filter((id) => Object.hasOwn(rooms, id));
  return { ...series, rooms, members, announced, ...(firstSequence > 0 && { firstSequence }) };
}

const withoutPerson = ({ lineTestedAt: _, ...member }: Member): Member => ({ ...member, person: null });

/** Of a deleted series all are kept until it is forgotten as a whole. */
function forgetRemoved(
  { members, deletedAt, firstSequence = 0 }: SeriesState,
  now: number,
): { kept: [string, Member][]; firstSequence: number } {
  const all = Object.entries(members).map(([id, member]): [string, Member] => [
    id,
    member.isRemoved ? { removedAt: now, ...member } : member,
  ]);
  const isKept = ([, { removedAt }]: [string, Member]): boolean =>
    deletedAt !== null || removedAt === undefined || removedAt > now - keptDeletedMs;
  const forgotten = all.filter((one) => !isKept(one)).map(([, { sequence }]) => sequence + 1);
  return { kept: all.filter(isKept), firstSequence: Math.max(firstSequence, ...forgotten) };
}

/** Whether nothing is left to keep. */
export const isForgettable = ({ deletedAt, rooms }: SeriesState, now: number): boolean =>
  deletedAt !== null && deletedAt <= now - keptDeletedMs && Object.values(rooms).every(({ endsAt }) => endsAt <= now);

/** When the series has to be looked at next, milliseconds since 1970-01-01 UTC; null: never. */
export function nextDueAt(series: SeriesState, now: number): number | null {
  if (series.deletedAt !== null) return Math.max(series.deletedAt + keptDeletedMs, now + minuteMs);
  const { roomLeadMinutes, reminderMinutes } = series;
  const coming = occurrencesBetween(series, now, now + lookAheadMs);
  const times = coming.flatMap(({ startsAt, endsAt }) => [
    startsAt - roomLeadMinutes * minuteMs,
    ...(reminderMinutes === null ? [] : [startsAt - reminderMinutes * minuteMs]),
    endsAt,
  ]);
  const forgets = Object.values(series.members).flatMap(({ removedAt }) =>
    removedAt === undefined ? [] : [removedAt + keptDeletedMs],
  );
  const later = [...times, ...forgets].filter((at) => at > now);
  if (later.length > 0) return Math.min(...later);
  return hasEnded(series, now) ? null : now + lookAheadMs / 2;
}

/** Its last occurrence is over. */
function hasEnded(series: SeriesState, now: number): boolean {
  const last = lastOccurrence(series);
  return last !== null && !findComing(series, now, instantOf(last, series.timeZone) + 1);
}
