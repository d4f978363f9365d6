/** A row of the fault table: a real fault that is injected, what is measured, and which checks must hold. */

export interface Check {
  what: string;
  holds: boolean;
  /** What was found instead; told if it does not hold. */
  why?: string;
  /**
   * Depends on time measurements, which a busy machine can spoil: the test suite reports it but does not fail by it.
   */
  timed: boolean;
}

/** One measured value. Several values with one name are of one quantity. */
export interface Measurement {
  what: string;
  /** Milliseconds; Infinity if it did not happen. */
  ms: number;
}

export interface Outcome {
  injected: string;
  figure: string;
  holds: boolean;
  checks: readonly Check[];
  /** For percentiles over many runs. */
  measured?: readonly Measurement[];
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
  /** Registers checks that are made when the row has ended, before the clean-ups, and count like its own. */
  check(findings: () => Promise<readonly Check[]>): void;
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
  readonly #measured: Measurement[] = [];

  /** @param why what was found instead, if it does not hold */
  check(what: string, holds: boolean, why = ''): void {
    this.#checks.push({ what, holds, timed: false, ...(why !== '' && { why }) });
  }

  /** Compares a figure with its limit, in any unit. NaN and undefined fail. */
  within(what: string, value: number, limit: number): void {
    this.#checks.push({ what, holds: value <= limit, timed: true });
  }

  /** Adds values of one quantity, in milliseconds, for percentiles over many runs. */
  measure(what: string, ...values: readonly number[]): void {
    this.#measured.push(...values.map((ms) => ({ what, ms })));
  }

  outcome(told: { injected: string; figure: string }): Outcome {
    const unjudged = { ...told, holds: true, checks: [], measured: this.#measured };
    return withChecks(unjudged, this.#checks);
  }
}

/** The outcome with further checks: it holds if these hold too. */
export function withChecks(outcome: Outcome, checks: readonly Check[]): Outcome {
  const failed = checks
    .filter(({ holds }) => !holds)
    .map(({ what, why }) => (why === undefined ? what : `${what} (${why})`));
  const lead = outcome.holds ? '. Does not hold: ' : '; ';
  const figure = failed.length === 0 ? outcome.figure : `${outcome.figure}${lead}${failed.join('; ')}`;
  return { ...outcome, figure, holds: outcome.holds && failed.length === 0, checks: [...outcome.checks, ...checks] };
}

/** Why the fault cannot be injected on this machine: ends the row. */
export class RowSkipped extends Error {}

export function skipped(injected: string, why: string): Outcome {
  return { injected, figure: why, holds: false, checks: [], skipped: why };
}
