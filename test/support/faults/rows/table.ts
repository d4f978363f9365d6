/** Prints the table of injected faults and results, for a terminal and as Markdown. */
import type { FaultRow, Outcome } from './row.ts';

export interface Result {
  row: FaultRow;
  outcome: Outcome;
  seconds: number;
}

export function verdictOf({ outcome }: Result): string {
  if (outcome.skipped !== undefined) return 'skipped';
  return outcome.holds ? 'holds' : 'does not hold';
}

const heads = ['#', 'fault', 'what was injected', 'figure', 'limit', 'verdict'];

const cellsOf = (result: Result): string[] => [
  String(result.row.row),
  result.row.title,
  result.outcome.injected,
  result.outcome.figure,
  result.row.limit,
  verdictOf(result),
];

export function toMarkdown(results: readonly Result[], command: string, date: Date): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `\`${command}\`, ${date.toISOString().slice(0, 10)}:`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...results.map((result) => line(cellsOf(result))),
    '',
  ].join('\n');
}

/**
 * One block per row: terminals are too narrow for six columns of sentences.
 * @param injected heading of the column that describes the fault
 */
export function toText(results: readonly Result[], injected = 'what was injected'): string {
  const names = heads.with(2, injected);
  const blocks = results.map((result) => {
    const [number, title, ...rest] = cellsOf(result);
    const lines = rest.map((cell, index) => `    ${(names[index + 2] ?? '').padEnd(18)} ${cell}`);
    return [`${number?.padStart(2)}  ${title} (${result.seconds.toFixed(0)} s)`, ...lines].join('\n');
  });
  const count = (verdict: string): number => results.filter((result) => verdictOf(result) === verdict).length;
  const summary = ['holds', 'does not hold', 'skipped'].map((verdict) => `${count(verdict)} ${verdict}`).join(', ');
  return `${blocks.join('\n\n')}\n\n${summary}\n`;
}

const begin = '<!-- faults:begin -->';
const end = '<!-- faults:end -->';

/** The document with the table between its markers replaced. Throws if it has no markers. */
export function withTable(document: string, table: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`There is no place for the table: ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n${table.trim()}\n${document.slice(to)}`;
}
