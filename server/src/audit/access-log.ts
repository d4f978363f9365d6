/**
 * Records in the audit log who reads data of people over REST, and for which room the server makes access tokens: key id, room id
 * and codes, no names. An entry is on disk before the data is given; what can't be recorded is refused (`storage-unavailable`).
 */

import type { Role } from '@hearthroom/sdk/protocol';
import type { Change, ChangeType } from '../core/domain-events.ts';
import { nameOfKey } from '../core/domain-events.ts';
import type { ServerObserver } from '../core/observer.ts';
import { attemptWrite } from '../core/store-write.ts';
import type { AuditStore } from './audit-log.ts';

export interface Read {
  what: Extract<ChangeType, `${string}.read`>;
  /** null: not of one room. */
  roomId: string | null;
  apiKeyId: string;
  /** What was asked for, where the call has a choice. */
  detail?: Record<string, string>;
}

export interface AccessLogOptions {
  store: AuditStore;
  observer: ServerObserver;
  /** Milliseconds since 1970-01-01 UTC, by the clock of the audit log. */
  now: () => number;
  /** HEARTHROOM_AUDIT_ACCESS */
  isOn: boolean;
}

/** Reads of one kind by one key of one room: those after the first are counted for this long, since backends poll. */
export const gatherMs = 60_000;

interface Repeated {
  read: Read;
  count: number;
  /** Of the last one, milliseconds since 1970-01-01 UTC. */
  lastAt: number;
  /** Its count could not be written in time: from now on nothing is given before it is. */
  isOverdue: boolean;
  timer: NodeJS.Timeout;
}

export class AccessLog {
  readonly #options: AccessLogOptions;
  readonly #repeated = new Map<string, Repeated>();
  #isClosed = false;

  /** With recording off an entry says so at each start: its absence in the log means something otherwise. */
  constructor(options: AccessLogOptions) {
    this.#options = options;
    if (options.isOn) return;
    try {
      this.#append({ what: 'access.unrecorded', roomId: null, by: null, seatId: null, at: this.#options.now() });
    } catch {
      // Told by storeFailed; a full disk must not keep the server from starting.
    }
  }

  /**
   * To be called before the data is given. The first read is written at once; those of the next minute are counted, and written
   * as one entry with `count` when it is over. Throws `storage-unavailable`.
   */
  noteRead(read: Read): void {
    if (!this.#options.isOn) return;
    const key = [read.what, read.apiKeyId, read.roomId, ...Object.entries(read.detail ?? {})].join(' ');
    const repeated = this.#repeated.get(key);
    if (!repeated) {
      this.#append(entryOf(read, this.#options.now()));
      this.#gather(key, read);
      return;
    }
    repeated.count += 1;
    repeated.lastAt = this.#options.now();
    if (repeated.isOverdue) this.#write(repeated);
  }

  /** To be called before the token is given; `apiKeyId` left out: by the server itself. Throws `storage-unavailable`. */
  noteToken({ roomId, role, apiKeyId }: { roomId: string; role: Role; apiKeyId?: string | undefined }): void {
    if (!this.#options.isOn) return;
    const by = nameOfKey(apiKeyId);
    this.#append({ what: 'token.minted', roomId, by, seatId: null, at: this.#options.now(), detail: { role } });
  }

  /** The clock was set: writes what was counted by the clock as it was. To be called before the audit log writes the step. */
  handleClockStep(): void {
    for (const repeated of this.#repeated.values()) if (repeated.count > 0) this.#writeOrMarkOverdue(repeated);
  }

  #append(change: Change): void {
    const { store, observer } = this.#options;
    attemptWrite(observer, change.roomId ?? '', () => store.append([change]));
  }

  #gather(key: string, read: Read): void {
    if (this.#isClosed) return;
    const timer = setInterval(() => this.#settle(key), gatherMs).unref();
    this.#repeated.set(key, { read, count: 0, lastAt: 0, isOverdue: false, timer });
  }

  /** Each minute: forgets who has stopped reading, writes what was counted of who has not. */
  #settle(key: string): void {
    const repeated = this.#repeated.get(key);
    if (!repeated) return;
    if (repeated.count === 0) {
      clearInterval(repeated.timer);
      this.#repeated.delete(key);
      return;
    }
    this.#writeOrMarkOverdue(repeated);
  }

  #writeOrMarkOverdue(repeated: Repeated): void {
    try {
      this.#write(repeated);
    } catch {
      repeated.isOverdue = true;
    }
  }

  #write(repeated: Repeated): void {
    const { read, count, lastAt } = repeated;
    this.#append(entryOf(read, lastAt, count));
    repeated.count = 0;
    repeated.isOverdue = false;
  }

  /** Writes what was counted. Idempotent; to be called before the store is closed. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const [key, { timer }] of this.#repeated) {
      clearInterval(timer);
      this.#settle(key);
    }
  }
}

/** @param count of several reads, of which `at` is the last; left out: of one */
function entryOf({ what, roomId, apiKeyId, detail }: Read, at: number, count?: number): Change {
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
