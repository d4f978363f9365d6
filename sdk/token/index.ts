/** Makes Hearthroom tokens in your own backend (Node 20 or newer). Keep the API key there: whoever has it can join every room. */
import { SignJWT } from 'jose';
import { Value } from 'typebox/value';
import { isWellFormed, MintToken, mayHoldGrants, RoomId } from '../protocol/index.ts';
import { type ApiKey, readSigningKey } from './api-key.ts';

export type { ApiKey, PrivateApiKey, SecretApiKey } from './api-key.ts';

export interface AccessTokenOptions extends MintToken {
  key: ApiKey;
  /** Id of the room, as the REST API answered it. */
  room: string;
}

const audience = 'hearthroom';

/**
 * A token with which one person joins one room.
 *
 * - `sub`: who this is to you, opaque; one seat per `sub` and room
 * - `role`: `therapist`, `cotherapist`, `client` or `observer`; `grants` and `waitingRoom` narrow or widen its defaults
 * - `name`: shown to the group; `label`: shown to hosts only
 * - `ttlSeconds`: 10 to 86400, default 3600; a session outlives its token, a reconnect needs a fresh one
 *
 * Rejects with TypeError that names the option and what is wrong with it.
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
 * A bearer token for the REST API, for one call or a few: `Authorization: Bearer …`.
 * `ttlSeconds`: 10 to 600, default 60. Rejects with TypeError.
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
  // First: the schema refuses some ill-formed texts too, for a reason that is harder to understand.
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
