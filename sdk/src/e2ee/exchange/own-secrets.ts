/**
 * The secrets of this person, and their audience. Any change of the audience makes a new secret for exactly the new
 * audience: who left can't decrypt what comes after, and who enters can't decrypt what came before.
 */
import { secretLength } from '../bytes/derive-key.ts';
import { audienceHash } from '../keys/audience-hash.ts';
import type { Identity, PublicIdentity, VerifiedIdentity } from '../keys/identity.ts';
import { type KeyBox, sealSecret } from '../keys/key-box.ts';

/** One receiver of this person's secrets. */
export interface Receiver {
  participantId: string;
  /** Number of the receiver's stay. */
  stay: number;
  identity: PublicIdentity;
}

/** A secret for its receivers, as it goes to the server. */
export interface SentSecret {
  keyEpoch: number;
  audienceHash: string;
  items: ({ to: string; stay: number } & KeyBox)[];
}

export interface OwnSecretsOptions {
  roomId: string;
  participantId: string;
  identity: Identity;
  /**
   * Number of the last secret that this identity sent, in another seat: the key and nonce of a box depend on the number.
   * Default: 0.
   */
  lastEpoch?: number;
  /** Null: the identity is not valid, and gets no secret. */
  verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>;
  /** Rejects if the server did not take it; it is then sent again. */
  send: (secret: SentSecret) => Promise<unknown>;
  /**
   * Media is encrypted with this secret from now on.
   * @param hasNewReceiver somebody gets it who did not get the one before, and needs key frames
   */
  use: (keyEpoch: number, secret: Uint8Array<ArrayBuffer>, hasNewReceiver: boolean) => void;
  /** Runs work later. @returns a function that cancels it */
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** Changes within this time of a rotation share the next one. */
export const gatherMs = 100;
/** A new secret is used when all receivers have it, at the latest after this time. */
export const switchMs = 500;
/** What the server did not take is sent again after this time, and after twice as long each further time. */
export const firstRetryMs = 250;
const longestRetryMs = 30_000;

/** A secret that is not used yet, or that is used and can be sent again. */
interface Rotation {
  keyEpoch: number;
  secret: Uint8Array<ArrayBuffer>;
  receivers: readonly Receiver[];
  /** Participant ids of those who have not said that they have it. */
  missing: Set<string>;
  cancelSwitch: () => void;
}

export class OwnSecrets {
  readonly #options: OwnSecretsOptions;
  #receivers: readonly Receiver[] = [];
  #lastEpoch: number;
  #usedEpoch = 0;
  /** Keys of the receivers of the secret that is used. */
  #usedBy: ReadonlySet<string> = new Set();
  /** The rotation that is used, and those after it; the oldest first. */
  #rotations: Rotation[] = [];
  #cancelGathering: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #hasChanged = false;
  #isClosed = false;

