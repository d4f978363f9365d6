/** The API keys that tokens are signed with: secrets shared with a backend, and public keys of backends that sign alone. */
import { createHmac, type KeyObject } from 'node:crypto';

/** A key with the one algorithm it is used with: never the token chooses (RFC 8725, 3.1). */
export type Key = SecretKey | PublicKey;

export interface SecretKey {
  readonly id: string;
  readonly algorithm: 'HS256';
  readonly material: Uint8Array;
}

/** With it this server verifies and can't sign. */
export interface PublicKey {
  readonly id: string;
  readonly algorithm: 'EdDSA' | 'ES256';
  readonly material: KeyObject;
}

/** Ids of keys, after other keys took the place of those there were. */
export interface KeyChanges {
  added: string[];
  /** Their tokens are no longer good. */
  removed: string[];
  /** Under the same id there is another key: tokens of the old one are no longer good. */
  changed: string[];
}

/** @param secrets by key id; each at least 32 bytes, which the configuration checks */
export const secretKeys = (secrets: ReadonlyMap<string, string>): SecretKey[] =>
  [...secrets].map(([id, secret]) => ({ id, algorithm: 'HS256', material: new TextEncoder().encode(secret) }));

export class KeyRing {
  readonly #serverSecret: Uint8Array;
  #keys: ReadonlyMap<string, Key>;

  /** @param serverSecret of this server alone; what is derived for a public key is derived with it */
  constructor(keys: Iterable<Key>, serverSecret: Uint8Array) {
    this.#keys = byId(keys);
    this.#serverSecret = serverSecret;
  }

  /** Algorithms that any key here is used with. */
  get algorithms(): Key['algorithm'][] {
    return [...new Set([...this.#keys.values()].map((key) => key.algorithm))];
  }

  /** Without their material. */
  list(): { id: string; algorithm: Key['algorithm'] }[] {
    return [...this.#keys.values()].map(({ id, algorithm }) => ({ id, algorithm }));
  }

  get(id: string): Key | undefined {
    return this.#keys.get(id);
  }

  /** From now on these are the keys. One that stays the same stays the same object. */
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

  /** The secret with this id, else the first one; null when there is none to sign with. */
  signingKey(id?: string): SecretKey | null {
    const candidates = id === undefined ? [...this.#keys.values()] : [this.#keys.get(id)];
    return candidates.find((key) => key !== undefined && key.algorithm === 'HS256') ?? null;
  }

  /** A value that outsiders can't work out from the text (HMAC-SHA256, base64url, 43 characters); another one for each key. */
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
