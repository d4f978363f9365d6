/**
 * The signatures of a webhook: HMAC-SHA256 over time and body, so that a delivery can't be altered or repeated later.
 */
import { createHmac } from 'node:crypto';
import { webhookKeyOf } from '@hearthroom/sdk/protocol';
import { Webhook } from 'standardwebhooks';

export interface Delivery {
  /** Of the event: the same in every attempt. */
  id: string;
  body: string;
}

/**
 * The headers of Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), and
 * `hearthroom-signature`, which receivers of version 0.1 verify.
 *
 * @param nowMs of this attempt, milliseconds since 1970-01-01 UTC
 */
export function signatureHeaders({ id, body }: Delivery, secret: string, nowMs: number): Record<string, string> {
  const webhook = new Webhook(webhookKeyOf(secret), { format: 'raw' });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': webhook.sign(id, new Date(nowMs), body),
    'hearthroom-signature': signBody(body, secret, nowMs),
  };
}

/** @returns the value of `hearthroom-signature`: `t=<seconds since 1970>,v1=<hex>` */
function signBody(body: string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${signature}`;
}
