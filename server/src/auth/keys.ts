/** The API keys that tokens are signed with. */
import { createHmac } from 'node:crypto';

/** A key with the one algorithm it is used with: never the token chooses (RFC 8725, 3.1). Public keys will be another member. */
export interface Key {
  readonly id: string;
  readonly algorithm: 'HS256';
  readonly material: Uint8Array;
}

export class KeyRing {
  readonly #keys = new Map<string, Key>();

  /** @param keys secrets by key id; each at least 32 bytes, which the configuration checks */
  constructor(keys: ReadonlyMap<string, string>) {
    for (const [id, secret] of keys) {
      this.#keys.set(id, { id, algorithm: 'HS256', material: new TextEncoder().encode(secret) });
    }
  }

  /** Algorithms that any key here is used with. */
  get algorithms(): Key['algorithm'][] {
    return [...new Set([...this.#keys.values()].map((key) => key.algorithm))];
  }

  get(id: string): Key | undefined {
    return this.#keys.get(id);
  }

  /** The key with this id, else the first one. Throws when there is none: a server without keys issues nothing. */
  signingKey(id?: string): Key {
    const key = id === undefined ? this.#keys.values().next().value : this.#keys.get(id);
    if (!key) throw new Error(`there is no API key${id === undefined ? '' : ` ${id}`} to sign with`);
    return key;
  }

  /** A value that only holders of the key can work out from the text (HMAC-SHA256, base64url, 43 characters). */
  derive(keyId: string, text: string): string {
    return createHmac('sha256', this.signingKey(keyId).material).update(text).digest('base64url');
  }
}
