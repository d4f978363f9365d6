/** Series and their occurrences in the format of the API. */
import type { Occurrence as OccurrenceView, Series, SeriesMember } from '@hearthroom/sdk/protocol';
import type { SeriesRecord } from '../../series/ports.ts';
import { formatLocal } from '../../series/rules/local-time.ts';
import { membersAt } from '../../series/rules/occurrences.ts';
import type { Member, Occurrence, SeriesState } from '../../series/rules/state.ts';
import { formatInstant } from '../schemas/instant.ts';

export function seriesView({ id, state, createdAt, updatedAt }: SeriesRecord): Series {
  const { timeZone, rule, lengthMinutes, settings, calendarTitle, roomLeadMinutes, reminderMinutes, region } = state;
  const { calendarOrganizer } = state;
  return {
    id,
    start: formatLocal(state.start),
    ...{ timeZone, rule, lengthMinutes, settings, calendarTitle, roomLeadMinutes, reminderMinutes },
    ...(calendarOrganizer !== undefined && { calendarOrganizer }),
    ...(region !== null && { region }),
    skipped: state.skipped,
    moved: Object.entries(state.moved).map(([moved, start]) => ({ id: moved, start: formatLocal(start) })),
    members: Object.entries(state.members).flatMap(([memberId, member]) => memberView(memberId, member)),
    createdAt: formatInstant(createdAt),
    updatedAt: formatInstant(updatedAt),
  };
}

function memberView(id: string, { person, from, until }: Member): SeriesMember[] {
  return person ? [{ id, ...person, ...(from !== null && { from }), ...(until !== null && { until }) }] : [];
}

export function occurrenceView(state: SeriesState, { id, start, startsAt, endsAt }: Occurrence): OccurrenceView {
  const room = Object.hasOwn(state.rooms, id) ? state.rooms[id] : undefined;
  return {
    id,
    start: formatLocal(start),
    startsAt: formatInstant(startsAt),
    endsAt: formatInstant(endsAt),
    roomId: room && !room.isEnded ? room.roomId : null,
    members: membersAt(state, id),
  };
}
