/**
 * The image as an operator builds and runs it, in order: each step hands the image or the session over to the next one.
 */
import type { FaultRow } from '../support/faults/rows/row.ts';
import { runRow, tidy } from '../support/faults/rows/run-rows.ts';
import type { Result } from '../support/faults/rows/table.ts';
import { Trial, type TrialOptions } from '../support/image/trial.ts';
import { build } from './step-01-build.ts';
import { contents } from './step-02-contents.ts';
import { refusals } from './step-03-refusals.ts';
import { session } from './step-04-session.ts';
import { servedSdk } from './step-05-served-sdk.ts';
import { commands } from './step-06-commands.ts';
import { drain } from './step-07-drain.ts';
import { sharedProcesses } from './step-08-shared-processes.ts';

interface StepOptions extends Omit<TrialOptions, 'afterwards'> {
  handleBegun: (step: FaultRow) => void;
  handleDone: (result: Result) => void;
}

export async function tryImage(options: StepOptions): Promise<Result[]> {
  const cleanUps: (() => unknown)[] = [];
  const trial = await Trial.begin({ ...options, afterwards: (cleanUp) => void cleanUps.unshift(cleanUp) });
  const results: Result[] = [];
  for (const make of [build, contents, refusals, session, servedSdk, commands, drain, sharedProcesses]) {
    const step = make(trial);
    options.handleBegun(step);
    const result = await runRow(step);
    options.handleDone(result);
    results.push(result);
    // Without an image nothing can be tested.
    if (make === build && !result.outcome.holds) break;
  }
  for (const cleanUp of cleanUps) await tidy(cleanUp);
  return results;
}
