/** Personal links of members of series over REST: create, list, revoke. */
import { CreateSeriesInvitation, type SeriesInvitation as View } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import type { Invitation, Invitations } from '../../auth/invitations/invitations.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { SeriesDesk } from '../../series/series-desk.ts';
import {
  bodyErrors,
  CreatedSeriesInvitationAnswer,
  errors,
  SeriesInvitationListAnswer,
  SeriesInvitationParams,
  SeriesParams,
} from '../schemas/http-schemas.ts';
import { formatInstant } from '../schemas/instant.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const tags = ['invitations'];

export interface SeriesInvitationRoutesOptions {
  desk: SeriesDesk;
  invitations: Invitations;
  access: AccessLog;
  /** HEARTHROOM_PAGES */
  hasPages: boolean;
}

export function registerSeriesInvitations(api: Api, options: SeriesInvitationRoutesOptions): void {
  registerCreating(api, options);
  registerListing(api, options);
  registerRevoking(api, options);
}

const targetOf = (seriesId: string) => ({ kind: 'series', seriesId }) as const;

function registerCreating(api: Api, { desk, invitations, hasPages }: SeriesInvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'createSeriesInvitation',
    summary: 'Create the personal link of a member of a series, for all of their sessions',
    description:
      'The link leads a member to their next session, and a therapist or cotherapist to the page with the coming sessions. It is valid until the member is removed or the series is deleted, or until it is revoked or replaced: another one for the same member replaces it. Needs HEARTHROOM_PAGES=true, otherwise the answer is `not-allowed`; so it is when the server has only the public key of the API key that signed the request.',
    params: SeriesParams,
    body: CreateSeriesInvitation,
    response: {
      201: { ...CreatedSeriesInvitationAnswer, description: 'Created' },
      ...bodyErrors({ 403: '`not-allowed`', 404: '`not-found`: there is no such series, or no such member' }),
    },
  };
  api.post('/series/:seriesId/invitations', { schema }, async ({ params: { seriesId }, body, adminKeyId }, reply) => {
    if (!hasPages)
      throw new AppError('not-allowed', 'This server has no pages for personal links; set HEARTHROOM_PAGES=true');
    await desk.get(seriesId);
    const person = { sub: body.memberId };
    const created = await invitations.create<'series'>({ target: targetOf(seriesId), person, apiKeyId: adminKeyId });
    reply.code(201);
    return { ...view(created.invitation), path: `/j/${created.code}` };
  });
}

function registerListing(api: Api, { desk, invitations, access }: SeriesInvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'listSeriesInvitations',
    summary: 'List the valid personal links of a series, without their codes',
    params: SeriesParams,
    response: { 200: SeriesInvitationListAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/series/:seriesId/invitations', { schema }, async ({ params: { seriesId }, adminKeyId: apiKeyId }) => {
    await desk.get(seriesId);
    const found = await invitations.list<'series'>(targetOf(seriesId));
    await access.noteRead({ what: 'invitations.read', roomId: null, apiKeyId, detail: { series: seriesId } });
    return { invitations: found.map(view) };
  });
}

function registerRevoking(api: Api, { invitations }: SeriesInvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'revokeSeriesInvitation',
    summary: 'Revoke the personal link of a member of a series',
    description:
      'As for a link to a room. A repeated request changes nothing and returns `not-found`; for a retry this means that the link is revoked.',
    params: SeriesInvitationParams,
    response: { 204: Type.Null({ description: 'Revoked' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  const path = '/series/:seriesId/invitations/:invitationId';
  api.delete(path, { schema }, async ({ params: { seriesId, invitationId }, adminKeyId }, reply) => {
    if (!(await invitations.revoke(targetOf(seriesId), invitationId, adminKeyId))) throw new AppError('not-found');
    return reply.code(204).send(null);
  });
}

const view = ({ id, person, createdAt }: Invitation<'series'>): View => ({
  ...{ id, memberId: person.sub, createdAt: formatInstant(createdAt) },
});
