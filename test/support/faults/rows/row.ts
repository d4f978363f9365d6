/** What a row of the fault table is: a fault that is injected for real, what is measured, and whether what must hold holds. */

export interface Check {
  what: string;
  holds: boolean;
  /** Judged by a clock: a busy machine can spoil it, so that the test suite reports it and doesn't decide by it. */
  timed: boolean;
}

export interface Outcome {
  injected: string;
  figure: string;
  holds: boolean;
  checks: readonly Check[];
  /** Why this machine can't inject the fault. */
  skipped?: string;
}

export interface RowContext {
  /** The version for the test suite: fewer repetitions, the same checks. */
  readonly short: boolean;
  readonly seed: number;
  /** How many messages row 13 sends. */
  readonly messages: number;
  /** Tells whoever watches what is going on. */
  note(text: string): void;
  /** Runs when the row is over, last given first, also when it failed. */
  afterwards(cleanUp: () => unknown): void;
}

export interface FaultRow {
  row: number;
  title: string;
  limit: string;
  run(context: RowContext): Promise<Outcome>;
}

/** Gathers what a row found; holds when every single check does. */
export class Verdict {
  readonly #checks: Check[] = [];

  check(what: string, holds: boolean): void {
    this.#checks.push({ what, holds, timed: false });
  }

  /** A figure against its limit, in any unit; NaN and nothing at all don't hold. */
  within(what: string, value: number, limit: number): void {
    this.#checks.push({ what, holds: value <= limit, timed: true });
  }

  outcome(told: { injected: string; figure: string }): Outcome {
    const failed = this.#checks.filter(({ holds }) => !holds).map(({ what }) => what);
    const figure = failed.length === 0 ? told.figure : `${told.figure}. Does not hold: ${failed.join('; ')}`;
    return { injected: told.injected, figure, holds: failed.length === 0, checks: this.#checks };
  }
}

export function skipped(injected: string, why: string): Outcome {
  return { injected, figure: why, holds: false, checks: [], skipped: why };
}
