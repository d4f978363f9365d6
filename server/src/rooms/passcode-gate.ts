/**
 * A room's passcode: stored as a salted scrypt hash (RFC 7914), compared in constant time, with a limited number of
 * attempts. Hashing takes about 50 ms outside the event loop, before the room's step.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { SlidingLimit } from '../core/limits/sliding-limit.ts';
import type { RoomEvent } from './machine/model/events.ts';

export type PasscodeProof = Extract<RoomEvent, { type: 'connected' }>['passcode'];

/** 16 MiB and about 50 ms per attempt. The parameters are stored with the hash, so that they can be increased later. */
const cost = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;
const windowMs = 600_000;
const triesPerIdentity = 5;
const triesPerAddress = 20;

/** Devices encode the same characters differently (RFC 8265 uses NFC; NFKC also unifies full-width forms). */
export const normalizePasscode = (passcode: string): string => passcode.normalize('NFKC');

function derive(passcode: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(normalizePasscode(passcode), salt, hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** @returns `scrypt$N$r$p$salt$hash`, with a new salt each time */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(passcode, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

async function matches(passcode: string, stored: string): Promise<boolean> {
  const [name, N, r, p, salt = '', hash = ''] = stored.split('$');
  if (name !== 'scrypt') return false;
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(passcode, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

export interface PasscodeTry {
  roomId: string;
  sub: string;
  address: string;
  passcode: string | undefined;
}

/**
 * Checks passcodes. An identity or address with too many attempts gets `wrong` for every passcode until the limit has
 * passed.
 */
export class PasscodeGate {
  readonly #byIdentity = new SlidingLimit(triesPerIdentity, windowMs);
  readonly #byAddress = new SlidingLimit(triesPerAddress, windowMs);

  /** @param stored the room's hash; null: it has no passcode, and any passcode is right */
  async check(stored: string | null, { roomId, sub, address, passcode }: PasscodeTry): Promise<PasscodeProof> {
    if (stored === null) return 'right';
    if (passcode === undefined) return 'missing';
    const identity = JSON.stringify([roomId, sub]);
    const now = performance.now();
    if (this.#byIdentity.isReached(identity, now) || this.#byAddress.isReached(address, now)) return 'wrong';
    // Counted before hashing, so that concurrent attempts are all counted.
    this.#byIdentity.count(identity, now);
    this.#byAddress.count(address, now);
    if (!(await matches(passcode, stored))) return 'wrong';
    this.#byIdentity.refund(identity);
    this.#byAddress.refund(address);
    return 'right';
  }

  sweep(): void {
    const now = performance.now();
    this.#byIdentity.sweep(now);
    this.#byAddress.sweep(now);
  }
}
