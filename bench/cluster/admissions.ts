/** How long a host waits until an admission is acknowledged, that is stored, with each store of a server. */
import { startPrimaryAndStandby } from '../../test/support/server/store/postgres/standby.ts';
import { timeAdmissions } from '../signaling/measures.ts';
import { percentilesOf } from '../statistics/percentiles.ts';
import { HearthroomServer } from '../systems/hearthroom/hearthroom.ts';
import { loopback } from '../systems/network.ts';
import { MeasuredCluster, startNode } from './measured-cluster.ts';

export interface AdmitFigures {
  store: string;
  count: number;
  /** From the host's request to its answer, at the client. */
  p50: number;
  p95: number;
}

interface Running {
  server: HearthroomServer;
  close(): Promise<void>;
}

const stores: Record<string, () => Promise<Running>> = {
  SQLite: async () => {
    const server = await HearthroomServer.start(loopback());
    return { server, close: () => server.close() };
  },
  PostgreSQL: async () => {
    const cluster = await MeasuredCluster.start(1);
    return { server: cluster.node(0), close: () => cluster.close() };
  },
  'PostgreSQL with a synchronous standby server': startBesideStandby,
};

async function startBesideStandby(): Promise<Running> {
  const cleanUps: (() => unknown)[] = [];
  const close = async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  };
  const afterwards = (cleanUp: () => unknown) => void cleanUps.push(cleanUp);
  try {
    const { primary } = await startPrimaryAndStandby({ afterwards }, { isSynchronous: true });
    const { host, user, database } = await primary.createDatabase();
    const server = await startNode(1, `postgres://${user}@/${database}?host=${host}`);
    afterwards(() => server.close());
    return { server, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Parts of the admissions in turn, so that other load on the machine affects all stores. */
const rounds = 4;

/** @param count admissions with each store, one after the other */
export async function measureAdmits(count: number): Promise<AdmitFigures[]> {
  const running: Record<string, Running> = {};
  const took: Record<string, number[]> = {};
  try {
    for (const [store, start] of Object.entries(stores)) running[store] = await start();
    for (let round = 0; round < rounds; round += 1) {
      for (const [store, { server }] of Object.entries(running)) {
        const times = await timeAdmissions(server, { admissions: Math.ceil(count / rounds) });
        took[store] = [...(took[store] ?? []), ...times.answered];
      }
    }
  } finally {
    await Promise.all(Object.values(running).map((one) => one.close()));
  }
  return Object.entries(took).map(([store, times]) => {
    const { p50, p95 } = percentilesOf(Float64Array.from(times)) ?? { p50: Number.NaN, p95: Number.NaN };
    return { store, count: times.length, p50, p95 };
  });
}
