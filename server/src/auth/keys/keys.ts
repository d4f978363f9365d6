/**
 * The API keys that tokens are signed with: secrets shared with a backend, and public keys of backends that sign
 * themselves.
 */
import { createHmac, type KeyObject } from 'node:crypto';

/** A key with the single algorithm it is used with; the token does not choose (RFC 8725, 3.1). */
export type Key = SecretKey | PublicKey;

export interface SecretKey {
  readonly id: string;
  readonly algorithm: 'HS256';
  readonly material: Uint8Array;
}

/** This server can verify with it, but not sign. */
export interface PublicKey {
  readonly id: string;
  readonly algorithm: 'EdDSA' | 'ES256';
  readonly material: KeyObject;
}

/** Ids of keys changed by a reload. */
export interface KeyChanges {
  added: string[];
  /** Tokens of these keys are not valid any more. */
  removed: string[];
  /** Another key has the same id: tokens of the previous one are not valid any more. */
  changed: string[];
}

/** @param secrets by key id; each at least 32 bytes, which the configuration checks */
export const secretKeys = (secrets: ReadonlyMap<string, string>): SecretKey[] =>
  [...secrets].map(([id, secret]) => ({ id, algorithm: 'HS256', material: new TextEncoder().encode(secret) }));

export class KeyRing {
  readonly #serverSecret: Uint8Array;
  #keys: ReadonlyMap<string, Key>;

  /** @param serverSecret known only to this server; used to derive values for public keys */
  constructor(keys: Iterable<Key>, serverSecret: Uint8Array) {
    this.#keys = byId(keys);
    this.#serverSecret = serverSecret;
  }

  /** The algorithms of all present keys. */
  get algorithms(): Key['algorithm'][] {
    return [...new Set([...this.#keys.values()].map((key) => key.algorithm))];
  }

  /** Without key material. */
  list(): { id: string; algorithm: Key['algorithm'] }[] {
    return [...this.#keys.values()].map(({ id, algorithm }) => ({ id, algorithm }));
  }

  get(id: string): Key | undefined {
    return this.#keys.get(id);
  }

  /** Replaces all keys. A key that is unchanged stays the same object. */
  replace(keys: Iterable<Key>): KeyChanges {
    const before = this.#keys;
    const next = byId(keys);
    for (const [id, key] of next) {
      const known = before.get(id);
      if (known && isSame(known, key)) next.set(id, known);
    }
    this.#keys = next;
    const ids = [...next.keys()];
    return {
      added: ids.filter((id) => !before.has(id)),
      removed: [...before.keys()].filter((id) => !next.has(id)),
      changed: ids.filter((id) => before.has(id) && before.get(id) !== next.get(id)),
    };
  }

  /** The secret with this id, or the first one if no id is given; null when there is none to sign with. */
  signingKey(id?: string): SecretKey | null {
    const candidates = id === undefined ? [...this.#keys.values()] : [this.#keys.get(id)];
    return candidates.find((key) => key !== undefined && key.algorithm === 'HS256') ?? null;
  }

  /**
   * Derives a value that others can't calculate from the text (HMAC-SHA256, base64url, 43 characters); different for
   * each key.
   */
  derive(keyId: string, text: string): string {
    const secret = this.signingKey(keyId);
    const hmac = createHmac('sha256', secret?.material ?? this.#serverSecret);
    return hmac.update(secret ? text : `${keyId}:${text}`).digest('base64url');
  }
}

const byId = (keys: Iterable<Key>): Map<string, Key> => new Map([...keys].map((key) => [key.id, key]));

function isSame(a: Key, b: Key): boolean {
  if (a.algorithm === 'HS256') return b.algorithm === 'HS256' && Buffer.compare(a.material, b.material) === 0;
  return b.algorithm === a.algorithm && a.material.equals(b.material);
}
