/** Members of a series over REST, and their calendar files. */
import { CalendarWithLink, PutMember } from '@hearthroom/sdk/protocol';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { PersonalLinks } from '../../series/personal-links.ts';
import { type NewMember, putMember, removeMember } from '../../series/rules/change-series.ts';
import type { SeriesDesk } from '../../series/series-desk.ts';
import { bodyErrors, errors, MemberParams, SeriesAnswer } from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';
import { seriesView } from './series-views.ts';

const tags = ['series'];
const memberPath = '/series/:seriesId/members/:memberId';

export function registerMembers(api: Api, desk: SeriesDesk, links: Pick<PersonalLinks, 'requireOf'>): void {
  const put = {
    tags,
    operationId: 'putMember',
    summary: 'Add a member to a series, or change one',
    description: 'A field that is missing in the body has its default, also if the member had another one.',
    params: MemberParams,
    body: PutMember,
    response: {
      200: { ...SeriesAnswer, description: 'The series afterwards' },
      ...bodyErrors({ 400: '`invalid-params`, `limit-exceeded`', 404: '`not-found`' }),
    },
  };
  api.put(memberPath, { schema: put }, async ({ params: { seriesId, memberId }, body, adminKeyId }) =>
    seriesView(
      await desk.edit(seriesId, (series) => putMember(series, memberId, readMember(body)), { apiKeyId: adminKeyId }),
    ),
  );
  const remove = {
    tags,
    operationId: 'removeMember',
    summary: 'Remove a member from a series',
    description:
      'From now on; the name is deleted at once, and the calendar file cancels. To let a member leave later, set `until`. Seats that they have in a room stay: remove those with `removeSeat`. A repeated request changes nothing and returns `not-found`; for a retry this means that the member is removed.',
    params: MemberParams,
    response: { 204: Type.Null({ description: 'Removed' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  api.delete(memberPath, { schema: remove }, async ({ params: { seriesId, memberId }, adminKeyId }, reply) => {
    await desk.edit(seriesId, (series, now) => removeMember(series, memberId, now), { apiKeyId: adminKeyId });
    return reply.code(204).send(null);
  });
  registerCalendar(api, desk);
  registerCalendarWithLink(api, desk, links);
}

function registerCalendar(api: Api, desk: SeriesDesk): void {
  const schema = {
    tags,
    operationId: 'getCalendarFile',
    summary: 'The calendar file of a member (RFC 5545)',
    description:
      'Contains no names. Send it by mail when the webhook `series.changed` names the member: SEQUENCE grows with each change, and calendar programs replace the earlier events. For 90 days after the member was removed or the series was deleted, its METHOD is CANCEL.',
    params: MemberParams,
    response: { ...calendarAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get(`${memberPath}/calendar.ics`, { schema }, async ({ params: { seriesId, memberId } }, reply) =>
    sendCalendar(reply, await desk.calendarFile(seriesId, memberId)),
  );
}

function registerCalendarWithLink(api: Api, desk: SeriesDesk, links: Pick<PersonalLinks, 'requireOf'>): void {
  const schema = {
    tags,
    operationId: 'getCalendarFileWithLink',
    summary: 'The calendar file of a member, with their personal link in it',
    description:
      'The link is URL and LOCATION of the events: people who can read that calendar can join with it. In the body, so that no log has it. A link that is not the valid one of this member is `invalid-params`; so it is after the member was removed: then fetch the file without it.',
    params: MemberParams,
    body: CalendarWithLink,
    response: { ...calendarAnswer, ...bodyErrors({ 404: '`not-found`' }) },
  };
  const path = `${memberPath}/calendar.ics`;
  api.post(path, { schema }, async ({ params: { seriesId, memberId }, body: { link: url } }, reply) => {
    const createdAt = await links.requireOf(url, seriesId, memberId);
    return sendCalendar(reply, await desk.calendarFile(seriesId, memberId, { url, createdAt }));
  });
}

const calendarAnswer = {
  200: { description: 'A calendar file', content: { 'text/calendar': { schema: Type.String() } } },
};

function sendCalendar(reply: FastifyReply, text: string): FastifyReply {
  const method = /^METHOD:(\w+)/m.exec(text)?.[1] ?? 'PUBLISH';
  reply.header('content-disposition', 'attachment; filename="calendar.ics"');
  return reply.type(`text/calendar; charset=utf-8; method=${method}`).send(text);
}

export function readMember({ name, role, label, from, until }: PutMember): NewMember {
  return { person: { name, role, ...(label !== undefined && { label }) }, from: from ?? null, until: until ?? null };
}
