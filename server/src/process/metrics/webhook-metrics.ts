/** Prometheus metrics about the delivery of webhooks. Only on a server with a webhook. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { ServerObserver } from '../../core/events/observer.ts';
import type { Backlog } from '../../webhooks/outbox.ts';

/** Listens as long as the observer exists, which is as long as the server. */
export function addWebhookMetrics(
  registry: Registry,
  observer: ServerObserver,
  backlog: () => Promise<Backlog>,
  now: () => number,
): void {
  const registers = [registry];
  /** If the store can't be read, the last values stay, and the other metrics are given. */
  const read = (): Promise<Backlog | null> => backlog().catch(() => null);
  const counter = (name: string, help: string) => new Counter({ name: `hearthroom_webhooks_${name}`, help, registers });
  new Gauge({
    name: 'hearthroom_webhooks_waiting',
    help: 'Webhook events that are not delivered yet',
    registers,
    async collect() {
      const found = await read();
      if (found) this.set(found.count);
    },
  });
  new Gauge({
    name: 'hearthroom_webhooks_oldest_age_seconds',
    help: 'How long the oldest webhook event that is not delivered yet has waited; 0: none waits',
    registers,
    async collect() {
      const found = await read();
      if (!found) return;
      const { oldestAt } = found;
      this.set(oldestAt === null ? 0 : Math.max(now() - oldestAt, 0) / 1_000);
    },
  });
  const delivered = counter('delivered_total', 'Webhook events delivered');
  const failures = counter('failures_total', 'Deliveries of webhooks that failed; most are tried again');
  const givenUp = counter('given_up_total', 'Webhook events given up after a day of failures');
  const dropped = counter('dropped_total', 'Webhook events not kept: too many waited already');
  observer.on('webhookDelivered', () => delivered.inc());
  observer.on('webhookFailed', ({ isGivenUp }) => {
    failures.inc();
    if (isGivenUp) givenUp.inc();
  });
  observer.on('webhookDropped', () => dropped.inc());
}
