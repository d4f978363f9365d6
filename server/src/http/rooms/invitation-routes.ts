/** Personal links over REST: create, list, revoke. The codes of links are exchanged in ../pages. */
import { CreateInvitation, type Invitation as View } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import type { Invitation, Invitations } from '../../auth/invitations/invitations.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import {
  bodyErrors,
  CreatedInvitationAnswer,
  errors,
  InvitationListAnswer,
  InvitationParams,
  RoomParams,
} from '../schemas/http-schemas.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const tags = ['invitations'];

export interface InvitationRoutesOptions {
  registry: RoomRegistry;
  invitations: Invitations;
  access: AccessLog;
  /** HEARTHROOM_PAGES */
  hasPages: boolean;
}

export function registerInvitations(api: Api, options: InvitationRoutesOptions): void {
  registerCreating(api, options);
  registerListing(api, options);
  registerRevoking(api, options);
}

const targetOf = (roomId: string) => ({ kind: 'room', roomId }) as const;

function registerCreating(api: Api, { registry, invitations, hasPages }: InvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'createInvitation',
    summary: 'Create a personal link with which one person joins, without a frontend of your own',
    description:
      'The link is valid until the room ends, or until it is revoked or replaced: another invitation with the same `sub` replaces it. Needs HEARTHROOM_PAGES=true, otherwise the answer is `not-allowed`; so it is when the server has only the public key of the API key that signed the request. The link gives access tokens signed with that key, as long as it is in use.',
    params: RoomParams,
    body: CreateInvitation,
    response: {
      201: { ...CreatedInvitationAnswer, description: 'Created' },
      ...bodyErrors({ 403: '`not-allowed`', 404: '`not-found`', 410: '`room-ended`' }),
    },
  };
  api.post('/rooms/:roomId/invitations', { schema }, async ({ params: { roomId }, body, adminKeyId }, reply) => {
    if (!hasPages)
      throw new AppError('not-allowed', 'This server has no pages for personal links; set HEARTHROOM_PAGES=true');
    await registry.getOpenRecord(roomId);
    const created = { target: targetOf(roomId), person: body, apiKeyId: adminKeyId };
    const { invitation, code } = await invitations.create<'room'>(created);
    reply.code(201);
    return { ...view(invitation), path: `/j/${code}` };
  });
}

function registerListing(api: Api, { registry, invitations, access }: InvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'listInvitations',
    summary: 'List the valid personal links of a room, without their codes',
    description: 'Empty after the room has ended, when all of them are deleted.',
    params: RoomParams,
    response: { 200: InvitationListAnswer, ...errors({ 404: '`not-found`' }) },
  };
  api.get('/rooms/:roomId/invitations', { schema }, async ({ params: { roomId }, adminKeyId }) => {
    await registry.getRecord(roomId);
    const found = await invitations.list<'room'>(targetOf(roomId));
    await access.noteRead({ what: 'invitations.read', roomId, apiKeyId: adminKeyId });
    return { invitations: found.map(view) };
  });
}

function registerRevoking(api: Api, { invitations }: InvitationRoutesOptions): void {
  const schema = {
    tags,
    operationId: 'revokeInvitation',
    summary: 'Revoke a personal link',
    description:
      'From now on the link gives no tokens. A person who has joined with it stays: remove the seat, or revoke the tokens of its identity, which revokes the link too. A token that the link gave is valid for at most five minutes. A repeated request changes nothing and returns `not-found`; for a retry this means that the link is revoked.',
    params: InvitationParams,
    response: { 204: Type.Null({ description: 'Revoked' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  const path = '/rooms/:roomId/invitations/:invitationId';
  api.delete(path, { schema }, async ({ params: { roomId, invitationId }, adminKeyId }, reply) => {
    if (!(await invitations.revoke(targetOf(roomId), invitationId, adminKeyId))) throw new AppError('not-found');
    return reply.code(204).send(null);
  });
}

const view = ({ id, person, createdAt }: Invitation<'room'>): View => ({
  id,
  ...person,
  createdAt: new Date(createdAt).toISOString(),
});