  constructor(options: OwnSecretsOptions) {
    this.#options = options;
    this.#lastEpoch = options.lastEpoch ?? 0;
    this.#rotate();
  }

  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** To be called with the whole audience after any change. Without a difference nothing happens. */
  update(receivers: readonly Receiver[]): void {
    if (this.#isClosed || isSameAudience(this.#receivers, receivers)) return;
    this.#receivers = [...receivers];
    // The first change is not delayed; those that follow at once are gathered.
    if (this.#cancelGathering) this.#hasChanged = true;
    else this.#rotate();
  }

  /** A receiver has this secret. */
  acknowledge(participantId: string, keyEpoch: number): void {
    const rotation = this.#rotations.find((one) => one.keyEpoch === keyEpoch);
    if (rotation?.missing.delete(participantId) && rotation.missing.size === 0) this.#switchTo(rotation);
  }

  /** A receiver lacks the newest secret. Only those for whom it is get it. */
  async sendAgain(participantId: string): Promise<void> {
    const rotation = this.#rotations.at(-1);
    const receiver = rotation?.receivers.find((one) => one.participantId === participantId);
    if (rotation && receiver) await this.#send(rotation, [receiver]);
  }

  /** Sends the newest secret to those who have not said that they have it: the connection was lost meanwhile. */
  async sendMissing(): Promise<void> {
    const rotation = this.#rotations.at(-1);
    if (!rotation || rotation.missing.size === 0 || this.#isClosed) return;
    const { receivers, missing } = rotation;
    await this.#send(
      rotation,
      receivers.filter(({ participantId }) => missing.has(participantId)),
    );
  }

  /**
   * Makes another secret for the same audience: the counters of the one in use are lost, and none may be used twice under
   * one key.
   */
  renew(): void {
    if (this.#isClosed) return;
    this.#cancelGathering?.();
    this.#cancelGathering = null;
    // For all of them: videos begin anew, too.
    this.#usedBy = new Set();
    this.#rotate();
  }

  #rotate(): void {
    const secret = crypto.getRandomValues(new Uint8Array(secretLength));
    this.#lastEpoch += 1;
    const receivers = this.#receivers;
    const missing = new Set(receivers.map(({ participantId }) => participantId));
    const rotation: Rotation = { keyEpoch: this.#lastEpoch, secret, receivers, missing, cancelSwitch: () => {} };
    this.#rotations.push(rotation);
    this.#hasChanged = false;
    if (missing.size === 0) {
      this.#switchTo(rotation);
      return;
    }
    this.#cancelGathering = this.#options.schedule(() => {
      this.#cancelGathering = null;
      if (this.#hasChanged) this.#rotate();
    }, gatherMs);
    rotation.cancelSwitch = this.#options.schedule(() => this.#switchTo(rotation), switchMs);
    void this.#send(rotation, receivers);
  }

  async #send(rotation: Rotation, to: readonly Receiver[], attempt = 0): Promise<void> {
    const { roomId, participantId, identity, verify, send } = this.#options;
    const { keyEpoch, secret, receivers } = rotation;
    const hash = await audienceHash(roomId, [...receivers, { participantId, identity: identity.wire }]);
    const items = await Promise.all(
      to.map(async (receiver) => {
        const verified = await verify(receiver.identity);
        const { participantId: id, stay } = receiver;
        if (!verified) {
          // Nobody waits for somebody who gets nothing.
          this.acknowledge(id, keyEpoch);
          return [];
        }
        const use = { purpose: 'keys', keyEpoch, audienceHash: hash } as const;
        const box = await sealSecret(secret, identity, verified, { roomId, from: participantId, to: id, stay, use });
        return [{ to: id, stay, ...box }];
      }),
    );
    const boxes = items.flat();
    if (this.#isClosed || boxes.length === 0) return;
    try {
      await send({ keyEpoch, audienceHash: hash, items: boxes });
    } catch {
      this.#sendLater(rotation, attempt);
    }
  }

  #sendLater(rotation: Rotation, attempt: number): void {
    if (this.#isClosed || rotation !== this.#rotations.at(-1)) return;
    this.#cancelRetry?.();
    const again = () => {
      const { missing, receivers } = rotation;
      if (missing.size === 0 || rotation !== this.#rotations.at(-1)) return;
      const to = receivers.filter(({ participantId }) => missing.has(participantId));
      void this.#send(rotation, to, attempt + 1);
    };
    this.#cancelRetry = this.#options.schedule(again, Math.min(firstRetryMs * 2 ** attempt, longestRetryMs));
  }

  /** Secrets are used in their order; one that was overtaken is never used. */
  #switchTo(rotation: Rotation): void {
    const index = this.#rotations.indexOf(rotation);
    if (this.#isClosed || index === -1 || rotation.keyEpoch === this.#usedEpoch) return;
    this.#usedEpoch = rotation.keyEpoch;
    rotation.cancelSwitch();
    for (const overtaken of this.#rotations.splice(0, index)) overtaken.cancelSwitch();
    const receivers = new Set(rotation.receivers.map(keyOf));
    const hasNewReceiver = [...receivers].some((key) => !this.#usedBy.has(key));
    this.#usedBy = receivers;
    this.#options.use(rotation.keyEpoch, rotation.secret, hasNewReceiver);
  }

  /** Idempotent. Nothing is sent or used any more. */
  close(): void {
    this.#isClosed = true;
    this.#cancelGathering?.();
    this.#cancelRetry?.();
    for (const { cancelSwitch } of this.#rotations.splice(0)) cancelSwitch();
  }
}

function isSameAudience(one: readonly Receiver[], other: readonly Receiver[]): boolean {
  const keys = new Set(one.map(keyOf));
  return keys.size === other.length && other.every((receiver) => keys.has(keyOf(receiver)));
}

const keyOf = ({ participantId, stay, identity }: Receiver): string =>
  JSON.stringify([participantId, stay, identity.sign, identity.dh]);
