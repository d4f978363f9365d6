/** The REST API under /v1: for the customer's own backend, with admin tokens alone. */
import rateLimit from '@fastify/rate-limit';
import { isWellFormed } from '@hearthroom/sdk/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessLog } from '../audit/access-log.ts';
import type { AuditStore } from '../audit/log.ts';
import type { Auth } from '../auth/create-auth.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { EvidenceSource } from '../journal/story/evidence.ts';
import type { ServerObserver } from '../observer.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import { requireAdminToken } from './admin.ts';
import { type CheckpointSigner, registerAudit, registerCheckpoints } from './audit.ts';
import { type BackupWriter, registerBackup } from './backup.ts';
import { registerDocumentation } from './documentation.ts';
import { type Drainable, registerDrain } from './drain.ts';
import { registerKeys } from './keys.ts';
import { registerMediaStory } from './media-story.ts';
import { registerReports } from './reports.ts';
import { registerRevocations } from './revocations.ts';
import { registerRooms } from './rooms.ts';
import { addNamedSchemas } from './schemas.ts';
import { registerSeats } from './seats.ts';
import { registerTokens } from './tokens.ts';
import { typed } from './typebox-provider.ts';

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
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

/** On a server from createFastify, which validates and answers errors. */
export function registerRest(fastify: FastifyInstance, options: RestOptions): void {
  const { registry, auth, audit, access, checkpoints, evidence, backups, drain, config } = options;
  const register = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(rateLimit, {
      max: config.api.requestsPerMinute,
      timeWindow: 60_000,
      enableDraftSpec: true,
      errorResponseBuilder: () => new AppError('rate-limited'),
    });
    addNamedSchemas(scope);
    await registerDocumentation(scope);
    await scope.register(async (guarded) => {
      requireAdminToken(guarded, auth.tokens);
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

/** Identities and token ids are compared here and stored as UTF-8, which can't tell one lone surrogate from another. */
async function requireWellFormed({ body }: FastifyRequest): Promise<void> {
  if (!isWellFormed(body))
    throw new AppError('invalid-params', 'body: must be well-formed Unicode, without lone surrogates');
}
