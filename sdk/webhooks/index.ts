/**
 * @hearthroom/sdk/webhooks: verifies webhooks of a Hearthroom server in your own backend (Node 20 or newer, or another
 *   runtime with WebCrypto).
 */
import { Value } from 'typebox/value';
import { webhookKeyOf } from '../protocol/rest/webhook-key.ts';
import {
  type AuditCheckpointEvent,
  type RoomWebhookEvent,
  type SeriesChangedEvent,
  type SessionUpcomingEvent,
  WebhookEvent,
} from '../protocol/rest/webhook-schemas.ts';

export type { AuditCheckpointEvent, RoomWebhookEvent, SeriesChangedEvent, SessionUpcomingEvent, WebhookEvent };

/** Options of verifyWebhook. */
export interface VerifyWebhookOptions {
  /**
   * Seconds that the timestamp of the signature may differ from this machine's clock, in either direction; default 300.
   */
  toleranceSeconds?: number;
}

/** The delivery is not authentic, or not a webhook event: answer 400 and ignore it. */
export class WebhookError extends Error {
  /**
   * Why the delivery was refused: the signature headers are missing or have another form (`malformed-header`), the
   * timestamp differs too much (`too-old`, also for one in the future), no signature matches (`wrong-signature`), or
   * the body is not an event (`malformed-body`).
   */
  readonly code: 'malformed-header' | 'too-old' | 'wrong-signature' | 'malformed-body';

  /** Created by verifyWebhook. */
  constructor(code: WebhookError['code'], message: string) {
    super(message);
    this.name = 'WebhookError';
    this.code = code;
  }
}

const defaultToleranceSeconds = 300;
/** Also the prefix of Standard Webhooks without a key behind it. */
const emptySecret = /^\s*(whsec_[=\s]*)?$/;

/** The signature is that of the bytes that were sent, which a parsed body no longer has. */
const notUnparsed =
  "body: is neither text nor bytes; give the body as it arrived, unparsed (Express: express.text({ type: 'application/json' }) for this route, before any express.json())";

/**
 * Headers of a request: a Headers object of the Fetch API, or an object such as Node's `request.headers`, with names in
 * any letter case.
 */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Verifies the signature of a delivery and returns its event. Rejects with WebhookError, and with TypeError where the
 * body is parsed already or the secret is empty: with an empty key anybody could sign.
 *
 * The same event may come more than once: remember `id`, or the last `sequence` of each room. Answer with 2xx within 10
 * seconds. Store each `audit.checkpoint` unchanged; the server's docs/audit-log.md says why.
 *
 * @param body the body of the request, unparsed
 * @param headers the headers of the request: `webhook-id`, `webhook-timestamp` and `webhook-signature`
 *   (https://www.standardwebhooks.com) are verified, or `hearthroom-signature` without them. A string is the value of
 *   `hearthroom-signature`.
 * @param secret the server's HEARTHROOM_WEBHOOK_SECRET
 * @returns the event; its `type` says which
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders | string,
  secret: string,
  options: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  if (typeof secret !== 'string' || emptySecret.test(secret)) throw new TypeError('the webhook secret is empty');
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw new TypeError(notUnparsed);
  const { prefix, seconds, signatures, key } = readHeaders(headers, secret);
  const { toleranceSeconds = defaultToleranceSeconds } = options;
  if (Math.abs(Date.now() / 1_000 - seconds) > toleranceSeconds) {
    throw new WebhookError('too-old', `The signature was made more than ${toleranceSeconds} seconds from now`);
  }
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  if (!(await isSigned(`${prefix}${seconds}.${text}`, signatures, key))) {
    throw new WebhookError('wrong-signature', 'The signature is not one of this secret and body');
  }
  return readEvent(text);
}

type Bytes = Uint8Array<ArrayBuffer>;

interface Signed {
  /** Precedes the timestamp and the body in the signed text. */
  prefix: string;
  seconds: number;
  /** Several while the secret is being changed: one that matches is enough. */
  signatures: Bytes[];
  key: Bytes;
}

function readHeaders(headers: WebhookHeaders | string, secret: string): Signed {
  if (typeof headers === 'string') return readHearthroomSignature(headers, secret);
  const signature = fieldOf(headers, 'webhook-signature');
  if (signature !== '') return readStandardHeaders(headers, signature, secret);
  const earlier = fieldOf(headers, 'hearthroom-signature');
  if (earlier === '') throw new WebhookError('malformed-header', 'The request has no webhook-signature');
  return readHearthroomSignature(earlier, secret);
}

/** `v1,<base64>`, several separated by spaces; other versions are ignored. */
function readStandardHeaders(headers: WebhookHeaders, signature: string, secret: string): Signed {
  const id = fieldOf(headers, 'webhook-id');
  const time = fieldOf(headers, 'webhook-timestamp');
  const signatures = signature.split(' ').flatMap((one) => /^v1,([A-Za-z\d+/]{43}=)$/.exec(one)?.[1] ?? []);
  if (id === '' || !isTime(time) || signatures.length === 0) {
    throw new WebhookError('malformed-header', 'webhook-id, -timestamp and -signature are not those of a webhook');
  }
  return {
    prefix: `${id}.`,
    seconds: Number(time),
    signatures: signatures.map((base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))),
    key: webhookKeyOf(secret),
  };
}

/** `t=1790000000,v1=<hex>`; several v1, and members of later versions, are allowed. */
function readHearthroomSignature(header: string, secret: string): Signed {
  const members = header.split(',').map((member) => member.trim().split('='));
  const time = members.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = members.flatMap(([name, hex = '']) => (name === 'v1' && /^[0-9a-f]{64}$/.test(hex) ? [hex] : []));
  if (!isTime(time) || signatures.length === 0) {
    throw new WebhookError('malformed-header', 'hearthroom-signature has the form t=<seconds>,v1=<hex>');
  }
  return {
    prefix: '',
    seconds: Number(time),
    signatures: signatures.map(readHex),
    key: new TextEncoder().encode(secret),
  };
}

/** @returns the value of a header; '' without it */
function fieldOf(headers: WebhookHeaders, name: string): string {
  if (hasGet(headers)) return headers.get(name) ?? '';
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (typeof value === 'object' ? value[0] : value) ?? '';
}

const hasGet = (headers: WebhookHeaders): headers is { get(name: string): string | null } =>
  typeof headers.get === 'function';

const isTime = (text: string): boolean => /^\d{1,12}$/.test(text);

const readHex = (hex: string): Bytes => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

/** `verify` compares in constant time. */
async function isSigned(text: string, signatures: readonly Bytes[], bytes: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const data = new TextEncoder().encode(text);
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
