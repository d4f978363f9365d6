/** SEQUENCE of calendar files (RFC 5545, section 3.8.7.4): grows for each member whose file says something else. */
import { takesPart } from './occurrences.ts';
import type { Member, SeriesState } from './state.ts';

/** All that the calendar file of a member says, besides its number. */
function factsOf(series: SeriesState, member: Member): string {
  const { start, timeZone, rule, lengthMinutes, calendarTitle, calendarOrganizer, skipped, moved } = series;
  if (member.isRemoved) return 'removed';
  const range = { from: member.from, until: member.until };
  const exceptions = [
    skipped.filter((id) => takesPart(member, id)).sort(),
    Object.entries(moved)
      .filter(([id]) => takesPart(member, id))
      .sort(),
  ];
  return JSON.stringify([start, timeZone, rule, lengthMinutes, calendarTitle, calendarOrganizer, range, exceptions]);
}

export interface Numbered {
  series: SeriesState;
  /** Ids of members whose calendar file has changed; not of those who have been gone before. */
  changed: string[];
}

/** @param before null: the series is new */
export function numberChanges(before: SeriesState | null, after: SeriesState): Numbered {
  const changed: string[] = [];
  const members = Object.entries(after.members).map(([id, member]): [string, Member] => {
    const old = before && Object.hasOwn(before.members, id) ? before.members[id] : undefined;
    if (before && old && factsOf(before, old) === factsOf(after, member))
      return [id, { ...member, sequence: old.sequence }];
    if (member.person !== null || (old && old.person !== null)) changed.push(id);
    return [id, { ...member, sequence: old ? old.sequence + 1 : (after.firstSequence ?? 0) }];
  });
  return { series: { ...after, members: Object.fromEntries(members) }, changed };
}
