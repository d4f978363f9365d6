import t from 'tap';
import { ServerObserver } from '../../../../../server/src/core/events/observer.ts';
import { createFastify } from '../../../../../server/src/http/create-fastify.ts';
import { type HealthOptions, registerHealth } from '../../../../../server/src/http/operations/health-routes.ts';
import type { DatabaseLoss } from '../../../../../server/src/store/postgres/connection/database-loss.ts';

function startHealth(health: Partial<HealthOptions> = {}) {
  const fastify = createFastify({ tls: null, trustedProxies: [] }, new ServerObserver());
  const well: HealthOptions = {
    isAlive: () => true,
    registry: { isDraining: false, probe: async () => {} },
    media: { isReady: true },
  };
  registerHealth(fastify, { ...well, ...health });
  return async (url: string) => {
    const answer = await fastify.inject({ method: 'GET', url });
    return { status: answer.statusCode, body: answer.json() };
  };
}

t.test('a healthy server says so to anybody', async (t) => {
  const ask = startHealth();
  t.same(await ask('/healthz'), { status: 200, body: { status: 'ok', checks: { process: 'ok' } } });
  t.same(await ask('/readyz'), {
    status: 200,
    body: { status: 'ok', checks: { store: 'ok', media: 'ok', accepting: 'ok' } },
  });
});

t.test('a server is not ready while its store fails, its media is down, or it drains', async (t) => {
  const probe = async () => {
    throw new Error('canary');
  };
  const store = await startHealth({ registry: { isDraining: false, probe } })('/readyz');
  t.same(store, { status: 503, body: { status: 'failed', checks: { store: 'failed', media: 'ok', accepting: 'ok' } } });
  const media = await startHealth({ media: { isReady: false } })('/readyz');
  t.match(media, { status: 503, body: { checks: { store: 'ok', media: 'failed' } } });
  const draining = await startHealth({ registry: { isDraining: true, probe: async () => {} } })('/readyz');
  t.match(draining, { status: 503, body: { status: 'draining', checks: { accepting: 'draining' } } });
});

t.test('a draining server is still alive, and one that is not alive says so', async (t) => {
  t.match(await startHealth({ registry: { isDraining: true, probe: async () => {} } })('/healthz'), { status: 200 });
  t.match(await startHealth({ isAlive: () => false })('/healthz'), { status: 503, body: { status: 'failed' } });
});

t.test('a client that asks without end does not make the disk write without end', async (t) => {
  let probes = 0;
  const probe = async () => {
    probes += 1;
  };
  const ask = startHealth({ registry: { isDraining: false, probe } });
  for (let index = 0; index < 20; index += 1) await ask('/readyz');
  t.ok(probes >= 1 && probes < 20, `${probes} probes for 20 questions`);
});

t.test('a node says what is wrong with its database', async (t) => {
  const refused = new Error('canary');
  const probe = async () => {
    throw refused;
  };
  const failures: unknown[] = [];
  const databaseLoss = (failure: unknown) => {
    failures.push(failure);
    return failure === null ? null : ('read-only' as const);
  };
  t.match(await startHealth({ registry: { isDraining: false, probe }, databaseLoss })('/readyz'), {
    status: 503,
    body: { checks: { store: 'failed' }, reasons: { store: 'read-only' } },
  });
  const well = await startHealth({ databaseLoss })('/readyz');
  t.equal(well.status, 200);
  t.notOk('reasons' in well.body);
  t.same(failures, [refused, null]);
});

t.test(
  'a database that may lose writes is reported by a node that is ready, and one that is lost is not',
  async (t) => {
    const at = (loss: DatabaseLoss) => startHealth({ databaseLoss: () => loss })('/readyz');
    for (const loss of ['asynchronous-standby', 'not-durable', 'clock-wrong'] as const)
      t.match(await at(loss), { status: 200, body: { checks: { store: 'ok' }, reasons: { store: loss } } });
    for (const loss of ['unreachable', 'refused', 'read-only', 'standby-missing', 'lease-lost'] as const)
      t.match(await at(loss), { status: 503, body: { checks: { store: 'failed' }, reasons: { store: loss } } });
  },
);
