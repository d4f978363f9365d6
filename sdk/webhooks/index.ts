/** Checks webhooks of a Hearthroom server in your own backend (Node 20 or newer, and whatever else has WebCrypto). */
import { Value } from 'typebox/value';
import { type AuditCheckpointEvent, type RoomWebhookEvent, WebhookEvent } from '../protocol/rest/webhooks.ts';

export type { AuditCheckpointEvent, RoomWebhookEvent, WebhookEvent };

export interface VerifyWebhookOptions {
  /** How far the signature's time may be off, seconds; default 300. */
  toleranceSeconds?: number;
}

/** The delivery is not to be believed; answer 400 and forget it. `code` says why. */
export class WebhookError extends Error {
  readonly code: 'malformed-header' | 'too-old' | 'wrong-signature' | 'malformed-body';

  constructor(code: WebhookError['code'], message: string) {
    super(message);
    this.name = 'WebhookError';
    this.code = code;
  }
}

const defaultToleranceSeconds = 300;

/**
 * What a delivery says, once its signature is right.
 *
 * The same event may come more than once: remember `id`, or the last `sequence` of each room. Answer with 2xx within 10 seconds.
 * Keep each `audit.checkpoint` unchanged: it proves later that entries of the server's audit log were not changed.
 *
 * @param body the request's body as it came, before any parser has touched it
 * @param header the request's `Hearthroom-Signature`
 * @param secret the server's HEARTHROOM_WEBHOOK_SECRET
 * Rejects with WebhookError.
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  header: string,
  secret: string,
  options: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  const { seconds, signatures } = readHeader(header);
  const { toleranceSeconds = defaultToleranceSeconds } = options;
  if (Math.abs(Date.now() / 1_000 - seconds) > toleranceSeconds) {
    throw new WebhookError('too-old', `The signature was made more than ${toleranceSeconds} seconds from now`);
  }
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  if (!(await isSigned(`${seconds}.${text}`, signatures, secret))) {
    throw new WebhookError('wrong-signature', 'The signature is not one of this secret and body');
  }
  return readEvent(text);
}

/** `t=1790000000,v1=<hex>`; several v1 while a secret is changed, and members of later versions, are allowed. */
function readHeader(header: string): { seconds: number; signatures: Uint8Array<ArrayBuffer>[] } {
  const members = header.split(',').map((member) => member.trim().split('='));
  const time = members.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = members.flatMap(([name, hex = '']) => (name === 'v1' && /^[0-9a-f]{64}$/.test(hex) ? [hex] : []));
  if (!/^\d{1,12}$/.test(time) || signatures.length === 0) {
    throw new WebhookError('malformed-header', 'Hearthroom-Signature has the form t=<seconds>,v1=<hex>');
  }
  return { seconds: Number(time), signatures: signatures.map(readHex) };
}

const readHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** `verify` compares in constant time. */
async function isSigned(text: string, signatures: Uint8Array<ArrayBuffer>[], secret: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  const data = encoder.encode(text);
  const results = await Promise.all(signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, data)));
  return results.includes(true);
}

function readEvent(text: string): WebhookEvent {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw new WebhookError('malformed-body', 'The body is not JSON');
  }
  if (!Value.Check(WebhookEvent, event)) throw new WebhookError('malformed-body', 'The body is not a webhook event');
  return event;
}
