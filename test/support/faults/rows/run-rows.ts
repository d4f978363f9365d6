/** Runs rows one by one: each gets the machine to itself and leaves nothing behind. */
import type { FaultRow, Outcome, RowContext } from './row.ts';
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
  const context: RowContext = {
    short,
    seed,
    messages: options.messages ?? (short ? 20_000 : 1_000_000),
    note,
    afterwards: (cleanUp) => void cleanUps.unshift(cleanUp),
  };
  const from = performance.now();
  const outcome = await row.run(context).catch(failed);
  for (const cleanUp of cleanUps) await tidy(cleanUp);
  return { row, outcome, seconds: (performance.now() - from) / 1_000 };
}

/** What broke the row itself says something as well: it is shown, and it is no pass. */
function failed(error: unknown): Outcome {
  const figure = `the row broke off: ${error instanceof Error ? error.message : String(error)}`;
  return {
    injected: '',
    figure,
    holds: false,
    checks: [{ what: 'the row ran to its end', holds: false, timed: false }],
  };
}

/** A person whose server is gone doesn't get to say goodbye: that is no reason to keep the others from it. */
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
