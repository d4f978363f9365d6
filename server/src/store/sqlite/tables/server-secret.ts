/** A secret known only to this server, stored with its data. */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

const lengthBytes = 32;

export function readServerSecret(database: DatabaseSync): Uint8Array {
  const stored = database.prepare('SELECT value FROM server_secret').get()?.value;
  if (stored instanceof Uint8Array) return stored;
  const secret = randomBytes(lengthBytes);
  database.prepare('INSERT INTO server_secret VALUES (?)').run(secret);
  return secret;
}
