/** Series of sessions over REST: create, list, read, change, delete. */
import { CreateSeries, ListRooms, PatchSeries } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog, Read } from '../../audit/access-log.ts';
import type { KeyRing } from '../../auth/keys/keys.ts';
import { AppError } from '../../core/errors/errors.ts';
import { newId } from '../../core/secrets/random.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { changeDetails, createSeries, type Details, type NewMember } from '../../series/rules/change-series.ts';
import { readLocal } from '../../series/rules/local-time.ts';
import { neutralTitle, type SeriesDesk } from '../../series/series-desk.ts';
import { etagOf, requireMatch } from '../schemas/etag.ts';
import { bodyErrors, errors, SeriesAnswer, SeriesListAnswer, SeriesParams } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { readMember } from './member-routes.ts';
import { seriesView } from './series-views.ts';

const tags = ['series'];
const defaultPageSize = 50;
const defaultLeadMinutes = 10_080;
const defaultReminderMinutes = 1_440;

export interface SeriesRoutesOptions {
  desk: SeriesDesk;
  registry: RoomRegistry;
  keys: KeyRing;
  access: AccessLog;
}

export function registerSeries(api: Api, options: SeriesRoutesOptions): void {
  registerCreate(api, options);
  registerReading(api, options);
  registerChanging(api, options);
}

function registerCreate(api: Api, { desk, registry, keys, access }: SeriesRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'createSeries',
    summary: 'Create a series of sessions',
    description:
      'A room is made for each occurrence, `roomLeadMinutes` before it starts. With an Idempotency-Key, a retry returns the series that the first request created; the same key with another body is a `conflict`.',
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({ minLength: 1, maxLength: 255, description: 'Any text that is unique for this series' }),
      ),
    }),
    body: CreateSeries,
    response: {
      200: { ...SeriesAnswer, description: 'Already created by an earlier request with the same Idempotency-Key' },
      201: { ...SeriesAnswer, description: 'Created' },
      ...bodyErrors({
        400: '`invalid-params`, `time-zone-unknown`, `rule-invalid`, `region-unknown`',
        409: '`conflict`',
      }),
    },
  };
  api.post('/series', { schema }, async ({ body, headers, adminKeyId }, reply) => {
    const region = await registry.regionFor(body.region);
    const series = createSeries(detailsOf(body, region), membersOf(body));
    registry.requireValid(series.settings);
    const key = headers['idempotency-key'];
    const id = typeof key === 'string' ? `s-${keys.derive(adminKeyId, `series:${key}`)}` : newId('s');
    // A plain hash would tell whether a name was among the members, also when it is gone.
    const createdFrom = keys.derive(adminKeyId, `series-body:${JSON.stringify(body)}`);
    const { record, created } = await desk.create(id, createdFrom, series, adminKeyId);
    if (!created) await access.noteRead(readOf(record.id, adminKeyId));
    reply
      .code(created ? 201 : 200)
      .header('etag', etagOf(record))
      .header('location', `/v1/series/${record.id}`);
    return seriesView(record);
  });
}

const readOf = (series: string, apiKeyId: string): Read => ({
  ...{ what: 'series.read', roomId: null, apiKeyId, detail: { series } },
});

function detailsOf(body: CreateSeries, region: string | null): Details {
  const { timeZone, rule, lengthMinutes, settings = {}, calendarTitle = neutralTitle, calendarOrganizer } = body;
  const { roomLeadMinutes = defaultLeadMinutes } = body;
  const { reminderMinutes = Math.min(defaultReminderMinutes, roomLeadMinutes) } = body;
  const start = readLocal('body.start', body.start);
  return {
    ...{ start, timeZone, rule, lengthMinutes, settings, calendarTitle },
    ...{ roomLeadMinutes, reminderMinutes, region },
    ...(calendarOrganizer !== undefined && { calendarOrganizer }),
  };
}

function membersOf({ members = [] }: CreateSeries): ReadonlyMap<string, NewMember> {
  const known = new Map(members.map(({ id, ...member }) => [id, readMember(member)]));
  if (known.size < members.length) throw new AppError('invalid-params', 'body.members: has the same id twice');
  return known;
}

function registerReading(api: Api, { desk, access }: SeriesRoutesOptions): void {
  const list = {
    tags,
    operationId: 'listSeries',
    summary: 'List series, newest first',
    querystring: ListRooms,
    response: { 200: SeriesListAnswer, ...errors({}) },
  };
  api.get('/series', { schema: list }, async ({ query, adminKeyId }) => {
    const { limit, cursor = null } = query;
    const page = await desk.list({ limit: limit === undefined ? defaultPageSize : Number(limit), cursor });
    await access.noteRead({ what: 'series.read', roomId: null, apiKeyId: adminKeyId });
    return { series: page.records.map(seriesView), nextCursor: page.nextCursor };
  });
  const get = {
    tags,
    operationId: 'getSeries',
    summary: 'Read a series',
    params: SeriesParams,
    response: { 200: SeriesAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/series/:seriesId', { schema: get }, async ({ params: { seriesId }, adminKeyId }, reply) => {
    const record = await desk.get(seriesId);
    await access.noteRead(readOf(seriesId, adminKeyId));
    reply.header('etag', etagOf(record));
    return seriesView(record);
  });
}

function registerChanging(api: Api, { desk, registry }: SeriesRoutesOptions): void {
  const patch = {
    tags,
    operationId: 'updateSeries',
    summary: 'Change a series',
    description:
      'Fields missing in the body stay unchanged; `settings` are replaced as a whole. If-Match must contain the ETag of the series that you read. Rooms that are made already are changed, or ended where the rule has no such occurrence any more; sessions that have begun go on as they are. Exceptions of occurrences that there are no more are forgotten.',
    params: SeriesParams,
    headers: Type.Object({
      'if-match': Type.Optional(Type.String({ maxLength: 256, description: 'The ETag of the series, or `*`' })),
    }),
    body: PatchSeries,
    response: {
      200: SeriesAnswer,
      ...bodyErrors({
        400: '`invalid-params`, `time-zone-unknown`, `rule-invalid`',
        404: '`not-found`',
        412: '`precondition-failed`',
        428: '`precondition-required`',
      }),
    },
  };
  api.patch('/series/:seriesId', { schema: patch }, async ({ params, headers, body, adminKeyId }, reply) => {
    const version = requireMatch(headers['if-match'], await desk.get(params.seriesId));
    const { start, settings, ...rest } = body;
    if (settings) registry.requireValid(settings);
    const details = {
      ...rest,
      ...(settings && { settings }),
      ...(start !== undefined && { start: readLocal('body.start', start) }),
    };
    const edited = await desk.edit(params.seriesId, (series) => changeDetails(series, details), {
      apiKeyId: adminKeyId,
      version,
    });
    reply.header('etag', etagOf(edited));
    return seriesView(edited);
  });
  const remove = {
    tags,
    operationId: 'deleteSeries',
    summary: 'Delete a series',
    description:
      'Names and settings are deleted at once. Rooms of sessions that have not begun are ended. For 90 days calendar files say that all occurrences are cancelled. A repeated request changes nothing and returns `not-found`; for a retry this means that the series is deleted.',
    params: SeriesParams,
    response: { 204: Type.Null({ description: 'Deleted' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  api.delete('/series/:seriesId', { schema: remove }, async ({ params, adminKeyId }, reply) => {
    await desk.delete(params.seriesId, adminKeyId);
    return reply.code(204).send(null);
  });
}
