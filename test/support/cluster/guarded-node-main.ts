/** A process with media workers and their guard, which does what its parent tells it: see guarded-node.ts. */
import { momentNow } from '../../../server/src/cluster/guard/moment.mjs';
import { WorkerGuard } from '../../../server/src/cluster/guard/worker-guard.ts';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { WorkerPool } from '../../../server/src/media/workers/workers.ts';
import { testMediaConfig } from '../media/test-media.ts';

const observer = new ServerObserver();
const tell = (event: string, value?: unknown): void => void process.send?.({ event, value });
const guard =
  process.argv[2] === 'unguarded' ? null : await WorkerGuard.start({ observer, onLost: () => tell('guardLost') });
const pool = await WorkerPool.create({
  config: testMediaConfig({ workers: 2 }),
  observer,
  ...(guard && { processes: guard }),
});
for (const event of ['guardDied', 'guardKilled', 'workerDied', 'workerStarted'] as const) {
  observer.on(event, (value?: unknown) => tell(event, value));
}

let timer: NodeJS.Timeout | undefined;
process.on('message', (message) => {
  const [command, ...numbers] = String(message).split(' ');
  const [durationMs = 0, everyMs = 0] = numbers.map(Number);
  if (command === 'extend') {
    clearInterval(timer);
    guard?.extend(durationMs);
    if (everyMs > 0) timer = setInterval(() => guard?.extend(durationMs), everyMs);
    tell('extended', momentNow());
  } else if (command === 'pids') {
    tell('pids', { guard: guard?.pid ?? null, workers: pool.workers.map(({ pid }) => pid) });
  } else if (command === 'close-guard') {
    clearInterval(timer);
    void guard?.close().then(() => tell('guardClosed'));
  } else if (command === 'close') {
    pool.close();
    process.disconnect();
  }
});
tell('started');
