import { minAppSecretLength } from '../bytes/derive-key.ts';

/**
 * Reads the secret that an application gives to its people.
 * @returns a copy; null: the application gives none. Rejects with what `keyProvider` threw, and with a TypeError when it
 *   gives something else than enough bytes; the message does not quote them
 */
export async function readAppSecret(keyProvider: (() => unknown) | undefined): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!keyProvider) return null;
  const secret = await keyProvider();
  if (secret instanceof Uint8Array && secret.byteLength >= minAppSecretLength) return new Uint8Array(secret);
  throw new TypeError(`keyProvider has to give a Uint8Array of ${minAppSecretLength} bytes or more`);
}
