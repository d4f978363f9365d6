/**
 * Publishes signed checkpoints of the audit log: at the start, at intervals, when draining begins and at the end. If
 * they are stored elsewhere, entries up to the last one can't be removed or changed without detection.
 */

import { createHmac } from 'node:crypto';
import type { AuditKeyList, SignedAuditCheckpoint } from '@hearthroom/sdk/protocol';
import { attemptAsyncWrite } from '../core/errors/store-write.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { SigningKey } from '../core/secrets/signing-keys.ts';
import { publicPemOf } from '../core/secrets/signing-keys.ts';
import type { AuditStore } from './audit-log.ts';
import { canonicalJson } from './chain.ts';
import { signCheckpoint } from './checkpoint.ts';
import { appendCheckpoint } from './checkpoint-file.ts';

export interface CheckpointsOptions {
  store: AuditStore;
  keys: readonly SigningKey[];
  /** See serverIdOf. */
  serverId: string;
  observer: ServerObserver;
  /** Directory of the checkpoint file. */
  directory: string;
  /** 0: only at the start, at the end and on request. */
  intervalMinutes: number;
  /** Stores a checkpoint for the webhook; null: no webhook is configured. */
  addToOutbox: ((signed: SignedAuditCheckpoint) => Promise<void>) | null;
  /** Milliseconds since 1970-01-01 UTC. */
  now?: () => number;
}

/** A hanging network directory must not prevent the server from exiting. */
const closeLimitMs = 3_000;

/**
 * @param serverSecret of the store: the id belongs to the log, and stays the same if the store is restored elsewhere
 */
export const serverIdOf = (serverSecret: Uint8Array): string =>
  `s-${createHmac('sha256', serverSecret).update('audit-server-id').digest('base64url').slice(0, 22)}`;

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #onDrain = () => this.#give();
  /** Writes are serialised, so that the file is in order. */
  #writing = Promise.resolve();
  #isClosed = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    const { intervalMinutes, observer } = options;
    if (intervalMinutes > 0) this.#timer = setInterval(() => this.#give(), intervalMinutes * 60_000).unref();
    observer.on('drainStarted', this.#onDrain);
    this.#give();
  }

  get publicKeys(): AuditKeyList['keys'] {
    return this.#options.keys.map(({ id, privateKey }) => ({ id, publicKey: publicPemOf(privateKey) }));
  }

  /** A checkpoint of the present log. Rejects with `storage-unavailable`. */
  async sign(): Promise<SignedAuditCheckpoint> {
    const { store, keys, serverId, observer, now = Date.now } = this.#options;
    return await attemptAsyncWrite(observer, '', async () => {
      const { seq, hash } = await store.head();
      const at = new Date(now()).toISOString();
      return signCheckpoint({ server: serverId, seq, hash, entryAt: await timeOfEntry(store, seq), at }, keys);
    });
  }

  #give(): void {
    this.#writing = this.#writing.then(() => this.#publish());
  }

  async #publish(): Promise<void> {
    const { observer, directory, addToOutbox } = this.#options;
    try {
      const signed = await this.sign();
      const written = this.#write(directory, signed);
      try {
        await addToOutbox?.(signed);
      } finally {
        await written;
      }
    } catch (error) {
      observer.emit('auditCheckpointFailed', { error });
    }
  }

  async #write(directory: string, signed: SignedAuditCheckpoint): Promise<void> {
    const { observer } = this.#options;
    try {
      await appendCheckpoint(directory, canonicalJson(signed));
      observer.emit('auditCheckpointWritten', { seq: signed.checkpoint.seq, at: Date.parse(signed.checkpoint.at) });
    } catch (error) {
      observer.emit('auditCheckpointFailed', { error });
    }
  }

  /**
   * Publishes the last checkpoint. Call after the last entry of the log, and before the store is closed. Idempotent.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#options.observer.off('drainStarted', this.#onDrain);
    this.#give();
    const { promise, resolve } = Promise.withResolvers<void>();
    const limit = setTimeout(resolve, closeLimitMs);
    await Promise.race([this.#writing, promise]);
    clearTimeout(limit);
  }
}

/** null when the log is empty, or all of it is pruned. */
async function timeOfEntry(store: AuditStore, seq: number): Promise<string | null> {
  const [entry] = await store.read(seq - 1, 1);
  const parsed: unknown = entry && JSON.parse(entry.line);
  return typeof parsed === 'object' && parsed !== null && 'at' in parsed ? String(parsed.at) : null;
}
