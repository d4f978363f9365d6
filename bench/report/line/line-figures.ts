/** The line tier as docs/performance.md shows it. */
import type { LineResult } from '../../tiers/line/figures/summarize-line.ts';
import type { Results } from '../results.ts';
import { lineHead, lineRows } from './line-rows.ts';

/** What is left out in the document; the report has it. */
const omitted = new Set(['kbit/s']);

/** Markdown; empty if nothing was measured. */
export function renderLineFigures({ lines = [], startedAt, host, command, repetitions, versions }: Results): string {
  if (lines.length === 0) return '';
  const systems = Object.entries(versions)
    .filter(([name]) => name === 'mediasoup' || lines.some(({ system }) => system === name))
    .map(([name, version]) => `${name} ${version}`);
  const busy = host.isQuiet ? '' : ' **Other programs ran at the start.**';
  const facts = `Measured ${startedAt.slice(0, 10)} on ${host.cpu}, ${host.cores} cores, ${host.os}: ${systems.join(', ')}. Medians of ${repetitions} runs, and their range. ${describeLines(lines)}${busy}`;
  const rooms = [...new Set(lines.map(({ room }) => room))];
  const head = lineHead.map((name, index) => ({ name, index })).filter(({ name }) => !omitted.has(name));
  const tables = rooms.flatMap((room) => {
    const rows = lineRows(lines, room, ['bad']).map((row) => head.map(({ index }) => row[index] ?? ''));
    return [`Room of ${room}:`, markdownTable([head.map(({ name }) => name), ...rows])];
  });
  return [facts, `    ${command}`, ...tables].join('\n\n');
}

/** The systems with their clients, and how busy the machine was. */
export function describeLines(lines: readonly LineResult[]): string {
  const systems = new Map(lines.map((line) => [line.system, line]));
  const each = [...systems.values()].map(
    ({ system, client, encryption }) => `${system}: ${client}; encryption between people: ${encryption}.`,
  );
  const busy = lines.flatMap(({ runs }) => runs.map(({ machineBusy }) => machineBusy));
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const range = `${percent(Math.min(...busy))} to ${percent(Math.max(...busy))}`;
  return [...each, `All cores together were busy for ${range} of the time.`, ...warnings(lines)].join(' ');
}

/** Of the 20 pictures that the camera makes in a second; with fewer on the clean line, browsers had too little CPU. */
const enoughPictures = 15;

function warnings(lines: readonly LineResult[]): string[] {
  const clean = lines.flatMap(({ runs }) => runs.flatMap(({ phases }) => phases[0]?.fps ?? []));
  const slow = clean.filter((fps) => fps < enoughPictures).length;
  if (slow === 0) return [];
  return [
    `In ${slow} of ${clean.length} runs fewer than ${enoughPictures} pictures/s came on the clean line: the machine was too slow or too busy, and their figures mean little.`,
  ];
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
