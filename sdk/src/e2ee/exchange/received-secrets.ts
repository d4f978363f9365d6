/** The secrets of others: opens what the server passes on, and says what may be decrypted with it. */
import { audienceHash } from '../keys/audience-hash.ts';
import { type Identity, isSameIdentity, type PublicIdentity, type VerifiedIdentity } from '../keys/identity.ts';
import { type KeyBox, openSecret } from '../keys/key-box.ts';
import type { Receiver } from './own-secrets.ts';

/** A secret of somebody else, as it comes from the server. */
export interface ReceivedSecret {
  from: string;
  keyEpoch: number;
  audienceHash: string;
  box: KeyBox;
}

/**
 * Why a secret was refused.
 *
 * - `unknown-sender`: it is from nobody with whom this person shares secrets now
 * - `invalid-identity`: the sender's identity is not valid
 * - `invalid-box`: the box was changed, is for another stay, or is not from this sender
 */
export type SecretRefusal = 'unknown-sender' | 'invalid-identity' | 'invalid-box';

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
  /** Whether this sender sends to the people whom this person sees, told with each secret. */
  compare: (from: string, isSame: boolean) => void;
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** How long frames with the secret before the newest one are still decrypted. */
export const keepOldMs = 5_000;

interface Sender {
  identity: PublicIdentity;
  newestEpoch: number;
}

export class ReceivedSecrets {
  readonly #options: ReceivedSecretsOptions;
  #entry: number;
  #others: readonly Receiver[] = [];
  readonly #senders = new Map<string, Sender>();
  readonly #cancels = new Set<() => void>();
  #isClosed = false;

  /** @param entry number of this person's entry */
  constructor(options: ReceivedSecretsOptions, entry: number) {
    this.#options = options;
    this.#entry = entry;
  }

  /**
   * To be called with everybody with whom this person shares secrets, after any change. What others have encrypted can't
   * be decrypted any more.
   */
  update(entry: number, others: readonly Receiver[]): void {
    this.#entry = entry;
    this.#others = [...others];
    for (const [id, { identity }] of this.#senders) {
      const other = others.find(({ participantId }) => participantId === id);
      if (other && isSameIdentity(other.identity, identity)) continue;
      this.#senders.delete(id);
      this.#options.forget(id, Number.POSITIVE_INFINITY);
    }
  }

  /** Resolves when the secret can be used, or was refused. */
  async receive(received: ReceivedSecret): Promise<void> {
    const { from, keyEpoch } = received;
    const other = this.#others.find(({ participantId }) => participantId === from);
    if (!other) {
      this.#options.refuse(from, 'unknown-sender');
      return;
    }
    const secret = await this.#open(received, other);
    // The sender may have gone, or has another identity, meanwhile.
    const isCurrent = this.#others.some(
      (one) => one.participantId === from && isSameIdentity(one.identity, other.identity),
    );
    if (!secret || this.#isClosed || !isCurrent) return;
    this.#options.add(from, keyEpoch, secret);
    this.#options.acknowledge(from, keyEpoch);
    this.#noteNewest(from, other.identity, keyEpoch);
    this.#options.compare(from, received.audienceHash === (await this.#hash()));
  }

  async #open({ from, keyEpoch, audienceHash, box }: ReceivedSecret, { identity }: Receiver) {
    const { roomId, participantId, identity: own, verify, refuse } = this.#options;
    const sender = await verify(identity);
    if (!sender) {
      refuse(from, 'invalid-identity');
      return null;
    }
    const address = { roomId, from, to: participantId, entry: this.#entry, keyEpoch, audienceHash };
    const secret = await openSecret(box, own, sender, address);
    if (!secret) refuse(from, 'invalid-box');
    return secret;
  }

  #noteNewest(from: string, identity: PublicIdentity, keyEpoch: number): void {
    const known = this.#senders.get(from);
    if (known && known.newestEpoch >= keyEpoch) return;
    this.#senders.set(from, { identity, newestEpoch: keyEpoch });
    if (!known) return;
    const cancel = this.#options.schedule(() => {
      this.#cancels.delete(cancel);
      // Nothing to forget of somebody who has gone, or came back with another identity.
      const now = this.#senders.get(from);
      if (now && isSameIdentity(now.identity, identity)) this.#options.forget(from, keyEpoch);
    }, keepOldMs);
    this.#cancels.add(cancel);
  }

  async #hash(): Promise<string> {
    const { roomId, participantId, identity } = this.#options;
    return await audienceHash(roomId, [...this.#others, { participantId, identity: identity.wire }]);
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
