/**
 * Checks whether the host name in HEARTHROOM_PUBLIC_ADDRESS can be resolved: clients resolve it themselves to reach the
 * media ports. A server must start even if its network or its DNS record is not ready, and some names can only be
 * resolved by clients. So it is looked up periodically, and changes are reported.
 */
import { lookup } from 'node:dns/promises';
import type { ServerObserver } from '../core/events/observer.ts';
import { type Schedule, scheduleWithTimer } from '../core/time/schedule.ts';

export interface PublicNameOptions {
  name: string;
  observer: ServerObserver;
  /** Rejects when the name can't be resolved. */
  resolve?: (name: string) => Promise<unknown>;
  schedule?: Schedule;
}

const whileUnresolvedMs = 30_000;
const whileResolvedMs = 600_000;

export class PublicNameWatch {
  readonly #options: PublicNameOptions;
  #isResolved: boolean | null = null;
  #cancel: () => void = () => {};
  #isClosed = false;

  constructor(options: PublicNameOptions) {
    this.#options = options;
    void this.#check();
  }

  async #check(): Promise<void> {
    const { name, observer, resolve = lookup, schedule = scheduleWithTimer } = this.#options;
    const code = await resolve(name).then(() => null, codeOf);
    if (this.#isClosed) return;
    const isResolved = code === null;
    if (isResolved !== this.#isResolved) observer.emit('publicNameChecked', { isResolved, code });
    this.#isResolved = isResolved;
    this.#cancel = schedule(() => void this.#check(), isResolved ? whileResolvedMs : whileUnresolvedMs);
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }
}

/** For example ENOTFOUND. The message is not used, since it contains the name. */
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
