/**
 * Records in the audit log who reads personal data over REST, and for which rooms the server makes access tokens: key
 * id, room id and codes, no names. The entry is on disk before the data is sent; if it can't be written, the request
 * fails (`storage-unavailable`).
 */

import type { Role } from '@hearthroom/sdk/protocol';
import { attemptAsyncWrite } from '../core/errors/store-write.ts';
import type { Change, ChangeType } from '../core/events/domain-events.ts';
import { nameOfKey } from '../core/events/domain-events.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { AuditStore } from './audit-log.ts';

export interface Read {
  what: Extract<ChangeType, `${string}.read`>;
  /** null: not about one room. */
  roomId: string | null;
  apiKeyId: string;
  /** What was requested, for requests with several options. */
  detail?: Record<string, string>;
}

export interface AccessLogOptions {
  store: AuditStore;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC, on the clock of the audit log. */
  now: () => number;
  /** HEARTHROOM_AUDIT_ACCESS */
  isOn: boolean;
}

/** How long repeated reads of one kind, key and room are counted after the first one, since backends poll. */
export const gatherMs = 60_000;

/** A read, or a use of an invitation, which nobody with an API key does. */
type Access = Omit<Read, 'what' | 'apiKeyId'> & { what: Read['what'] | 'invitation.used'; apiKeyId?: string };

interface Repeated {
  read: Access;
  /** The entry of the first read. */
  first: Promise<void>;
  count: number;
  /** Time of the last read, milliseconds since 1970-01-01 UTC. */
  lastAt: number;
  /** The count could not be written in time: a further read has to write it first, and is refused if that fails. */
  isOverdue: boolean;
  timer: NodeJS.Timeout;
}

export class AccessLog {
  readonly #options: AccessLogOptions;
  readonly #repeated = new Map<string, Repeated>();
  #isClosed = false;
  /** Settles when the writes that nobody waits for are finished. */
  #writing: Promise<void> = Promise.resolve();

  /** If recording is off, an entry says so at each start, so that missing entries are not misunderstood. */
  constructor(options: AccessLogOptions) {
    this.#options = options;
    if (options.isOn) return;
    // storeFailed reports a failure; a full disk must not prevent the server from starting.
    this.#begin(
      this.#append({ what: 'access.unrecorded', roomId: null, by: null, seatId: null, at: this.#options.now() }),
    );
  }

  #begin(write: Promise<void>): void {
    this.#writing = Promise.all([this.#writing, write.catch(() => {})]).then(() => {});
  }

  /**
   * Send the data when it resolves. The first read is written at once; those of the next minute are counted, and
   * written as one entry with `count` at its end. Rejects with `storage-unavailable`.
   */
  async noteRead(read: Read): Promise<void> {
    await this.#note(read);
  }

  /**
   * Send what the link gives when it resolves: a token, or without a room the sessions of a series. Repeated uses are counted
   * as repeated reads are.
   */
  async noteUse({ roomId, invitation }: { roomId: string | null; invitation: string }): Promise<void> {
    await this.#note({ what: 'invitation.used', roomId, detail: { invitation } });
  }

  async #note(read: Access): Promise<void> {
    if (!this.#options.isOn) return;
    const key = [read.what, read.apiKeyId, read.roomId, ...Object.entries(read.detail ?? {})].join(' ');
    const repeated = this.#repeated.get(key);
    if (!repeated) {
      await this.#writeFirst(key, read);
      return;
    }
    await repeated.first;
    repeated.count += 1;
    repeated.lastAt = this.#options.now();
    if (repeated.isOverdue) await this.#write(repeated);
  }

  /**
   * Send the token when it resolves. Without `apiKeyId`: made by the server itself. Rejects with `storage-unavailable`.
   */
  async noteToken({
    roomId,
    role,
    apiKeyId,
  }: {
    roomId: string;
    role: Role;
    apiKeyId?: string | undefined;
  }): Promise<void> {
    if (!this.#options.isOn) return;
    const by = nameOfKey(apiKeyId);
    await this.#append({ what: 'token.minted', roomId, by, seatId: null, at: this.#options.now(), detail: { role } });
  }

  /**
   * After a step of the clock: writes the counts with times on the old clock. Call before the audit log records the
   * step.
   */
  handleClockStep(): void {
    for (const repeated of this.#repeated.values()) if (repeated.count > 0) this.#begin(this.#write(repeated));
  }

  async #append(change: Change): Promise<void> {
    const { store, observer } = this.#options;
    await attemptAsyncWrite(observer, change.roomId ?? '', () => store.append([change]));
  }

  /** Reads that come while it is written wait for it, and are refused with it. */
  async #writeFirst(key: string, read: Access): Promise<void> {
    const first = this.#append(entryOf(read, this.#options.now()));
    if (!this.#isClosed) {
      const timer = setInterval(() => this.#settle(key), gatherMs).unref();
      this.#repeated.set(key, { read, first, count: 0, lastAt: 0, isOverdue: false, timer });
    }
    try {
      await first;
    } catch (error) {
      this.#forget(key);
      throw error;
    }
  }

  #forget(key: string): void {
    clearInterval(this.#repeated.get(key)?.timer);
    this.#repeated.delete(key);
  }

  /** Each minute: writes the count, or removes the entry if there were no more reads. */
  #settle(key: string): void {
    const repeated = this.#repeated.get(key);
    if (!repeated) return;
    if (repeated.count === 0) this.#forget(key);
    else this.#begin(this.#write(repeated));
  }

  async #write(repeated: Repeated): Promise<void> {
    const { read, count, lastAt } = repeated;
    repeated.count = 0;
    try {
      await this.#append(entryOf(read, lastAt, count));
      repeated.isOverdue = false;
    } catch (error) {
      repeated.count += count;
      repeated.isOverdue = true;
      throw error;
    }
  }

  /** Writes the counts; resolves when they are written. Idempotent; call before the store is closed. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      for (const [key, { timer }] of this.#repeated) {
        clearInterval(timer);
        this.#settle(key);
      }
    }
    await this.#writing;
  }
}

/** @param count for several reads, the last of them at `at`; without it: a single read */
function entryOf({ what, roomId, apiKeyId, detail }: Access, at: number, count?: number): Change {
  const all = { ...detail, ...(count !== undefined && { count }) };
  return {
    what,
    roomId,
    by: nameOfKey(apiKeyId),
    seatId: null,
    at,
    ...(Object.keys(all).length > 0 && { detail: all }),
  };
}
