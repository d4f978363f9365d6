/**
 * Runs the server in a separate process that reports its resource counts. Configured by the environment; started by
 * watched-server.ts.
 */
import { Session } from 'node:inspector/promises';
import process from 'node:process';
import { observer } from 'mediasoup';
import { buildApp } from '../../../../server/src/app.ts';
import { loadConfig } from '../../../../server/src/config/config.ts';
import type { Census } from './watched-server.ts';

const workers = new Set<Parameters<Parameters<typeof observer.on<'newworker'>>[1]>[0]>();
observer.on('newworker', (worker) => {
  workers.add(worker);
  worker.observer.once('close', () => workers.delete(worker));
});

const [, , limits = '{}'] = process.argv;
const app = await buildApp(loadConfig(process.env), { signalingLimits: JSON.parse(limits) });
const url = await app.listen({ host: '127.0.0.1', port: Number(process.env.HEARTHROOM_PORT ?? 0) });

/** Counts everything the workers hold (routers, transports, producers, consumers, observers), except their ports. */
async function countHeld(): Promise<number> {
  const dumps = await Promise.all([...workers].map((worker) => worker.dump()));
  const held = dumps.flatMap(({ channelMessageHandlers, webRtcServerIds }) =>
    channelMessageHandlers.channelRequestHandlers.filter((id) => !webRtcServerIds.includes(id)),
  );
  return held.length;
}

const inspector = new Session();
inspector.connect();
const timerPrototype = '{ const timer = setTimeout(() => {}); clearTimeout(timer); Object.getPrototypeOf(timer); }';
const countSet =
  'function () { return this.filter((timer) => timer.hasOwnProperty("_onTimeout") && !timer._destroyed).length; }';

/** Also those that don't keep the process running: only the inspector finds them. */
async function countTimers(): Promise<number> {
  const { result } = await inspector.post('Runtime.evaluate', { expression: timerPrototype });
  const { objects } = await inspector.post('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
  const counted = await inspector.post('Runtime.callFunctionOn', {
    functionDeclaration: countSet,
    ...(objects.objectId !== undefined && { objectId: objects.objectId }),
    returnByValue: true,
  });
  await inspector.post('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  return Number(counted.result.value);
}

async function takeCensus(): Promise<Census> {
  // Twice: objects finalized by the first pass are freed by the second.
  for (let pass = 0; pass < 2; pass += 1) globalThis.gc?.();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (name: string): number => resources.filter((resource) => resource === name).length;
  return {
    held: await countHeld(),
    usedBytes: heapUsed + external + arrayBuffers,
    residentBytes: rss,
    timers: count('Timeout') + count('Immediate'),
    allTimers: await countTimers(),
    sockets: count('TCPSocketWrap'),
    rooms: Object.values(app.registry.counts().roomsByPhase).reduce((total, rooms) => total + rooms, 0),
  };
}

process.on('message', () => {
  takeCensus().then(
    (census) => process.send?.({ census }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url });
