/** Occurrences of a series over REST: list, skip, move, restore. */
import { ListOccurrences, MoveOccurrence, OccurrenceList } from '@hearthroom/sdk/protocol';
import { type TObject, Type } from 'typebox';
import { AppError } from '../../core/errors/errors.ts';
import { moveOccurrence, restoreOccurrence, skipOccurrence } from '../../series/rules/change-series.ts';
import { readLocal } from '../../series/rules/local-time.ts';
import { occurrencesBetween } from '../../series/rules/occurrences.ts';
import type { SeriesDesk } from '../../series/series-desk.ts';
import { bodyErrors, errors, OccurrenceParams, SeriesAnswer, SeriesParams } from '../schemas/http-schemas.ts';
import { readInstant } from '../schemas/instant.ts';
import { noBodyIsEmpty } from '../schemas/no-body.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { occurrenceView, seriesView } from './series-views.ts';

const tags = ['series'];
const occurrencePath = '/series/:seriesId/occurrences/:occurrenceId';
const Nothing = Type.Object({}, { additionalProperties: false });
const dayMs = 86_400_000;
/** What is listed of a rule without an end. */
const defaultDays = 90;
const maxDays = 366;

export function registerOccurrences(api: Api, desk: SeriesDesk, now: () => number): void {
  const schema = {
    tags,
    operationId: 'listOccurrences',
    summary: 'List sessions of a series, with their rooms and members',
    params: SeriesParams,
    querystring: ListOccurrences,
    response: { 200: OccurrenceList, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/series/:seriesId/occurrences', { schema }, async ({ params, query }) => {
    const from = query.from === undefined ? now() : readInstant('querystring.from', query.from);
    const to = query.to === undefined ? from + defaultDays * dayMs : readInstant('querystring.to', query.to);
    if (to <= from || to - from > maxDays * dayMs)
      throw new AppError('invalid-params', `querystring.to: must be after from, by at most ${maxDays} days`);
    const { state } = await desk.get(params.seriesId);
    return { occurrences: occurrencesBetween(state, from, to).map((one) => occurrenceView(state, one)) };
  });
  registerExceptions(api, desk);
}

/** @param refusals errors by status, in addition to those of every request about an occurrence */
const action = <B extends TObject>(
  text: { operationId: string; summary: string; description: string },
  body: B,
  refusals: Record<number, string>,
) => ({
  schema: {
    tags,
    ...text,
    params: OccurrenceParams,
    body,
    response: {
      200: { ...SeriesAnswer, description: 'The series afterwards' },
      ...bodyErrors({ 404: '`not-found`', 409: '`too-late`', ...refusals }),
    },
  },
  preValidation: noBodyIsEmpty,
});

function registerExceptions(api: Api, desk: SeriesDesk): void {
  const skip = action(
    {
      operationId: 'skipOccurrence',
      summary: 'Skip an occurrence: it does not take place',
      description: 'Its room is ended if it is made already. An occurrence that has begun is `too-late`: end its room.',
    },
    Nothing,
    { 400: '`invalid-params`, `limit-exceeded`' },
  );
  api.post(`${occurrencePath}/skip`, skip, async ({ params, adminKeyId: apiKeyId }) =>
    seriesView(
      await desk.edit(params.seriesId, (series, now) => skipOccurrence(series, params.occurrenceId, now), { apiKeyId }),
    ),
  );
  const move = action(
    {
      operationId: 'moveOccurrence',
      summary: 'Move an occurrence to another start, in the local time of the series',
      description:
        'Its id stays. One that was skipped takes place then. It is announced again. `occurrence-taken` if another session of the series takes place meanwhile.',
    },
    MoveOccurrence,
    { 400: '`invalid-params`, `limit-exceeded`', 409: '`too-late`, `occurrence-taken`' },
  );
  api.post(`${occurrencePath}/move`, move, async ({ params, body, adminKeyId: apiKeyId }) => {
    const start = readLocal('body.start', body.start);
    return seriesView(
      await desk.edit(params.seriesId, (series, now) => moveOccurrence(series, params.occurrenceId, start, now), {
        apiKeyId,
      }),
    );
  });
  const restore = action(
    {
      operationId: 'restoreOccurrence',
      summary: 'Let an occurrence take place as the rule says',
      description: 'Of one that is neither skipped nor moved nothing is changed.',
    },
    Nothing,
    { 409: '`too-late`, `occurrence-taken`' },
  );
  api.post(`${occurrencePath}/restore`, restore, async ({ params, adminKeyId: apiKeyId }) =>
    seriesView(
      await desk.edit(params.seriesId, (series, now) => restoreOccurrence(series, params.occurrenceId, now), {
        apiKeyId,
      }),
    ),
  );
}
