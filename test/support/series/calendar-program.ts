/** Reads calendar files as a calendar program does, by another library. */
import ICAL from 'ical.js';

export interface ReadCalendar {
  method: string;
  uids: string[];
  sequences: number[];
  statuses: string[];
  /** ORGANIZER of each event. */
  organizers: string[];
  /** URL of each event. */
  urls: string[];
  /** Times of all occurrences as a calendar program shows them, milliseconds since 1970-01-01 UTC. */
  times: number[];
}

export function readCalendar(text: string, limit = 500): ReadCalendar {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  const main = events.find((event) => !event.isRecurrenceException());
  const times: number[] = [];
  if (main) {
    for (const event of events) if (event !== main) main.relateException(event);
    const iterator = main.iterator();
    for (let next = iterator.next(); next && times.length < limit; next = iterator.next())
      times.push(main.getOccurrenceDetails(next).startDate.toJSDate().getTime());
  }
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uids: events.map(({ uid }) => uid),
    sequences: events.map(({ sequence }) => sequence),
    statuses: events.map(({ component }) => String(component.getFirstPropertyValue('status'))),
    organizers: events.map(({ organizer }) => organizer),
    urls: events.map(({ component }) => String(component.getFirstPropertyValue('url') ?? '')),
    times: times.sort((one, other) => one - other),
  };
}
