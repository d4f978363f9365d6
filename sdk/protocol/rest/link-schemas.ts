/** Bodies about personal links of members of series, and of the requests of the pages behind personal links. */
import { type Static, Type } from 'typebox';
import { closed, described } from '../schemas/fields.ts';
import { CreatedInvitation } from './rest-schemas.ts';
import { MemberId, OccurrenceId } from './series-schemas.ts';

/** POST /v1/series/:seriesId/invitations. */
export const CreateSeriesInvitation = Type.Object(
  { memberId: described(MemberId, 'The member that the link is for') },
  closed,
);
export type CreateSeriesInvitation = Static<typeof CreateSeriesInvitation>;

/** A personal link of a member of a series, without its code. */
export const SeriesInvitation = Type.Object(
  {
    id: Type.String({ description: 'Id, for DELETE /v1/series/{seriesId}/invitations/{invitationId}' }),
    ...CreateSeriesInvitation.properties,
    createdAt: Type.String({ format: 'date-time', description: 'When it was created: ISO 8601, UTC' }),
  },
  {
    $id: 'SeriesInvitation',
    description: 'A personal link of one member to all sessions of a series, without its code',
  },
);
export type SeriesInvitation = Static<typeof SeriesInvitation>;

/** Answer to POST /v1/series/:seriesId/invitations. */
export const CreatedSeriesInvitation = Type.Object({
  ...SeriesInvitation.properties,
  path: CreatedInvitation.properties.path,
});
export type CreatedSeriesInvitation = Static<typeof CreatedSeriesInvitation>;

/** Answer to GET /v1/series/:seriesId/invitations. */
export const SeriesInvitationList = Type.Object({
  invitations: Type.Array(SeriesInvitation, { description: 'Those that are valid, oldest first' }),
});
export type SeriesInvitationList = Static<typeof SeriesInvitationList>;

/** POST /v1/series/:seriesId/members/:memberId/calendar.ics. */
export const CalendarWithLink = Type.Object(
  {
    link: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'The whole personal link of this member, such as `https://calls.example.org/j/…`',
    }),
  },
  closed,
);
export type CalendarWithLink = Static<typeof CalendarWithLink>;

const code = Type.String({ maxLength: 128, description: 'The code of a personal link' });

/** POST /j/token, which pages behind personal links call. */
export const ExchangeCode = Type.Object(
  {
    code,
    session: Type.Optional(described(OccurrenceId, 'Of a link to a series: the session that the token is for')),
    check: Type.Optional(Type.Boolean({ description: 'true: the token is for a check of devices and line' })),
  },
  closed,
);
export type ExchangeCode = Static<typeof ExchangeCode>;

/** POST /j/tested, which pages behind personal links call after a check. */
export const ReportTest = Type.Object({ code }, closed);
export type ReportTest = Static<typeof ReportTest>;

const time = (description: string) => Type.Number({ description: `${description}: milliseconds since 1970-01-01 UTC` });

/** A session, as the page behind a link to a series shows it. */
export const PlannedSession = Type.Object(
  {
    id: OccurrenceId,
    startsAt: time('When it starts'),
    endsAt: time('When it ends'),
    entersAt: time('From then on its room can be entered, by clients as a waiting room'),
    movedFrom: Type.Union([time('When it would have been by the rule'), Type.Null()], {
      description: 'Null: it was not moved',
    }),
    isSkipped: Type.Boolean({ description: 'true: it does not take place' }),
    canEnter: Type.Boolean({ description: 'true: its room can be entered now' }),
  },
  closed,
);
export type PlannedSession = Static<typeof PlannedSession>;

/** Answer to POST /j/token for a link to a series. */
export const SeriesPlan = Type.Object(
  {
    now: time("The server's clock"),
    timeZone: Type.String({ description: 'That of the series' }),
    isHost: Type.Boolean(),
    sessions: Type.Array(PlannedSession),
    members: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          testedOn: Type.Union([Type.String(), Type.Null()], {
            description: 'Day of their last check (`2026-10-20`) in the time zone of the series; null: none yet',
          }),
        },
        closed,
      ),
      { description: 'For hosts: the other members' },
    ),
  },
  closed,
);
export type SeriesPlan = Static<typeof SeriesPlan>;
