/** What is stored of a series, and its occurrences and members as its rules see them. */
import { Role, RoomSettings } from '@hearthroom/sdk/protocol';
import { type Static, Type } from 'typebox';

/** Who takes part. Null when the person has left, or the series is over. */
const Person = Type.Object({
  name: Type.String(),
  role: Role,
  label: Type.Optional(Type.String()),
});
export type Person = Static<typeof Person>;

const LocalTime = Type.Union([Type.String(), Type.Null()]);

/** A member by their opaque id. What is left of one who is gone says what their calendar file contains. */
const Member = Type.Object({
  person: Type.Union([Person, Type.Null()]),
  /** Ids of their first and last occurrence; null: those of the series. */
  from: LocalTime,
  until: LocalTime,
  /** SEQUENCE of their calendar file. */
  sequence: Type.Integer(),
  /** Removed from the series, or the series was deleted: the calendar file cancels all occurrences. */
  isRemoved: Type.Boolean(),
  /** Milliseconds since 1970-01-01 UTC. Missing: is a member, or was removed by an earlier version. */
  removedAt: Type.Optional(Type.Number()),
  /** When they last finished a check of their devices and line, milliseconds since 1970-01-01 UTC. */
  lineTestedAt: Type.Optional(Type.Number()),
});
export type Member = Static<typeof Member>;

/** The room of an occurrence. */
const RoomMark = Type.Object({
  roomId: Type.String(),
  /** Counts the rooms of one occurrence: one that is skipped and then takes place all the same has a new one. */
  generation: Type.Integer(),
  /** When the session in this room starts and ends, milliseconds since 1970-01-01 UTC. */
  startsAt: Type.Number(),
  endsAt: Type.Number(),
  /** Stands for what the room was made from: settings and times. */
  madeFrom: Type.String(),
  /** Names of the settings that it was given: one that the series gives no more has its default again. */
  given: Type.Array(Type.String()),
  /** Its occurrence does not take place: the room was ended, or has to be. */
  isEnded: Type.Boolean(),
});
export type RoomMark = Static<typeof RoomMark>;

export const SeriesState = Type.Object({
  /** Of this format. */
  version: Type.Literal(1),
  /** Local time of the first occurrence. */
  start: Type.String(),
  timeZone: Type.String(),
  rule: Type.String(),
  lengthMinutes: Type.Integer(),
  settings: Type.Partial(RoomSettings),
  /** Of the nodes that run its rooms; null: there is a single server. */
  region: Type.Union([Type.String(), Type.Null()]),
  calendarTitle: Type.String(),
  /** Mail address. Missing: none was given. */
  calendarOrganizer: Type.Optional(Type.String()),
  roomLeadMinutes: Type.Integer(),
  reminderMinutes: Type.Union([Type.Integer(), Type.Null()]),
  /** Ids of occurrences that do not take place. */
  skipped: Type.Array(Type.String()),
  /** The local time of occurrences that start at another time, by id. */
  moved: Type.Record(Type.String(), Type.String()),
  members: Type.Record(Type.String(), Member),
  /** SEQUENCE of the calendar files of new members: higher than that of anybody who was forgotten. Missing: 0. */
  firstSequence: Type.Optional(Type.Integer()),
  /** By the ids of occurrences. */
  rooms: Type.Record(Type.String(), RoomMark),
  /** Ids of occurrences of which `session.upcoming` was sent. */
  announced: Type.Array(Type.String()),
  /** Milliseconds since 1970-01-01 UTC. */
  deletedAt: Type.Union([Type.Number(), Type.Null()]),
});
export type SeriesState = Static<typeof SeriesState>;

export interface Occurrence {
  /** The local time that the rule gives it, also when it is moved: RECURRENCE-ID. */
  id: string;
  /** The local time at which it starts. */
  start: string;
  /** Milliseconds since 1970-01-01 UTC. */
  startsAt: number;
  endsAt: number;
}
