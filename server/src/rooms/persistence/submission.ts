/** One request on its way through a room's queue: decided, perhaps anew, then carried out and answered once. */
import type { RoomNotes, RoomRecord } from '../ports.ts';

/** What a request would do to the room. */
export interface Decision<T> {
  after: RoomRecord;
  /** What is stored together with it. */
  notes: RoomNotes;
  /** Called once, when it is stored (a fact: or was refused by the store). @returns the answer */
  carryOut(): T;
}

export interface Request<T> {
  /** Called again when what came before is not stored after all. Throws the code of the rule that refuses. */
  decide(before: RoomRecord): Decision<T>;
  /** It happened, whether or not the store takes it now. Everything else can be refused. */
  isFact: boolean;
}

/** What the queue sees of a request, whatever its answer is. */
export interface Submitted {
  readonly isFact: boolean;
  /** What it would do; null when a rule refuses it. */
  readonly decision: Omit<Decision<unknown>, 'carryOut'> | null;
  /** @returns the room after it: the same one when a rule refuses it */
  decide(before: RoomRecord): RoomRecord;
  /** Carries it out and answers, or answers what the rule says. */
  finish(): void;
  refuse(error: unknown): void;
}

export class Submission<T> implements Submitted {
  readonly answer: Promise<T>;
  readonly #request: Request<T>;
  readonly #resolve: (answer: T) => void;
  readonly #reject: (error: unknown) => void;
  #decision: Decision<T> | null = null;
  #refusal: unknown;

  constructor(request: Request<T>) {
    this.#request = request;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    [this.answer, this.#resolve, this.#reject] = [promise, resolve, reject];
  }

  get isFact(): boolean {
    return this.#request.isFact;
  }

  get decision(): Decision<T> | null {
    return this.#decision;
  }

  decide(before: RoomRecord): RoomRecord {
    this.#decision = null;
    try {
      this.#decision = this.#request.decide(before);
      return this.#decision.after;
    } catch (error) {
      this.#refusal = error;
      return before;
    }
  }

  finish(): void {
    if (!this.#decision) {
      this.#reject(this.#refusal);
      return;
    }
    try {
      this.#resolve(this.#decision.carryOut());
    } catch (error) {
      this.#reject(error);
    }
  }

  refuse(error: unknown): void {
    this.#reject(error);
  }
}
