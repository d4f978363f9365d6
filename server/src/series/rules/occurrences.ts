/** The occurrences of a series with its exceptions, and who takes part in them. */
import { instantOf } from './local-time.ts';
import { expandRule, isOccurrence, lastOccurrence } from './recurrence.ts';
import type { Member, Occurrence, SeriesState } from './state.ts';

type Timetable = Pick<SeriesState, 'start' | 'timeZone' | 'rule' | 'lengthMinutes' | 'skipped' | 'moved'>;

/** An occurrence that takes place; null: the rule has none with this id, or it is skipped. */
export function occurrenceOf(series: Timetable, id: string): Occurrence | null {
  return !series.skipped.includes(id) && isOccurrence(series, id) ? place(series, id) : null;
}

/** Also of one that is skipped. */
export function place({ timeZone, lengthMinutes, moved }: Timetable, id: string): Occurrence {
  const start = (Object.hasOwn(moved, id) ? moved[id] : undefined) ?? id;
  const startsAt = instantOf(start, timeZone);
  return { id, start, startsAt, endsAt: startsAt + lengthMinutes * 60_000 };
}

/** Those that take place and have not ended at `from`, and start before `to`; ordered by their start. */
export function occurrencesBetween(series: Timetable, from: number, to: number): Occurrence[] {
  const { moved, lengthMinutes } = series;
  const regular = expandRule(series, from - lengthMinutes * 60_000, to).filter((id) => !Object.hasOwn(moved, id));
  return [...regular, ...Object.keys(moved)]
    .filter((id) => !series.skipped.includes(id))
    .map((id) => place(series, id))
    .filter(({ startsAt, endsAt }) => endsAt > from && startsAt < to)
    .sort((one, other) => one.startsAt - other.startsAt || (one.id < other.id ? -1 : 1));
}

/** Whether the occurrence with this id is one of the member's. */
export const takesPart = ({ from, until, isRemoved }: Member, id: string): boolean =>
  !isRemoved && (from === null || from <= id) && (until === null || id <= until);

/** Ids of the members who take part. */
export const membersAt = ({ members }: Pick<SeriesState, 'members'>, id: string): string[] =>
  Object.entries(members).flatMap(([memberId, member]) =>
    member.person !== null && takesPart(member, id) ? [memberId] : [],
  );

/** Whether the member takes part in an occurrence that has not ended. */
export function hasComing(series: Timetable, member: Member, now: number): boolean {
  if (member.isRemoved) return false;
  const last = lastOccurrence(series);
  const end = [last, member.until].filter((id) => id !== null).sort()[0];
  if (end === undefined) return true;
  const fits = ({ id }: Occurrence): boolean => takesPart(member, id);
  if (movedOf(series).some((one) => fits(one) && one.endsAt > now)) return true;
  // The others are not before the first one of the member, which may be decades from now.
  const begin = member.from === null ? now : Math.max(now, instantOf(member.from, series.timeZone));
  return findComing(series, begin, instantOf(end, series.timeZone) + 1, fits) !== undefined;
}

const movedOf = (series: Timetable): Occurrence[] =>
  Object.keys(series.moved)
    .filter((id) => !series.skipped.includes(id))
    .map((id) => place(series, id));

const dayMs = 86_400_000;

/**
 * The first one that has not ended and fits. Looks at longer and longer times: most series have one soon.
 * @param end of what the rule has; moved ones may be later. Milliseconds since 1970-01-01 UTC
 */
export function findComing(
  series: Timetable,
  now: number,
  end: number,
  fits: (occurrence: Occurrence) => boolean = () => true,
): Occurrence | undefined {
  const last = Math.max(end, ...Object.keys(series.moved).map((id) => place(series, id).startsAt + 1));
  for (let days = 40; ; days *= 4) {
    const to = Math.min(last, now + days * dayMs);
    const found = occurrencesBetween(series, now, to).find(fits);
    if (found || to >= last) return found;
  }
}
