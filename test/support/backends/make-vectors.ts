/**
 * Makes examples/backends/vectors.json with the SDK's tokens and the server's signatures; run as a program it writes the
 * file. A test compares the two.
 */
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type AccessTokenOptions, createAccessToken, createAdminToken } from '@hearthroom/sdk/server';
import FakeTimers from '@sinonjs/fake-timers';
import { signatureHeaders } from '../../../server/src/webhooks/signature.ts';

export const vectorsFile = fileURLToPath(new URL('../../../examples/backends/vectors.json', import.meta.url));

type Person = Omit<AccessTokenOptions, 'key' | 'ttlSeconds'>;

export interface TokenVector {
  name: string;
  kind: 'access' | 'admin';
  keyId: string;
  secret: string;
  /** Seconds since 1970-01-01 UTC, as all times here. */
  now: number;
  jti: string;
  ttlSeconds: number;
  /** For access tokens. */
  holder?: Person;
  token: string;
}

export interface WebhookVector {
  name: string;
  secret: string;
  now: number;
  headers: Record<string, string>;
  body: string;
  /** `ok`, the code of the refusal, or the message of the error about the secret. */
  result: string;
}

export interface Vectors {
  about: string;
  tokens: TokenVector[];
  webhooks: WebhookVector[];
}

const now = 1_790_000_000;
const jti = '0b3f7a1e-5a0c-4f6e-9d43-2f1c8e7b6a50';
const key = { id: 'clinic', secret: 'a-secret-of-the-test-vectors-0123456789' };
const minimal: Person = { room: 'r-5Kd1', sub: 'client-4711', role: 'client', name: 'Anna' };

async function makeToken(name: string, holder?: Person, { ttlSeconds = 3_600, secret = key.secret } = {}) {
  const signing = { id: key.id, secret };
  const token = holder
    ? await createAccessToken({ key: signing, ...holder, ttlSeconds })
    : await createAdminToken({ key: signing, ttlSeconds });
  const kind = holder ? 'access' : 'admin';
  const given = holder ? { holder } : {};
  return { name, kind, keyId: key.id, secret, now, jti, ttlSeconds, ...given, token } satisfies TokenVector;
}

async function makeTokens(): Promise<TokenVector[]> {
  const original = crypto.randomUUID;
  const clock = FakeTimers.install({ now: now * 1_000, toFake: ['Date'] });
  crypto.randomUUID = () => jti;
  try {
    return [
      await makeToken('a client', minimal),
      await makeToken('everything that can be given', {
        ...{ room: 'r-5Kd1', sub: 'weber/1', role: 'therapist', name: 'Zoë <Ñandú> & "Łucja"', label: 'Dr. Weber' },
        ...{ grants: { publishScreen: false }, waitingRoom: 'bypass' },
      }),
      await makeToken('a secret that is not ASCII, and looks like base64', minimal, {
        secret: `${'ß'.repeat(14)}YWJjZA==`,
      }),
      await makeToken('an admin token', undefined, { ttlSeconds: 60 }),
    ];
  } finally {
    crypto.randomUUID = original;
    clock.uninstall();
  }
}

const plain = 'a webhook secret of the test vectors';
const prefixed = 'whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
const event = {
  id: 'e-7Yp2',
  type: 'seat.waiting',
  roomId: 'r-5Kd1',
  seatId: 'p-3Xq8',
  sequence: 3,
  at: '2026-09-21T14:13:20.000Z',
};
const id = event.id;

/** A delivery as the server signs it. */
function deliver(secret = plain, text = JSON.stringify(event)) {
  const { 'hearthroom-signature': _old, ...headers } = signatureHeaders({ id, body: text }, secret, now * 1_000);
  return { secret, now, headers, body: text };
}

