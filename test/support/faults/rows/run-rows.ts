/** Runs rows one after the other: each has the machine to itself and cleans up after itself. */
import { type Check, type FaultRow, type Outcome, type RowContext, RowSkipped, skipped, withChecks } from './row.ts';
import type { Result } from './table.ts';

export interface RunOptions {
  short?: boolean;
  seed?: number;
  messages?: number;
  note?: (text: string) => void;
}

const cleanUpMs = 10_000;

export async function runRow(row: FaultRow, options: RunOptions = {}): Promise<Result> {
  const { short = false, seed = Date.now() % 2 ** 31, note = () => {} } = options;
  const cleanUps: (() => unknown)[] = [];
  const laterChecks: (() => Promise<readonly Check[]>)[] = [];
  const context: RowContext = {
    short,
    seed,
    messages: options.messages ?? (short ? 20_000 : 1_000_000),
    note,
    check: (findings) => void laterChecks.push(findings),
    afterwards: (cleanUp) => void cleanUps.unshift(cleanUp),
  };
  const from = performance.now();
  let outcome = await row.run(context).catch(failed);
  if (outcome.skipped === undefined)
    for (const findings of laterChecks) outcome = withChecks(outcome, await findings().catch(notMade));
  for (const cleanUp of cleanUps) await tidy(cleanUp);
  return { row, outcome, seconds: (performance.now() - from) / 1_000 };
}

/** An error in the row itself is shown and counts as a failure, unless it says why the row cannot run here. */
function failed(error: unknown): Outcome {
  if (error instanceof RowSkipped) return skipped('', error.message);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const figure = `the row broke off: ${error instanceof Error ? error.message : String(error)}${cause}`;
  return {
    injected: '',
    figure,
    holds: false,
    checks: [{ what: 'the row ran to its end', holds: false, timed: false }],
  };
}

function notMade(error: unknown): Check[] {
  const why = error instanceof Error ? error.message : String(error);
  return [{ what: `the checks after the row could be made (${why})`, holds: false, timed: false }];
}

/**
 * A participant cannot leave properly if the server is gone: that must not keep the remaining clean-ups from running.
 */
export async function tidy(cleanUp: () => unknown): Promise<void> {
  const { promise: givenUp, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, cleanUpMs);
  await Promise.race([
    Promise.resolve()
      .then(cleanUp)
      .then(
        () => {},
        () => {},
      ),
    givenUp,
  ]);
  clearTimeout(timer);
}
