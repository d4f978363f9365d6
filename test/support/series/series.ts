/** Series for tests. */
import { createSeries, type Details, type NewMember } from '../../../server/src/series/rules/change-series.ts';
import type { SeriesState } from '../../../server/src/series/rules/state.ts';

/** Four Tuesdays, 18:00 in Berlin; clocks are set back after the first. */
export const details: Details = {
  start: '20261020T180000',
  timeZone: 'Europe/Berlin',
  rule: 'FREQ=WEEKLY;COUNT=4',
  lengthMinutes: 90,
  settings: {},
  region: null,
  calendarTitle: 'Appointment',
  roomLeadMinutes: 10_080,
  reminderMinutes: 1_440,
};

export const member = (name: string, range: Partial<NewMember> = {}): NewMember => ({
  person: { name, role: 'client' },
  from: null,
  until: null,
  ...range,
});

export const makeSeries = (more: Partial<Details> = {}, members: Record<string, NewMember> = {}): SeriesState =>
  createSeries({ ...details, ...more }, new Map(Object.entries(members)));

export const at = (instant: string): number => Date.parse(instant);
export const minuteMs = 60_000;
export const dayMs = 86_400_000;

export const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};
