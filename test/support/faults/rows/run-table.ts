/** Runs rows of a table of faults: those that a command line asks for, or as tests of the suite. */
import process from 'node:process';
import type { Test } from 'tap';
import { toPercentiles } from './percentiles.ts';
import type { FaultRow } from './row.ts';
import { type RunOptions, runRow } from './run-rows.ts';
import { type Result, toMarkdown, toText, verdictOf } from './table.ts';

export interface TableCommand {
  /** As it is typed, such as `npm run test:faults`. */
  name: string;
  rows: readonly FaultRow[];
  /** Numbers of the rows that are asked for. None: all, with `short` those of `shortRows`. */
  wanted: readonly string[];
  shortRows: readonly number[];
  options: RunOptions & { short: boolean };
  markdown: boolean;
  /** How often each row is run; with several runs, percentiles of what was measured are printed too. */
  runs?: number;
  /** Receives the table as Markdown. */
  write?: ((markdown: string) => void) | null;
}

/** Prints the table, and ends the process: with 0 when every row holds or is skipped, with 2 for an unknown row or a wrong number of runs. */
export async function runTable(command: TableCommand): Promise<never> {
  const { rows, options } = command;
  const wanted = new Set(command.wanted.map(Number));
  const unknown = [...wanted].filter((number) => !rows.some(({ row }) => row === number));
  if (unknown.length > 0) {
    process.stderr.write(`There is no row ${unknown.join(', ')}; rows are 1 to ${rows.length}\n`);
    process.exit(2);
  }
  const { runs = 1 } = command;
  if (!Number.isInteger(runs) || runs < 1) {
    process.stderr.write('--runs is a number from 1\n');
    process.exit(2);
  }
  const isWanted = ({ row }: FaultRow): boolean =>
    wanted.size > 0 ? wanted.has(row) : !options.short || command.shortRows.includes(row);
  const results: Result[] = [];
  for (const row of rows.filter(isWanted).flatMap((one) => Array.from({ length: runs }, () => one))) {
    process.stderr.write(`${String(row.row).padStart(2)}  ${row.title}\n`);
    const result = await runRow(row, {
      ...options,
      note: (text) => void process.stderr.write(`      ${text}\n`),
    });
    process.stderr.write(`      ${verdictOf(result)}: ${result.outcome.figure}\n`);
    results.push(result);
  }
  const asked = process.argv.slice(2).filter((word) => word !== '--write' && word !== '--markdown');
  const markdown = toMarkdown(
    results,
    [command.name, ...(asked.length > 0 ? ['--', ...asked] : [])].join(' '),
    new Date(),
  );
  command.write?.(markdown);
  process.stdout.write(command.markdown ? markdown : `\n${toText(results)}`);
  if (runs > 1) process.stdout.write(`\n${toPercentiles(results)}`);
  // Sessions that lost their server keep reconnecting for minutes.
  process.exit(results.every(({ outcome }) => outcome.holds || outcome.skipped !== undefined) ? 0 : 1);
}

/** Time measurements are reported but not asserted, since a busy machine can spoil them. */
export async function testShortRows(t: Test, rows: readonly FaultRow[], shortRows: readonly number[]): Promise<void> {
  for (const row of rows.filter(({ row }) => shortRows.includes(row))) {
    await t.test(`row ${row.row}: ${row.title}`, async (t) => {
      const { outcome } = await runRow(row, { short: true });
      t.comment(`${outcome.injected}: ${outcome.figure}`);
      if (outcome.skipped !== undefined) t.pass(outcome.skipped, { skip: outcome.skipped });
      for (const { what, holds, why, timed } of outcome.checks) {
        if (why !== undefined && !holds) t.comment(why);
        if (timed) t.comment(`${what}: ${holds ? 'holds' : 'does not hold'}`);
        else t.ok(holds, what);
      }
    });
  }
}
