/** Stores the secret that resumes a seat after a reload of the page, in the session storage of the tab. */
import type { SessionStorageLike } from '../core/environment.ts';

const prefix = 'hearthroom:';

export interface ResumeStorage {
  load(): string | null;
  save(secret: string): void;
  clear(): void;
}

/**
 * Uses one key for each server, room and identity; the key contains only a hash of them.
 * @param token read for `room` and `sub`, without verification, and not stored; with an unreadable token nothing is
 *   stored
 */
export function createResumeStorage(storage: SessionStorageLike | null, address: string, token: string): ResumeStorage {
  const seat = readSeat(token);
  if (storage === null || seat === null) return nowhere;
  const key = `${prefix}${hash(JSON.stringify([address, seat.room, seat.sub]))}`;
  return {
    load: () => quietly(() => storage.getItem(key)),
    save: (secret) => quietly(() => storage.setItem(key, secret)),
    clear: () => quietly(() => storage.removeItem(key)),
  };
}

/** Removes everything that sessions have stored, if the storage can be enumerated. */
export function clearStorage(storage: SessionStorageLike | null): void {
  if (storage === null) return;
  quietly(() => {
    const keys = Array.from({ length: storage.length ?? 0 }, (_, index) => storage.key?.(index) ?? '');
    for (const key of keys) if (key.startsWith(prefix)) storage.removeItem(key);
  });
}

const nowhere: ResumeStorage = { load: () => null, save() {}, clear() {} };

/** If storage is full or forbidden, only resuming after a reload does not work. */
function quietly<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/** Reads room and identity from the payload of a JWT (RFC 7519), without verification; null: unreadable. */
export function readSeat(token: string): { room: string; sub: string } | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null || !('room' in claims) || !('sub' in claims)) return null;
    const { room, sub } = claims;
    return typeof room === 'string' && typeof sub === 'string' ? { room, sub } : null;
  } catch {
    return null;
  }
}

/** FNV-1a, 64 bits: distinguishes seats and does not show the identity in clear text. No secret depends on it. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(36);
}
