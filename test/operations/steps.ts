/** A day of operating a server, in order: each step hands the server and the session over to the next one. */
import type { FaultRow } from '../support/faults/rows/row.ts';
import { runRow, tidy } from '../support/faults/rows/run-rows.ts';
import type { Result } from '../support/faults/rows/table.ts';
import { Day } from '../support/operations/day.ts';
import { start } from './step-01-start.ts';
import { backup } from './step-02-backup.ts';
import { certificate } from './step-03-certificate.ts';
import { keys } from './step-04-keys.ts';
import { clock } from './step-05-clock.ts';
import { webhooks } from './step-06-webhooks.ts';
import { disk } from './step-07-disk.ts';
import { drain } from './step-08-drain.ts';
import { restore } from './step-09-restore.ts';
import { audit } from './step-10-audit.ts';

export interface DayOptions {
  /** The version of the test suite: the same steps and checks, less waiting. */
  short: boolean;
  handleBegun?: (step: FaultRow) => void;
  handleDone?: (result: Result) => void;
}

export async function runDay({ short, handleBegun, handleDone }: DayOptions): Promise<Result[]> {
  const cleanUps: (() => unknown)[] = [];
  const day = new Day({ afterwards: (cleanUp) => void cleanUps.unshift(cleanUp) }, short);
  const results: Result[] = [];
  for (const make of [start, backup, certificate, keys, clock, webhooks, disk, drain, restore, audit]) {
    const step = make(day);
    handleBegun?.(step);
    const result = await runRow(step, { short });
    handleDone?.(result);
    results.push(result);
  }
  for (const cleanUp of cleanUps) await tidy(cleanUp);
  return results;
}
