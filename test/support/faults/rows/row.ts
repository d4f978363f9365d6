/** A row of the fault table: a real fault that is injected, what is measured, and which checks must hold. */

export interface Check {
  what: string;
  holds: boolean;
  /**
   * Depends on time measurements, which a busy machine can spoil: the test suite reports it but does not fail by it.
   */
  timed: boolean;
}

export interface Outcome {
  injected: string;
  figure: string;
  holds: boolean;
  checks: readonly Check[];
  /** Why the fault cannot be injected on this machine. */
  skipped?: string;
}

export interface RowContext {
  /** Fewer repetitions for the test suite; the same checks. */
  readonly short: boolean;
  readonly seed: number;
  /** Number of messages that row 13 sends. */
  readonly messages: number;
  /** Reports progress. */
  note(text: string): void;
  /** Registers a clean-up that also runs after a failure; the last one registered runs first. */
  afterwards(cleanUp: () => unknown): void;
}

export interface FaultRow {
  row: number;
  title: string;
  limit: string;
  run(context: RowContext): Promise<Outcome>;
}

/** Collects the checks of a row; holds if every check holds. */
export class Verdict {
  readonly #checks: Check[] = [];

  check(what: string, holds: boolean): void {
    this.#checks.push({ what, holds, timed: false });
  }

  /** Compares a figure with its limit, in any unit. NaN and undefined fail. */
  within(what: string, value: number, limit: number): void {
    this.#checks.push({ what, holds: value <= limit, timed: true });
  }

  outcome(told: { injected: string; figure: string }): Outcome {
    const failed = this.#checks.filter(({ holds }) => !holds).map(({ what }) => what);
    const figure = failed.length === 0 ? told.figure : `${told.figure}. Does not hold: ${failed.join('; ')}`;
    return { injected: told.injected, figure, holds: failed.length === 0, checks: this.#checks };
  }
}

/** Why the fault cannot be injected on this machine: ends the row. */
export class RowSkipped extends Error {}

export function skipped(injected: string, why: string): Outcome {
  return { injected, figure: why, holds: false, checks: [], skipped: why };
}