/** What somebody without a secret can send, who guesses which key an empty secret becomes. */
function forge(secret: string, key = secret) {
  const body = JSON.stringify(event);
  const signature = createHmac('sha256', key).update(`${id}.${now}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(now), 'webhook-signature': `v1,${signature}` };
  return { secret, now, headers, body, result: 'the webhook secret is empty' };
}

function makeWebhooks(): WebhookVector[] {
  const good = deliver();
  const signature = good.headers['webhook-signature'] ?? '';
  const other = deliver('another webhook secret').headers['webhook-signature'];
  const withHeaders = (headers: Record<string, string>) => ({ ...good, headers: { ...good.headers, ...headers } });
  const nothing = { 'webhook-signature': `v1,${'A'.repeat(43)}=` };
  return [
    { name: 'a delivery', ...good, result: 'ok' },
    { name: 'with a secret in the form whsec_', ...deliver(prefixed), result: 'ok' },
    { name: 'with a secret that only begins like whsec_', ...deliver('whsec_this is not base64'), result: 'ok' },
    {
      name: 'with letters that are not ASCII',
      ...deliver(plain, JSON.stringify({ ...event, roomId: 'r-Zoë' })),
      result: 'ok',
    },
    { name: 'with spaces in the body', ...deliver(plain, `${JSON.stringify(event, null, 2)}\n`), result: 'ok' },
    {
      name: 'the second of two signatures',
      ...withHeaders({ 'webhook-signature': `${other} ${signature}` }),
      result: 'ok',
    },
    {
      name: 'a signature of another version beside it',
      ...withHeaders({ 'webhook-signature': `v1a,xyz ${signature}` }),
      result: 'ok',
    },
    { name: 'names of headers in capitals', ...good, headers: inCapitals(good.headers), result: 'ok' },
    { name: '300 seconds old', ...good, now: now + 300, result: 'ok' },
    { name: '301 seconds old', ...good, now: now + 301, result: 'too-old' },
    { name: '301 seconds in the future', ...good, now: now - 301, result: 'too-old' },
    {
      name: 'a time with twelve digits',
      ...withHeaders({ 'webhook-timestamp': '999999999999' }),
      result: 'too-old',
    },
    { name: 'an empty secret', ...forge('') },
    { name: 'a secret of white space', ...forge(' \n') },
    { name: 'whsec_ without a key', ...forge('whsec_', '') },
    { name: 'whsec_ without a key, signed with the text itself', ...forge('whsec_') },
    { name: 'whsec_ with nothing but padding', ...forge('whsec_==', '') },
    { name: 'an empty secret, and no headers', ...forge(''), headers: {} },
    { name: 'another body', ...good, body: `${good.body} `, result: 'wrong-signature' },
    { name: 'another secret', ...good, secret: `${plain}x`, result: 'wrong-signature' },
    { name: 'another id', ...withHeaders({ 'webhook-id': 'e-other' }), result: 'wrong-signature' },
    { name: 'another time', ...withHeaders({ 'webhook-timestamp': String(now + 1) }), result: 'wrong-signature' },
    { name: 'a signature of nothing', ...withHeaders(nothing), result: 'wrong-signature' },
    { name: 'without headers', ...good, headers: {}, result: 'malformed-header' },
    { name: 'without an id', ...withHeaders({ 'webhook-id': '' }), result: 'malformed-header' },
    { name: 'a time that is no number', ...withHeaders({ 'webhook-timestamp': 'now' }), result: 'malformed-header' },
    { name: 'a time below zero', ...withHeaders({ 'webhook-timestamp': '-1' }), result: 'malformed-header' },
    {
      name: 'a signature that is too short',
      ...withHeaders({ 'webhook-signature': 'v1,AAAA' }),
      result: 'malformed-header',
    },
    {
      name: 'only a signature of another version',
      ...withHeaders({ 'webhook-signature': 'v2,xyz' }),
      result: 'malformed-header',
    },
    { name: 'signed, but not JSON', ...deliver(plain, 'not JSON'), result: 'malformed-body' },
    { name: 'signed, but not an object', ...deliver(plain, '[1]'), result: 'malformed-body' },
  ];
}

const inCapitals = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));

export async function makeVectors(): Promise<Vectors> {
  const about =
    'Made by test/support/backends/make-vectors.ts. Times are seconds since 1970-01-01 UTC. Tokens are compared exactly.';
  return { about, tokens: await makeTokens(), webhooks: makeWebhooks() };
}

export const formatVectors = (vectors: Vectors): string => `${JSON.stringify(vectors, null, 2)}\n`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(vectorsFile, formatVectors(await makeVectors()));
