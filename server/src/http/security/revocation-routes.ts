/** Revocations over REST: tokens that are valid but not accepted any more. */
import { ListRevocations, RevokeTokens, type Revocation as View } from '@hearthroom/sdk/protocol';
import { Type } from 'typebox';
import type { AccessLog } from '../../audit/access-log.ts';
import type { Auth } from '../../auth/create-auth.ts';
import type { Invitations } from '../../auth/invitations/invitations.ts';
import type { Revocation, RevocationTarget } from '../../auth/revocation/revocations.ts';
import { clockToleranceS } from '../../auth/tokens/signed-token.ts';
import { AppError } from '../../core/errors/errors.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import { seatOfIdentity } from '../../rooms/machine/index.ts';
import type { RoomRegistry } from '../../rooms/registry.ts';
import { bodyErrors, errors, RevocationAnswer, RevocationListAnswer } from '../schemas/http-schemas.ts';
import { readInstant } from '../schemas/instant.ts';
import type { Api } from '../schemas/typebox-provider.ts';

const tags = ['tokens'];
const defaultPageSize = 50;

export interface RevocationsOptions {
  auth: Auth;
  invitations: Invitations;
  access: AccessLog;
  registry: RoomRegistry;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

export function registerRevocations(api: Api, options: RevocationsOptions): void {
  registerRevoking(api, options);
  registerListing(api, options);
}

function registerRevoking(api: Api, options: RevocationsOptions): void {
  const { auth, invitations, registry, observer, now = Date.now } = options;
  const schema = {
    tags,
    operationId: 'revokeTokens',
    summary: 'Revoke tokens',
    description:
      'Give one of: `jti` (one token), `roomId` and `identity` (all tokens of that person for that room until now), `roomId` and `issuedBefore`, `keyId` and `issuedBefore` (also admin tokens). Stored before the answer; connections that were opened with such a token are closed with `token-revoked`. Personal links of that person, room or key that were created before are revoked too. A repeated request changes nothing, or moves `issuedBefore` to a later time. To keep a person out who could get a new token, remove or deny them with `ban`.',
    body: RevokeTokens,
    response: {
      200: { ...RevocationAnswer, description: 'Already revoked' },
      201: { ...RevocationAnswer, description: 'Revoked' },
      ...bodyErrors({ 404: '`not-found`: there is no such room or key', 410: '`room-ended`' }),
    },
  };
  api.post('/revocations', { schema }, async ({ body, adminKeyId }, reply) => {
    const target = readTarget(body);
    const seatId = await requireTarget(target, auth, registry);
    const issuedBefore = readIssuedBefore(body.issuedBefore, now());
    await invitations.revokeWithTokens(target, issuedBefore ?? now(), adminKeyId);
    const { revocation, created } = await auth.revocations.add({
      target,
      seatId,
      apiKeyId: adminKeyId,
      ...(issuedBefore !== null && { issuedBefore }),
    });
    observer.emit('tokensRevoked', { revocationId: revocation.id, connectionsClosed: auth.tokens.withdraw() });
    reply.code(created ? 201 : 200);
    return view(revocation);
  });
}

function registerListing(api: Api, { auth, access }: RevocationsOptions): void {
  const list = {
    tags,
    operationId: 'listRevocations',
    summary: 'List revocations, newest first',
    description:
      'A revocation is kept until all of its tokens have expired. When a room ends, its revocations are replaced by one for the whole room, so no identity is kept.',
    querystring: ListRevocations,
    response: { 200: RevocationListAnswer, ...errors({}) },
  };
  api.get('/revocations', { schema: list }, async ({ query, adminKeyId }) => {
    const { limit, cursor = null } = query;
    const page = await auth.revocations.list({ limit: limit === undefined ? defaultPageSize : Number(limit), cursor });
    await access.noteRead({ what: 'revocations.read', roomId: null, apiKeyId: adminKeyId });
    return { revocations: page.revocations.map(view), nextCursor: page.nextCursor };
  });
  const remove = {
    tags,
    operationId: 'removeRevocation',
    summary: 'Delete a revocation',
    description:
      'A repeated request changes nothing and returns `not-found`; for a retry this means that the revocation is deleted.',
    params: Type.Object({ revocationId: Type.String({ description: 'Id of the revocation' }) }),
    response: { 204: Type.Null({ description: 'Removed' }), ...bodyErrors({ 404: '`not-found`' }) },
  };
  api.delete('/revocations/:revocationId', { schema: remove }, async ({ params, adminKeyId }, reply) => {
    if (!(await auth.revocations.remove(params.revocationId, adminKeyId))) throw new AppError('not-found');
    return reply.code(204).send(null);
  });
}

const wanted =
  'body: give jti alone, roomId with identity, roomId with issuedBefore, or keyId with issuedBefore, and nothing beside it';

function readTarget({ jti, roomId, identity, keyId, issuedBefore }: RevokeTokens): RevocationTarget {
  const given = Object.entries({ jti, roomId, identity, keyId, issuedBefore }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  const isGiven = (...names: string[]): boolean => given.join() === names.join();
  if (jti !== undefined && isGiven('jti')) return { kind: 'token', jti };
  if (roomId !== undefined && identity !== undefined && isGiven('roomId', 'identity'))
    return { kind: 'identity', roomId, identity };
  if (roomId !== undefined && isGiven('roomId', 'issuedBefore')) return { kind: 'room', roomId };
  if (keyId !== undefined && isGiven('keyId', 'issuedBefore')) return { kind: 'key', keyId };
  throw new AppError('invalid-params', wanted);
}

/**
 * Times in the future are refused: they would also refuse tokens issued later, which is not the purpose of a
 * revocation.
 */
function readIssuedBefore(instant: string | undefined, now: number): number | null {
  if (instant === undefined) return null;
  const at = readInstant('body.issuedBefore', instant);
  if (at <= now + clockToleranceS * 1_000) return at;
  throw new AppError('invalid-params', 'body.issuedBefore: must not be in the future');
}

/** @returns the seat of the identity if it has one, otherwise null. Throws `not-found`, `room-ended` */
async function requireTarget(target: RevocationTarget, { keys }: Auth, registry: RoomRegistry): Promise<string | null> {
  switch (target.kind) {
    case 'token':
      return null;
    case 'key':
      if (keys.get(target.keyId) === undefined) throw new AppError('not-found', 'There is no API key with this id');
      return null;
    case 'room':
      await registry.getOpenRecord(target.roomId);
      return null;
    case 'identity':
      return seatOfIdentity((await registry.getOpenRecord(target.roomId)).state, target.identity)?.id ?? null;
  }
}

function view({ id, target, issuedBefore, createdAt, expiresAt }: Revocation): View {
  const { kind, ...named } = target;
  return {
    id,
    ...named,
    ...(kind !== 'token' && { issuedBefore: new Date(issuedBefore).toISOString() }),
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
