/** For load balancers and orchestrators, without authentication: is the process alive, can it take people now? */
import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  isAlive(): boolean;
  registry: { readonly isDraining: boolean; probe(): void };
  media: { readonly isReady: boolean };
}

interface Health {
  status: 'ok' | 'failed';
  checks: Record<string, 'ok' | 'failed'>;
}

/** A probe writes to the disk; whoever asks more often than this is answered with the last result. */
const probeIntervalMs = 1_000;

export function registerHealth(fastify: FastifyInstance, { isAlive, registry, media }: HealthOptions): void {
  const storeWorks = remember(() => succeeds(() => registry.probe()), probeIntervalMs);
  fastify.get('/healthz', async (_request, reply) => {
    const health = summarise({ process: isAlive() });
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
  fastify.get('/readyz', async (_request, reply) => {
    const health = summarise({ store: storeWorks(), media: media.isReady, accepting: !registry.isDraining });
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
}

function summarise(checks: Record<string, boolean>): Health {
  const named = Object.entries(checks).map(([name, isOk]) => [name, isOk ? 'ok' : 'failed'] as const);
  const status = Object.values(checks).every(Boolean) ? 'ok' : 'failed';
  return { status, checks: Object.fromEntries(named) };
}

function succeeds(probe: () => void): boolean {
  try {
    probe();
    return true;
  } catch {
    return false;
  }
}

function remember(ask: () => boolean, forMs: number): () => boolean {
  let last = { answer: false, at: Number.NEGATIVE_INFINITY };
  return () => {
    const now = performance.now();
    if (now - last.at >= forMs) last = { answer: ask(), at: now };
    return last.answer;
  };
}
