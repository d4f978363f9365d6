/** For load balancers and orchestrators, without authentication: is the process alive, and can it accept people now? */
import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  isAlive(): boolean;
  registry: { readonly isDraining: boolean; probe(): Promise<void> };
  media: { readonly isReady: boolean };
  /** What happened to the store's files, if they are not the opened ones any more; otherwise null. */
  storeLoss?(): { readonly file: string; readonly what: string } | null;
}

type Finding = 'ok' | 'failed' | 'draining';

interface Health {
  status: Finding;
  checks: Record<string, Finding>;
  /** Reasons of failed checks, where known. */
  reasons?: Record<string, string>;
}

/** A probe writes to the disk; more frequent requests get the last result. */
const probeIntervalMs = 1_000;

export function registerHealth(
  fastify: FastifyInstance,
  { isAlive, registry, media, storeLoss = () => null }: HealthOptions,
): void {
  const storeWorks = remember(() => succeeds(() => registry.probe()), probeIntervalMs);
  fastify.get('/healthz', async (_request, reply) => {
    const health = summarise({ process: found(isAlive()) });
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });
  fastify.get('/readyz', async (_request, reply) => {
    const health = summarise({
      store: found(await storeWorks()),
      media: found(media.isReady),
      accepting: registry.isDraining ? 'draining' : 'ok',
    });
    const loss = storeLoss();
    return reply
      .code(health.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ...health, ...(loss && { reasons: { store: `${loss.file}-${loss.what}` } }) } satisfies Health);
  });
}

const found = (isWell: boolean): Finding => (isWell ? 'ok' : 'failed');

/** A failed check takes precedence over draining. */
function summarise(checks: Record<string, Finding>): Health {
  const findings = Object.values(checks);
  const status = (['failed', 'draining'] as const).find((finding) => findings.includes(finding)) ?? 'ok';
  return { status, checks };
}

async function succeeds(probe: () => Promise<void>): Promise<boolean> {
  try {
    await probe();
    return true;
  } catch {
    return false;
  }
}

function remember(ask: () => Promise<boolean>, forMs: number): () => Promise<boolean> {
  let last = { answer: Promise.resolve(false), at: Number.NEGATIVE_INFINITY };
  return () => {
    const now = performance.now();
    if (now - last.at >= forMs) last = { answer: ask(), at: now };
    return last.answer;
  };
}
