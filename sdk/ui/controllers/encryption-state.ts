import type { Session } from '../../src/index.ts';

/** A key that comes later than this is shown at the person. The SDK reports it after two seconds. */
const shownAfterMs = 1_000;
/** From then on it is a problem that somebody has to solve. */
const lastingAfterMs = 20_000;

export interface EncryptionStateOptions {
  session: Pick<Session, 'on'> & {
    readonly place: Pick<Session['place'], 'kind'>;
    readonly encryption: Pick<Session['encryption'], 'state' | 'problems' | 'verificationCode'>;
  };
  changed: () => void;
}

/** What the interface remembers about encryption: the numbers to compare, missing keys, dismissed notices. */
export class EncryptionState {
  readonly #options: EncryptionStateOptions;
  /** The timers of each person whose key is missing. */
  readonly #missing = new Map<string, ReturnType<typeof setTimeout>[]>();
  readonly #securing = new Set<string>();
  readonly #lasting = new Set<string>();
  /** Kinds of places whose notice about missing encryption was dismissed. */
  readonly #dismissed = new Set<string>();
  /** The dialog with the numbers is open. */
  #isWatched = false;
  /** Number of the newest computation: an older one that ends later is ignored. */
  #computation = 0;
  code: readonly string[] | 'computing' | null = 'computing';

  constructor(options: EncryptionStateOptions) {
    this.#options = options;
  }

  /** @returns functions that stop it */
  listen(): (() => void)[] {
    const { session } = this.#options;
    return [
      session.on('encryptionChanged', () => this.#handleChanged()),
      // The numbers are over all participants.
      session.on('participantConnected', () => this.#compute()),
      session.on('participantDisconnected', () => this.#compute()),
    ];
  }

  /** Ids of people who are not seen and heard yet, because their key has not arrived. */
  get securingIds(): ReadonlySet<string> {
    return this.#securing;
  }

  isLasting(id: string): boolean {
    return this.#lasting.has(id);
  }

  /** Whether the notice that it is not encrypted here was dismissed. */
  get isDismissed(): boolean {
    return this.#dismissed.has(this.#options.session.place.kind);
  }

  dismiss(): void {
    this.#dismissed.add(this.#options.session.place.kind);
    this.#options.changed();
  }

  /** Computes the numbers while they are shown: it takes a while, and most people never look at them. */
  setWatched(isWatched: boolean): void {
    if (this.#isWatched === isWatched) return;
    this.#isWatched = isWatched;
    this.code = 'computing';
    this.#compute();
  }

  close(): void {
    this.setWatched(false);
    for (const id of [...this.#missing.keys()]) this.#found(id);
  }

  #handleChanged(): void {
    const { session, changed } = this.#options;
    const { state, problems } = session.encryption;
    if (state === 'e2e') this.#dismissed.delete(session.place.kind);
    for (const id of [...this.#missing.keys()]) if (problems.get(id) !== 'key-missing') this.#found(id);
    for (const [id, problem] of problems) if (problem === 'key-missing' && !this.#missing.has(id)) this.#lost(id);
    this.#compute();
    changed();
  }

  #lost(id: string): void {
    const markIn = (ids: Set<string>, ms: number) =>
      setTimeout(() => {
        ids.add(id);
        this.#options.changed();
      }, ms);
    this.#missing.set(id, [markIn(this.#securing, shownAfterMs), markIn(this.#lasting, lastingAfterMs)]);
  }

  #found(id: string): void {
    for (const timer of this.#missing.get(id) ?? []) clearTimeout(timer);
    this.#missing.delete(id);
    this.#securing.delete(id);
    this.#lasting.delete(id);
  }

  #compute(): void {
    const computation = ++this.#computation;
    if (!this.#isWatched) return;
    const settle = (code: readonly string[] | null): void => {
      if (computation !== this.#computation) return;
      this.code = code;
      this.#options.changed();
    };
    this.#options.session.encryption.verificationCode().then(settle, () => settle(null));
  }
}
