/** The REST API under /v1, for the customer's backend; admin tokens only. */
import rateLimit from '@fastify/rate-limit';
import { isWellFormed } from '@hearthroom/sdk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessLog } from '../audit/access-log.ts';
import type { AuditStore } from '../audit/audit-log.ts';
import type { Auth } from '../auth/create-auth.ts';
import type { Invitations } from '../auth/invitations/invitations.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { EvidenceSource } from '../journal/story/evidence.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import type { PersonalLinks } from '../series/personal-links.ts';
import type { SeriesDesk } from '../series/series-desk.ts';
import { forwardRequests, type RemoteRest } from './forwarding/forward-requests.ts';
import { isForwarded } from './forwarding/forwarded-requests.ts';
import { type BackupWriter, registerBackup } from './operations/backup-routes.ts';
import { registerDocumentation } from './operations/documentation.ts';
import { type Drainable, registerDrain } from './operations/drain-routes.ts';
import { registerInvitations } from './rooms/invitation-routes.ts';
import { registerMediaStory } from './rooms/media-story-routes.ts';
import { registerReports } from './rooms/report-routes.ts';
import { registerRooms, roomIdToCreate } from './rooms/room-routes.ts';
import { registerSeats } from './rooms/seat-routes.ts';
import { registerTokens } from './rooms/token-routes.ts';
import { addNamedSchemas } from './schemas/http-schemas.ts';
import { typed } from './schemas/typebox-provider.ts';
import { requireAdminToken } from './security/admin-guard.ts';
import { type CheckpointSigner, registerAudit, registerCheckpoints } from './security/audit-routes.ts';
import { registerKeys } from './security/key-routes.ts';
import { registerRevocations } from './security/revocation-routes.ts';
import { registerMembers } from './series/member-routes.ts';
import { registerOccurrences } from './series/occurrence-routes.ts';
import { registerSeriesInvitations } from './series/series-invitation-routes.ts';
import { registerSeries } from './series/series-routes.ts';

export interface RestOptions {
  registry: RoomRegistry;
  series: SeriesDesk;
  auth: Auth;
  invitations: Invitations;
  links: PersonalLinks;
  observer: ServerObserver;
  audit: AuditStore;
  access: AccessLog;
  evidence: EvidenceSource;
  checkpoints: CheckpointSigner;
  backups: BackupWriter;
  drain: Drainable;
  config: Pick<Config, 'api' | 'pages'>;
  /** Null: no other node owns rooms. */
  remote?: RemoteRest | null;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

/** For a server from createFastify, which validates requests and answers errors. */
export function registerRest(fastify: FastifyInstance, options: RestOptions): void {
  const { registry, series, auth, invitations, links, audit, access, checkpoints, evidence, backups, drain, config } =
    options;
  const { remote = null, now = Date.now } = options;
  const register = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(rateLimit, {
      max: config.api.requestsPerMinute,
      timeWindow: 60_000,
      enableDraftSpec: true,
      // Counted by the node that accepted it.
      allowList: ({ raw }) => isForwarded(raw),
      errorResponseBuilder: () => new AppError('rate-limited'),
    });
    addNamedSchemas(scope);
    await registerDocumentation(scope);
    await scope.register(async (guarded) => {
      requireAdminToken(guarded, auth.tokens);
      guarded.addHook('onRequest', requireStorableIds);
      if (remote) forwardRequests(guarded, { remote, roomToCreate: (request) => roomIdToCreate(request, auth.keys) });
      guarded.addHook('preValidation', requireWellFormed);
      const api = typed(guarded);
      registerRooms(api, registry, auth.keys);
      registerSeries(api, { desk: series, registry, keys: auth.keys, access });
      registerMembers(api, series, links);
      registerSeriesInvitations(api, { desk: series, invitations, access, hasPages: config.pages });
      registerOccurrences(api, series, now);
      registerTokens(api, registry, { keys: auth.keys, access });
      registerInvitations(api, { registry, invitations, access, hasPages: config.pages });
      registerRevocations(api, options);
      registerKeys(api, auth);
      registerSeats(api, registry, access);
      registerReports(api, registry, access);
      registerMediaStory(api, evidence, access);
      registerAudit(api, audit, access);
      registerCheckpoints(api, checkpoints);
      registerBackup(api, backups);
      registerDrain(api, drain);
    });
  };
  void fastify.register(register, { prefix: '/v1' });
}

/** No id has U+0000, and PostgreSQL takes no text with it. Before a request is forwarded by the id of its room. */
async function requireStorableIds({ params }: FastifyRequest): Promise<void> {
  if (JSON.stringify(params ?? {}).includes('\\u0000')) throw new AppError('not-found');
}

/** Identities and token ids are stored as UTF-8, where all lone surrogates become the same character. */
async function requireWellFormed({ body }: FastifyRequest): Promise<void> {
  if (!isWellFormed(body))
    throw new AppError('invalid-params', 'body: must be well-formed Unicode, without lone surrogates');
}
