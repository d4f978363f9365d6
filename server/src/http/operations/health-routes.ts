/** For load balancers and orchestrators, without authentication: is the process alive, and can it accept people now? */
import type { FastifyInstance } from 'fastify';
import { type DatabaseLoss, stopsWrites } from '../../store/postgres/connection/database-loss.ts';

export interface HealthOptions {
  isAlive(): boolean;
  registry: { readonly isDraining: boolean; probe(): Promise<void> };
  media: { readonly isReady: boolean };
  /** What happened to the store's files, if they are not the opened ones any more; otherwise null. */
  storeLoss?(): { readonly file: string; readonly what: string } | null;
  /**
   * What is wrong with the database of a node.
   * @param failure why the probe of the store failed; null: it works
   */
  databaseLoss?(failure: unknown): DatabaseLoss | null;
}

type Finding = 'ok' | 'failed' | 'draining';

interface Health {
  status: Finding;
  checks: Record<string, Finding>;
  /** Reasons of failed checks, where known; also of a database that works and may lose writes. */
  reasons?: Record<string, string>;
}

/** A probe writes to the disk; more frequent requests get the last result. */
const probeIntervalMs = 1_000;

export function registerHealth(
  fastify: FastifyInstance,
  { isAlive, registry, media, storeLoss = () => null, databaseLoss = () => null }: HealthOptions,
): void {
  const storeFailure = remember(() => failureOf(() => registry.probe()), probeIntervalMs);
  fastify.get('/healthz', async (_request, reply) => {
    const health = summarise({ process: found(isAlive()) });
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
  fastify.get('/readyz', async (_request, reply) => {
    const failure = await storeFailure();
    const ofDatabase = databaseLoss(failure);
    const health = summarise({
      store: found(failure === null && !(ofDatabase !== null && stopsWrites(ofDatabase))),
      media: found(media.isReady),
      accepting: registry.isDraining ? 'draining' : 'ok',
    });
    const ofFiles = storeLoss();
    const reason = ofFiles ? `${ofFiles.file}-${ofFiles.what}` : ofDatabase;
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ...health, ...(reason !== null && { reasons: { store: reason } }) } satisfies Health);
  });
}

const found = (isWell: boolean): Finding => (isWell ? 'ok' : 'failed');

/** A failed check takes precedence over draining. */
function summarise(checks: Record<string, Finding>): Health {
  const findings = Object.values(checks);
  const status = (['failed', 'draining'] as const).find((finding) => findings.includes(finding)) ?? 'ok';
  return { status, checks };
}

/** @returns null when it resolves */
async function failureOf(probe: () => Promise<void>): Promise<unknown> {
  try {
    await probe();
    return null;
  } catch (error) {
    return error ?? new Error('the probe failed');
  }
}

function remember(ask: () => Promise<unknown>, forMs: number): () => Promise<unknown> {
  let last = { answer: Promise.resolve<unknown>(null), at: Number.NEGATIVE_INFINITY };
  return () => {
    const now = performance.now();
    if (now - last.at >= forMs) last = { answer: ask(), at: now };
    return last.answer;
  };
}
