/** The secrets of others: opens what the server passes on, and says what may be decrypted with it. */
import { maxKept } from '../frames/sender-keys.ts';
import { type Identity, isSameIdentity, type PublicIdentity, type VerifiedIdentity } from '../keys/identity.ts';
import { type KeyBox, openSecret } from '../keys/key-box.ts';
import type { Receiver } from './own-secrets.ts';

/** A secret of somebody else, as it comes from the server. */
export interface ReceivedSecret {
  /** Id of the sender. */
  participantId: string;
  keyEpoch: number;
  audienceHash: string;
  key: KeyBox;
}

/**
 * Why a secret was refused.
 *
 * - `unknown-sender`: it is from nobody with whom this person shares secrets now
 * - `invalid-identity`: the sender's identity is not valid
 * - `invalid-box`: the box was changed, is for another stay, or is not from this sender
 * - `outdated`: newer secrets of this sender have replaced it
 */
export type SecretRefusal = 'unknown-sender' | 'invalid-identity' | 'invalid-box' | 'outdated';

export interface ReceivedSecretsOptions {
  roomId: string;
  participantId: string;
  identity: Identity;
  verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>;
  /** What this sender encrypts can be decrypted with this secret. */
  add: (from: string, keyEpoch: number, secret: Uint8Array<ArrayBuffer>) => void;
  /** Nothing that this sender has encrypted before that epoch can be decrypted any more; Infinity: nothing at all. */
  forget: (from: string, beforeEpoch: number) => void;
  acknowledge: (from: string, keyEpoch: number) => void;
  refuse: (from: string, reason: SecretRefusal) => void;
  /** The hash of the people to whom this sender has sent their newest secret. */
  noteAudience: (from: string, audienceHash: string) => void;
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** How long frames with the secret before the newest one are still decrypted. */
export const keepOldMs = 5_000;

interface Sender {
  identity: PublicIdentity;
  newestEpoch: number;
  /** Secrets before this one are forgotten, and not accepted again. */
  oldestEpoch: number;
  /** Those that are not forgotten, by epoch. */
  secrets: Map<number, Uint8Array<ArrayBuffer>>;
}

export class ReceivedSecrets {
  readonly #options: ReceivedSecretsOptions;
  #stay = 0;
  #others: readonly Receiver[] = [];
  readonly #senders = new Map<string, Sender>();
  readonly #cancels = new Set<() => void>();
  #isClosed = false;

  constructor(options: ReceivedSecretsOptions) {
    this.#options = options;
  }

  /**
   * To be called with everybody with whom this person shares secrets, after any change. What others have encrypted can't
   * be decrypted any more.
   * @param stay number of this person's stay
   */
  update(stay: number, others: readonly Receiver[]): void {
    this.#stay = stay;
    this.#others = [...others];
    for (const [id, { identity }] of this.#senders) {
      const other = others.find(({ participantId }) => participantId === id);
      if (other && isSameIdentity(other.identity, identity)) continue;
      this.#senders.delete(id);
      this.#options.forget(id, Number.POSITIVE_INFINITY);
    }
  }

  /** Adds all secrets that are not forgotten once more: what decrypts has lost them. */
  addAgain(): void {
    for (const [from, { secrets }] of this.#senders)
      for (const [keyEpoch, secret] of secrets) this.#options.add(from, keyEpoch, secret);
  }

  /** Resolves when the secret can be used, or was refused. */
  async receive(received: ReceivedSecret): Promise<void> {
    const { participantId: from, keyEpoch, audienceHash } = received;
    const { add, acknowledge, noteAudience, refuse } = this.#options;
    const other = this.#others.find(({ participantId }) => participantId === from);
    if (!other) {
      refuse(from, 'unknown-sender');
      return;
    }
    const secret = await this.#open(received, other);
    // The sender may have gone, or has another identity, meanwhile.
    const isCurrent = this.#others.some(
      (one) => one.participantId === from && isSameIdentity(one.identity, other.identity),
    );
    if (!secret || this.#isClosed || !isCurrent) return;
    // A server that keeps old boxes could otherwise play old frames again.
    if (keyEpoch < (this.#senders.get(from)?.oldestEpoch ?? 0)) {
      refuse(from, 'outdated');
      return;
    }
    add(from, keyEpoch, secret);
    acknowledge(from, keyEpoch);
    const isNewest = this.#noteNewest(from, other.identity, keyEpoch);
    this.#keep(from, keyEpoch, secret);
    if (isNewest) noteAudience(from, audienceHash);
  }

  #keep(from: string, keyEpoch: number, secret: Uint8Array<ArrayBuffer>): void {
    const secrets = this.#senders.get(from)?.secrets;
    secrets?.set(keyEpoch, secret);
    for (const oldest of [...(secrets?.keys() ?? [])].slice(0, -maxKept)) secrets?.delete(oldest);
  }

  async #open({ participantId: from, keyEpoch, audienceHash, key }: ReceivedSecret, { identity }: Receiver) {
    const { roomId, participantId: to, identity: own, verify, refuse } = this.#options;
    const stay = this.#stay;
    const sender = await verify(identity);
    if (!sender) {
      refuse(from, 'invalid-identity');
      return null;
    }
    const use = { purpose: 'keys', keyEpoch, audienceHash } as const;
    const secret = await openSecret(key, own, sender, { roomId, from, to, stay, use });
    if (!secret) refuse(from, 'invalid-box');
    return secret;
  }

  /** @returns whether it is the newest one */
  #noteNewest(from: string, identity: PublicIdentity, keyEpoch: number): boolean {
    const known = this.#senders.get(from);
    if (known && known.newestEpoch >= keyEpoch) return known.newestEpoch === keyEpoch;
    const { oldestEpoch = 0, secrets = new Map() } = known ?? {};
    this.#senders.set(from, { identity, newestEpoch: keyEpoch, oldestEpoch, secrets });
    if (!known) return true;
    const cancel = this.#options.schedule(() => {
      this.#cancels.delete(cancel);
      // Nothing to forget of somebody who has gone, or came back with another identity.
      const now = this.#senders.get(from);
      if (!now || !isSameIdentity(now.identity, identity)) return;
      now.oldestEpoch = Math.max(now.oldestEpoch, keyEpoch);
      for (const old of now.secrets.keys()) if (old < keyEpoch) now.secrets.delete(old);
      this.#options.forget(from, keyEpoch);
    }, keepOldMs);
    this.#cancels.add(cancel);
    return true;
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#senders.clear();
  }
}
