/** The REST API under /v1, for the customer's backend; admin tokens only. */
import rateLimit from '@fastify/rate-limit';
import { isWellFormed } from '@hearthroom/sdk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessLog } from '../audit/access-log.ts';
import type { AuditStore } from '../audit/audit-log.ts';
import type { Auth } from '../auth/create-auth.ts';
import type { Config } from '../config/config.ts';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { EvidenceSource } from '../journal/story/evidence.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import { forwardRequests, type RemoteRest } from './forwarding/forward-requests.ts';
import { isForwarded } from './forwarding/forwarded-requests.ts';
import { type BackupWriter, registerBackup } from './operations/backup-routes.ts';
import { registerDocumentation } from './operations/documentation.ts';
import { type Drainable, registerDrain } from './operations/drain-routes.ts';
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

export interface RestOptions {
  registry: RoomRegistry;
  auth: Auth;
  observer: ServerObserver;
  audit: AuditStore;
  access: AccessLog;
  evidence: EvidenceSource;
  checkpoints: CheckpointSigner;
  backups: BackupWriter;
  drain: Drainable;
  config: Pick<Config, 'api'>;
  /** Null: no other node owns rooms. */
  remote?: RemoteRest | null;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

/** For a server from createFastify, which validates requests and answers errors. */
export function registerRest(fastify: FastifyInstance, options: RestOptions): void {
  const { registry, auth, audit, access, checkpoints, evidence, backups, drain, config, remote = null } = options;
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
      if (remote) forwardRequests(guarded, { remote, roomToCreate: (request) => roomIdToCreate(request, auth.keys) });
      guarded.addHook('preValidation', requireWellFormed);
      const api = typed(guarded);
      registerRooms(api, registry, auth.keys);
      registerTokens(api, registry, { keys: auth.keys, access });
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

/** Identities and token ids are stored as UTF-8, where all lone surrogates become the same character. */
async function requireWellFormed({ body }: FastifyRequest): Promise<void> {
  if (!isWellFormed(body))
    throw new AppError('invalid-params', 'body: must be well-formed Unicode, without lone surrogates');
}
