/** The signature of a webhook: HMAC-SHA256 over the time and the body, so that a delivery can't be altered or sent again later. */
import { createHmac } from 'node:crypto';

/** @returns the value of `Hearthroom-Signature`: `t=<seconds since 1970>,v1=<hex>` */
export function signBody(body: string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${signature}`;
}
