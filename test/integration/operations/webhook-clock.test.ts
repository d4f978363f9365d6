/**
 * Webhooks that wait while the machine's clock is set: none is delivered later for that reason, and none is given up.
 */
import type { ServerResponse } from 'node:http';
import t, { type Test } from 'tap';
import { ServerObserver } from '../../../server/src/core/events/observer.ts';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { WebhookDispatcher } from '../../../server/src/webhooks/dispatcher.ts';
import { receiveHooks, webhookSecret } from '../../support/server/rest/hook-receiver.ts';
import { makeRecord } from '../../support/server/store/room-records.ts';

const dayMs = 86_400_000;
/** The backend's clock is not set. */
const anyTime = { toleranceSeconds: 3 * (dayMs / 1_000) };
const timings = { firstRetryMs: 20, longestRetryMs: 50, timeoutMs: 500, giveUpAfterMs: dayMs };

// Time limit for a delivery that does not come.
t.setTimeout(30_000);

/** A store with one event, and a backend that rejects the first delivery and accepts the next. */
async function setUp(t: Test, aheadMs = 0) {
  const clock = { aheadMs, now: () => Date.now() + clock.aheadMs };
  const store = SqliteStore.open(t.testdir(), { keepsOutbox: true, now: clock.now });
  const observer = new ServerObserver();
  const backend = await receiveHooks(
    t,
    (response, count) => response.writeHead(count === 1 ? 500 : 204).end(),
    anyTime,
  );
  const failures: boolean[] = [];
  observer.on('webhookFailed', ({ isGivenUp }) => failures.push(isGivenUp));
  const change = { what: 'room.opened', roomId: 'r-1', by: null, seatId: null, at: clock.now() } as const;
  await store.insertRoom(makeRecord('r-1'), { changes: [change], receipts: [] });
  const target = { url: backend.url, secret: webhookSecret };
  const start = () => new WebhookDispatcher({ outbox: store.outbox, target, observer, now: clock.now, timings });
  t.teardown(() => store.close());
  return { clock, store, backend, observer, failures, start };
}

for (const stepMs of [-3_600_000, 2 * dayMs]) {
  t.test(`an event that waits for its next attempt is delivered after a step of ${stepMs} ms`, async (t) => {
    const { clock, backend, observer, failures, start } = await setUp(t);
    const dispatcher = start();
    t.teardown(() => dispatcher.close());
    observer.once('webhookFailed', () => {
      // After the failure is stored: the event waits for its time by the old clock.
      setImmediate(() => {
        clock.aheadMs += stepMs;
        dispatcher.handleClockStep(stepMs);
      });
    });
    await backend.until(() => backend.received.length === 2);
    t.same(failures, [false]);
  });

  t.test(`an event that is on its way while the clock is set by ${stepMs} ms is not given up`, async (t) => {
    const { clock, store, observer, failures } = await setUp(t);
    const answer = (response: ServerResponse, count: number): void => {
      if (count === 1) {
        clock.aheadMs += stepMs;
        dispatcher.handleClockStep(stepMs);
      }
      response.writeHead(count === 1 ? 500 : 204).end();
    };
    const slow = await receiveHooks(t, answer, anyTime);
    const target = { url: slow.url, secret: webhookSecret };
    const dispatcher = new WebhookDispatcher({ outbox: store.outbox, target, observer, now: clock.now, timings });
    t.teardown(() => dispatcher.close());
    await slow.until(() => slow.received.length === 2);
    t.same(failures, [false]);
  });
}

t.test('events of a process whose clock was ahead don’t wait for that time', async (t) => {
  const { clock, backend, start } = await setUp(t, dayMs);
  clock.aheadMs = 0;
  const dispatcher = start();
  t.teardown(() => dispatcher.close());
  await backend.until(() => backend.received.length === 2);
  t.pass('it was delivered');
});

t.test('deliveries are signed with the clock of the server, which for nodes is that of the database', async (t) => {
  const { clock, backend, start } = await setUp(t, dayMs);
  const dispatcher = start();
  t.teardown(() => dispatcher.close());
  await backend.until(() => backend.received.length === 1);
  const signedAt = Number(backend.received[0]?.headers['webhook-timestamp']) * 1_000;
  t.ok(Math.abs(signedAt - clock.now()) < dayMs / 2);
});
