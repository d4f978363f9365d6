/** The sessions of one member, as the page behind their personal link shows them. Pure. */
import { defaultRoomSettings, grantsOf, type PlannedSession } from '@hearthroom/sdk/protocol';
import { instantOf } from './local-time.ts';
import { occurrencesBetween, place, takesPart } from './occurrences.ts';
import { isOccurrence } from './recurrence.ts';
import type { Member, RoomMark, SeriesState } from './state.ts';

export interface MemberSession extends Omit<PlannedSession, 'canEnter'> {
  /** Null: its room can't be entered yet, or is not made yet. */
  roomId: string | null;
}

/** What became of a room: `running` with people in it, `over` ended or deleted, `quiet` everything else. */
export type RoomLife = 'quiet' | 'running' | 'over';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** People come before it begins, and wait. */
const entryLeadMinutes = 15;
const maxShown = 8;
/** Looked ahead, longer and longer while there are fewer sessions than are shown. */
const lookAheadDays = [40, 400, 4_000];

export const isHost = (member: Member): boolean => member.person !== null && grantsOf(member.person.role).canAdmit;

/** Hosts can open the room earlier, by `earlyEntrySeconds`. */
function entersAt(series: SeriesState, member: Member, startsAt: number): number {
  const early = series.settings.earlyEntrySeconds ?? defaultRoomSettings.earlyEntrySeconds;
  const leadMinutes = isHost(member) ? Math.max(entryLeadMinutes, early / 60) : entryLeadMinutes;
  return startsAt - Math.min(leadMinutes, series.roomLeadMinutes) * minuteMs;
}

/** Rooms of the member that may be entered now, unless they are over. Also of a session that the series has no more. */
export const roomsToEnter = (series: SeriesState, member: Member, now: number): [string, RoomMark][] =>
  Object.entries(series.rooms).filter(
    ([id, room]) =>
      !room.isEnded &&
      takesPart(member, id) &&
      entersAt(series, member, room.startsAt) <= now &&
      // Its room is about to be ended.
      !(series.skipped.includes(id) && room.startsAt > now),
  );

/**
 * Clients see the next one, and those before it that are skipped; hosts several.
 * @param lives of the rooms that may be entered
 */
export function memberSessions(
  series: SeriesState,
  member: Member,
  { now, lives }: { now: number; lives: ReadonlyMap<string, RoomLife> },
): MemberSession[] {
  if (member.person === null) return [];
  const rooms = roomsToEnter(series, member, now);
  const over = new Set(rooms.filter(([, { roomId }]) => lives.get(roomId) === 'over').map(([id]) => id));
  const entered = rooms
    .filter(
      ([, { roomId, endsAt }]) => lives.get(roomId) === 'running' || (lives.get(roomId) === 'quiet' && endsAt > now),
    )
    .map(([id, room]) => sessionOf(series, member, { id, ...room }, { roomId: room.roomId }));
  const known = new Set(entered.map(({ id }) => id));
  for (const days of lookAheadDays) {
    const to = now + days * dayMs;
    const coming = occurrencesBetween(series, now, to)
      .filter(({ id }) => takesPart(member, id) && !known.has(id) && !over.has(id))
      .map((one) => sessionOf(series, member, one));
    const skipped = skippedBetween(series, member, now, to);
    const all = [...entered, ...coming, ...skipped].sort((one, other) => one.startsAt - other.startsAt);
    const shown = isHost(member) ? all.slice(0, maxShown) : upToNext(all);
    const isFull = isHost(member) ? shown.length === maxShown : shown.some(({ isSkipped }) => !isSkipped);
    if (isFull || days === lookAheadDays.at(-1)) return shown;
  }
  return [];
}

const upToNext = (sessions: readonly MemberSession[]): MemberSession[] => {
  const next = sessions.findIndex(({ isSkipped }) => !isSkipped);
  return sessions.slice(0, next === -1 ? maxShown : next + 1);
};

const skippedBetween = (series: SeriesState, member: Member, from: number, to: number): MemberSession[] =>
  series.skipped
    .filter((id) => takesPart(member, id) && isOccurrence(series, id))
    .map((id) => place(series, id))
    .filter(({ startsAt, endsAt }) => endsAt > from && startsAt < to)
    .map((one) => sessionOf(series, member, one, { isSkipped: true }));

function sessionOf(
  series: SeriesState,
  member: Member,
  { id, startsAt, endsAt }: { id: string; startsAt: number; endsAt: number },
  { roomId = null, isSkipped = false }: { roomId?: string | null; isSkipped?: boolean } = {},
): MemberSession {
  const byRule = instantOf(id, series.timeZone);
  const isMoved = Object.hasOwn(series.moved, id) && byRule !== startsAt;
  return {
    ...{ id, startsAt, endsAt, isSkipped, roomId },
    entersAt: entersAt(series, member, startsAt),
    movedFrom: isMoved ? byRule : null,
  };
}
