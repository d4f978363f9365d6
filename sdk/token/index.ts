/**
 * @hearthroom/sdk/token: creates tokens in your own backend (Node 20 or newer). Keep the API key there: with it one can
 *   join every room.
 */
import { SignJWT } from 'jose';
import { Value } from 'typebox/value';
import { isWellFormed, MintToken, mayHoldGrants, RoomId } from '../protocol/index.ts';
import { type ApiKey, readSigningKey } from './api-key.ts';

export type { ApiKey, PrivateApiKey, SecretApiKey } from './api-key.ts';

/** Options of createAccessToken: the holder of the token, its lifetime, the room and the key. */
export interface AccessTokenOptions extends MintToken {
  /** The API key that signs the token. */
  key: ApiKey;
  /** Id of the room, as the REST API returned it. */
  room: string;
}

const audience = 'hearthroom';

/**
 * Creates an access token (JWT, RFC 7519) with which one person joins one room. Rejects with a TypeError that names the
 * option and what is wrong with it.
 *
 * - `sub`: your opaque id of the person, 1 to 128 characters; one seat per `sub` and room
 * - `role`: `therapist`, `cotherapist`, `client` or `observer`; `grants` and `waitingRoom` change the defaults of the
 *   role
 * - `name`: shown to the group, 1 to 80 characters; `label`: shown to hosts only, 1 to 120 characters
 * - `ttlSeconds`: 10 to 86,400, default 3,600; a session continues after its token has expired, a reconnect needs a new
 *   token
 *
 * @returns the token: a compact JWS (RFC 7515)
 */
export async function createAccessToken(options: AccessTokenOptions): Promise<string> {
  const { key, room, ...body } = options;
  checkRoom(room);
  checkBody(body);
  const { sub, role, name, label, grants, waitingRoom, ttlSeconds = 3_600 } = body;
  const claims = { room, role, name, label, grants, waitingRoom };
  return sign(key, 'hearthroom+jwt', claims, ttlSeconds, sub);
}

/**
 * Creates a bearer token (RFC 6750) for one or a few calls of the REST API: `Authorization: Bearer …`. Rejects with a
 * TypeError that names the option and what is wrong with it.
 * @param options.key the API key that signs the token
 * @param options.ttlSeconds 10 to 600 whole seconds; default 60
 * @returns the token: a compact JWS (RFC 7515)
 */
export async function createAdminToken(options: { key: ApiKey; ttlSeconds?: number }): Promise<string> {
  const { key, ttlSeconds = 60 } = options;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 10 || ttlSeconds > 600) {
    throw new TypeError('ttlSeconds: an admin token lives for 10 to 600 whole seconds');
  }
  return sign(key, 'hearthroom-admin+jwt', {}, ttlSeconds);
}

async function sign(
  key: ApiKey,
  typ: string,
  claims: Record<string, unknown>,
  ttlSeconds: number,
  sub?: string,
): Promise<string> {
  const { id, algorithm, material } = readSigningKey(key);
  const now = Math.floor(Date.now() / 1_000);
  const token = new SignJWT({ ...claims, ...(sub !== undefined && { sub }) })
    .setProtectedHeader({ alg: algorithm, kid: id, typ })
    .setIssuer(id)
    .setAudience(audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + ttlSeconds);
  return token.sign(material);
}

function checkRoom(room: string): void {
  if (!Value.Check(RoomId, room)) throw new TypeError('room: is not the id of a room (letters, digits, - and _)');
}

function checkBody(body: MintToken): void {
  // Before the schema, which refuses some ill-formed texts with a message that is harder to understand.
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' && !isWellFormed(value))
      throw new TypeError(`${name}: must be well-formed Unicode, without lone surrogates`);
  }
  const [error] = Value.Errors(MintToken, body);
  if (error) throw new TypeError(`${fieldOf(error)}: ${explain(error)}`);
  if (!mayHoldGrants(body.role, body.grants)) {
    throw new TypeError('grants.canAdmit: only a therapist or a cotherapist can have it');
  }
}

type SchemaError = ReturnType<typeof Value.Errors>[number];

function fieldOf({ instancePath, keyword, params }: SchemaError): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const [missing] = keyword === 'required' ? params.requiredProperties : [];
  return [path, missing ?? ''].filter((part) => part !== '').join('.') || 'options';
}

function explain({ keyword, message, params }: SchemaError): string {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'boolean') return 'there is no such option';
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  if (keyword === 'pattern')
    return 'must have a letter, number, punctuation mark or symbol to see, and no control characters';
  return message;
}
