/** The REST API under /v1: for the customer's own backend, with admin tokens alone. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { AuditStore } from '../audit/log.ts';
import type { KeyRing } from '../auth/keys.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { RoomRegistry } from '../rooms/registry.ts';
import { requireAdminToken } from './admin.ts';
import { registerAudit } from './audit.ts';
import { registerDocumentation } from './documentation.ts';
import { registerReports } from './reports.ts';
import { registerRooms } from './rooms.ts';
import { addNamedSchemas } from './schemas.ts';
import { registerSeats } from './seats.ts';
import { registerTokens } from './tokens.ts';
import { typed } from './typebox-provider.ts';

export interface RestOptions {
  registry: RoomRegistry;
  keys: KeyRing;
  audit: AuditStore;
  config: Pick<Config, 'api'>;
}

/** On a server from createFastify, which validates and answers errors. */
export function registerRest(fastify: FastifyInstance, { registry, keys, audit, config }: RestOptions): void {
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
      requireAdminToken(guarded, keys);
      const api = typed(guarded);
      registerRooms(api, registry, keys);
      registerTokens(api, registry, keys);
      registerSeats(api, registry);
      registerReports(api, registry);
      registerAudit(api, audit);
    });
  };
  void fastify.register(register, { prefix: '/v1' });
}
