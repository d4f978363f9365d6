/**
 * Finds senders who encrypt for other people than those whom this person sees: the server may have shown somebody a
 * person who is not there. After a change the two differ for a moment, until both have been told of it.
 */
import { type AudienceMember, audienceHash } from '../keys/audience-hash.ts';

export interface AudienceCheckOptions {
  roomId: string;
  /** The difference has lasted (true), or is over. */
  differs: (from: string, isDifferent: boolean) => void;
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** A difference that lasts longer than this is told. */
export const differenceMs = 5_000;

export class AudienceCheck {
  readonly #options: AudienceCheckOptions;
  /** Of the newest secret of each sender. */
  readonly #hashes = new Map<string, string>();
  /** Cancels telling; for each sender with a difference. */
  readonly #different = new Map<string, () => void>();
  #members: readonly AudienceMember[] | null = null;
  #round = 0;

  constructor(options: AudienceCheckOptions) {
    this.#options = options;
  }

  /** What a sender has said with their newest secret. */
  note(from: string, hash: string): void {
    this.#hashes.set(from, hash);
    void this.#compare();
  }

  /**
   * @param senders who shares secrets with this person
   * @param members everybody whom a sender has to know, with this person; null: people see different people now, so that
   *   nothing follows from a difference
   */
  update(senders: readonly string[], members: readonly AudienceMember[] | null): void {
    for (const from of this.#hashes.keys()) if (!senders.includes(from)) this.#forget(from);
    this.#members = members;
    void this.#compare();
  }

  async #compare(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const own = this.#members && (await audienceHash(this.#options.roomId, this.#members));
    // People have changed meanwhile.
    if (round !== this.#round) return;
    for (const [from, hash] of this.#hashes) {
      if (own === null || own === hash) this.#resolve(from);
      else this.#suspect(from);
    }
  }

  #suspect(from: string): void {
    if (this.#different.has(from)) return;
    const { schedule, differs } = this.#options;
    this.#different.set(
      from,
      schedule(() => differs(from, true), differenceMs),
    );
  }

  #resolve(from: string): void {
    const cancel = this.#different.get(from);
    if (!cancel) return;
    cancel();
    this.#different.delete(from);
    this.#options.differs(from, false);
  }

  #forget(from: string): void {
    this.#resolve(from);
    this.#hashes.delete(from);
  }

  /** Idempotent. */
  close(): void {
    this.#round += 1;
    for (const cancel of this.#different.values()) cancel();
    this.#different.clear();
    this.#hashes.clear();
  }
}
