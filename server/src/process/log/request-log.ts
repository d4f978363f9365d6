/**
 * One line per answered HTTP request. Health checks and scrapes of the metrics come every few seconds with the same
 * result: they are logged once a minute, and when the status changes. Requests without a valid admin token may come
 * from anybody in any number: they are logged up to a rate, and counted beyond it.
 */

import type { RequestAnswer, ServerObserver } from '../../core/events/observer.ts';
import { TokenBucket } from '../../core/limits/token-bucket.ts';
import type { Schedule } from '../../core/time/schedule.ts';
import { CountedLine } from './counted-line.ts';
import type { Log } from './log.ts';

const monitored: ReadonlySet<string | null> = new Set(['/healthz', '/readyz', '/metrics']);
const monitoringIntervalMs = 60_000;
/** The burst is more than the REST API allows one address in a minute; the rate produces 200 MB a day. */
const strangers = { perSecond: 10, burst: 1_000 };

/** Closing the result writes the count that is not logged yet. */
export function logRequests(observer: ServerObserver, log: Log, schedule?: Schedule): { close(): void } {
  const write = (answer: RequestAnswer, unlogged = 0): void =>
    log.info({ ...answer, ms: Math.round(answer.ms * 10) / 10, ...(unlogged > 0 && { unlogged }) }, 'request');
  const writeSample = sampler(write);
  const bucket = new TokenBucket(strangers.perSecond, strangers.burst, performance.now());
  const beyond = new CountedLine(
    ({ count }) =>
      log.warn({ count }, 'requests without a valid token exceeded the logging rate; only their number is logged'),
    schedule,
  );
  observer.on('requestAnswered', (answer) => {
    // A refusal has a correlation id in its body, which must be found in the log.
    if (monitored.has(answer.route) && answer.status !== 401) writeSample(answer);
    else if (answer.keyId !== null || bucket.take(performance.now())) write(answer);
    else beyond.add();
  });
  return beyond;
}

/** By route and status; both are from fixed lists. */
function sampler(write: (answer: RequestAnswer, unlogged: number) => void): (answer: RequestAnswer) => void {
  const lasts = new Map<string, { status: number; at: number; unlogged: number }>();
  return (answer) => {
    const key = `${answer.method} ${answer.route}`;
    const last = lasts.get(key);
    const now = performance.now();
    if (last?.status === answer.status && now - last.at < monitoringIntervalMs) {
      last.unlogged += 1;
      return;
    }
    lasts.set(key, { status: answer.status, at: now, unlogged: 0 });
    write(answer, last?.unlogged ?? 0);
  };
}
