/** What can be done to a series. Each returns the series afterwards, or throws an AppError and changes nothing. */
import { AppError } from '../../core/errors/errors.ts';
import { existsIn, instantOf, isLocalTime, requireZone } from './local-time.ts';
import { occurrencesBetween, place } from './occurrences.ts';
import { isOccurrence, requireRecurrence } from './recurrence.ts';
import type { Member, Person, SeriesState } from './state.ts';

export type Timetable = Pick<SeriesState, 'start' | 'timeZone' | 'rule' | 'lengthMinutes'>;
export type Details = Timetable &
  Pick<
    SeriesState,
    'settings' | 'region' | 'calendarTitle' | 'calendarOrganizer' | 'roomLeadMinutes' | 'reminderMinutes'
  >;

export interface NewMember {
  person: Person;
  from: string | null;
  until: string | null;
}

const maxMembers = 100;
const maxExceptions = 500;

export function createSeries(details: Details, members: ReadonlyMap<string, NewMember>): SeriesState {
  let series: SeriesState = {
    version: 1,
    ...details,
    ...{ skipped: [], moved: {}, members: {}, rooms: {}, announced: [], deletedAt: null },
  };
  series = changeDetails(series, details);
  for (const [id, member] of members) series = putMember(series, id, member);
  return series;
}

/** Exceptions of occurrences that there are no more are forgotten. */
export function changeDetails(series: SeriesState, patch: Partial<Details>): SeriesState {
  const changed = { ...series, ...patch };
  const timeZone = requireZone(changed.timeZone);
  if (!existsIn(changed.start, timeZone))
    throw new AppError(
      'invalid-params',
      'body.start: does not exist in body.timeZone, where clocks are set forward then',
    );
  const next = { ...changed, timeZone, rule: changed.rule.toUpperCase() };
  requireRecurrence(next);
  if (next.reminderMinutes !== null && next.reminderMinutes > next.roomLeadMinutes)
    throw new AppError('invalid-params', 'body.reminderMinutes: must not be more than roomLeadMinutes');
  return {
    ...next,
    // In another zone the same local times are other ones: those sessions are announced again.
    announced: timeZone === series.timeZone ? series.announced : [],
    skipped: next.skipped.filter((id) => isOccurrence(next, id)),
    moved: Object.fromEntries(Object.entries(next.moved).filter(([id]) => isOccurrence(next, id))),
  };
}

/** An occurrence that has not begun, also one that is skipped. */
function requireComing(series: SeriesState, id: string, now: number): void {
  if (!isOccurrence(series, id)) throw new AppError('not-found', 'The series has no occurrence with this id');
  if (place(series, id).startsAt <= now) throw new AppError('too-late', 'This occurrence has begun');
}

function requireFree(series: SeriesState, id: string): void {
  const { startsAt, endsAt } = place(series, id);
  if (occurrencesBetween(series, startsAt, endsAt).some((other) => other.id !== id))
    throw new AppError('occurrence-taken');
}

function requireFew({ skipped, moved }: SeriesState): void {
  if (skipped.length + Object.keys(moved).length > maxExceptions)
    throw new AppError('limit-exceeded', `A series has at most ${maxExceptions} skipped and moved occurrences`);
}

const without = (ids: readonly string[], id: string): string[] => ids.filter((other) => other !== id);
const withoutKey = <T>(record: Record<string, T>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** One that is moved is then not moved any more. */
export function skipOccurrence(series: SeriesState, id: string, now: number): SeriesState {
  requireComing(series, id, now);
  const next = { ...series, skipped: [...without(series.skipped, id), id].sort(), moved: withoutKey(series.moved, id) };
  requireFew(next);
  return next;
}

/** Also one that is skipped: it takes place then. It is announced again. */
export function moveOccurrence(series: SeriesState, id: string, start: string, now: number): SeriesState {
  requireComing(series, id, now);
  if (!existsIn(start, series.timeZone))
    throw new AppError(
      'invalid-params',
      'body.start: does not exist in the time zone, where clocks are set forward then',
    );
  if (instantOf(start, series.timeZone) <= now) throw new AppError('too-late', 'body.start: is in the past');
  const moved = start === id ? withoutKey(series.moved, id) : { ...series.moved, [id]: start };
  const next = { ...series, moved, skipped: without(series.skipped, id), announced: without(series.announced, id) };
  requireFree(next, id);
  requireFew(next);
  return next;
}

/** It takes place as the rule says. */
export function restoreOccurrence(series: SeriesState, id: string, now: number): SeriesState {
  requireComing(series, id, now);
  const isRegular = !series.skipped.includes(id) && !Object.hasOwn(series.moved, id);
  return isRegular ? series : moveOccurrence(series, id, id, now);
}

/** Adds a member, or replaces what is known about them. */
export function putMember(series: SeriesState, id: string, { person, from, until }: NewMember): SeriesState {
  for (const [name, local] of Object.entries({ from, until }))
    if (local !== null && !isLocalTime(local))
      throw new AppError('invalid-params', `${name}: is not an existing date and time`);
  if (from !== null && until !== null && until < from)
    throw new AppError('invalid-params', 'until: must not be before from');
  const known = Object.hasOwn(series.members, id) ? series.members[id] : undefined;
  const tested = known?.lineTestedAt !== undefined && { lineTestedAt: known.lineTestedAt };
  const member: Member = { person, from, until, sequence: 0, isRemoved: false, ...tested };
  const members = { ...series.members, [id]: member };
  if (Object.values(members).filter((one) => one.person !== null).length > maxMembers)
    throw new AppError('limit-exceeded', `A series has at most ${maxMembers} members`);
  return { ...series, members };
}

/** Their name and their test of the line are forgotten. */
const gone = ({ from, until, sequence }: Member, removedAt: number): Member => ({
  ...{ person: null, from, until, sequence, isRemoved: true, removedAt },
});

/** Their name is forgotten; their calendar file cancels. Throws `not-found`. */
export function removeMember(series: SeriesState, id: string, now: number): SeriesState {
  const member = Object.hasOwn(series.members, id) ? series.members[id] : undefined;
  if (!member || member.isRemoved) throw new AppError('not-found', 'The series has no member with this id');
  return { ...series, members: { ...series.members, [id]: gone(member, now) } };
}

/** A member has finished a check of their devices and line. */
export function noteLineTest(series: SeriesState, id: string, now: number): SeriesState {
  const member = Object.hasOwn(series.members, id) ? series.members[id] : undefined;
  if (!member?.person) return series;
  return { ...series, members: { ...series.members, [id]: { ...member, lineTestedAt: now } } };
}

/** What remains lets calendar files cancel, and rooms be ended. */
export function deleteSeries(series: SeriesState, now: number, neutralTitle: string): SeriesState {
  const members = Object.fromEntries(
    Object.entries(series.members).map(([id, member]) => [id, member.isRemoved ? member : gone(member, now)]),
  );
  return { ...series, members, settings: {}, calendarTitle: neutralTitle, announced: [], deletedAt: now };
}
