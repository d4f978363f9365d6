/**
 * The figures of a run as docs/performance.md shows them, between two markers; the rest of the document is not changed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderLineFigures } from './line/line-figures.ts';
import { markdownTable } from './markdown-table.ts';
import { readResults } from './read-results.ts';
import { renderPicture } from './readme-picture.ts';
import type { LoadResult, Results } from './results.ts';
import { describeCapacity } from './summary.ts';
import { number, targetTexts } from './tables.ts';

interface Marks {
  begin: string;
  end: string;
}

const marksOf = (name: string): Marks => ({ begin: `<!-- ${name}:begin -->`, end: `<!-- ${name}:end -->` });
const marks = marksOf('bench');
/** The line tier has figures of its own, usually of a run of its own. */
const lineMarks = marksOf('bench:line');

/** The picture of the figures, beside the other pictures of the documents. */
const pictureFile = 'pictures/performance.svg';

/**
 * Writes what the run has; figures of other tiers stay. Throws if the document has no markers.
 * @param resultsFile a run's <date>.json
 */
export async function writeFigures(resultsFile: string, documentFile: string): Promise<void> {
  const results = await readResults(resultsFile);
  const picture = renderPicture(results);
  const lines = renderLineFigures(results);
  let text = await readFile(documentFile, 'utf8');
  if (lines !== '') text = placeFigures(text, lines, lineMarks);
  if (lines === '' || hasOthers(results)) {
    text = placeFigures(text, renderFigures(results, picture === '' ? null : pictureFile));
  }
  await writeFile(documentFile, text);
  if (picture === '') return;
  const target = join(dirname(documentFile), pictureFile);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, picture);
}

const hasOthers = ({ results, sessions, capacity }: Results): boolean =>
  results.length + sessions.length + capacity.length > 0;

export function placeFigures(text: string, figures: string, { begin, end }: Marks = marks): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${figures}\n${text.slice(to)}`;
}

/** @param picture path of the SVG, relative to the document; null: none */
export function renderFigures(found: Results, picture: string | null): string {
  return [
    ...(picture === null ? [] : [`![Latency and CPU by people in the room](${picture})`]),
    describe(found),
    loadTable(found),
    ...found.capacity.map(describeCapacity),
    feltTable(found),
    targetsTable(found),
    ...found.skipped.map((line) => `Left out: ${line}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function describe({
  startedAt,
  host,
  cipher,
  network,
  versions,
  repetitions,
  windowSeconds,
  command,
}: Results): string {
  const busy = host.isQuiet ? '' : ' **The machine was busy: figures are too high.**';
  const systems = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Measured ${startedAt.slice(0, 10)} on ${host.cpu}, ${host.cores} cores, ${host.os}, ${network}: ${systems.join(', ')}. ${cipher}. Medians of ${repetitions} windows of ${windowSeconds} s.${busy}

    ${command}`;
}

function loadTable({ results }: Results): string {
  const others = [...new Set(results.map(({ system }) => system))].filter(
    (system) => system !== 'hearthroom' && system !== 'no server',
  );
  const head = [
    'people',
    'p50 / p95 / p99 in the server, ms',
    'lost',
    'packets/s',
    'packets/s per core',
    ...others.map((system) => `p95 of ${system}, ms`),
    ...others.map((system) => `CPU / ${system}`),
  ];
  const rows = results.filter(({ system }) => system === 'hearthroom').map((own) => rowOf(own, others, results));
  return markdownTable(head, rows);
}

function rowOf(own: LoadResult, others: readonly string[], results: readonly LoadResult[]): string[] {
  const { room, media, residenceMs, loss, pps, ppsPerCore, timing } = own;
  const rivals = others.map((name) =>
    results.find((row) => row.system === name && row.room === room && row.media === media),
  );
  const latency = residenceMs ? [residenceMs.p50, residenceMs.p95, residenceMs.p99].map((ms) => number(ms)) : [];
  return [
    `${room}, ${media === 'av' ? 'video' : 'audio'}`,
    latency.length > 0 ? latency.join(' / ') : 'clients were the limit',
    loss === 0 ? '0' : `${number(loss * 100, 3)}%`,
    rounded(pps),
    ppsPerCore === null ? '–' : rounded(ppsPerCore),
    ...rivals.map((rival) => number(rival?.timing === timing ? rival.residenceMs?.p95 : null)),
    ...rivals.map((rival) => (rival && rival.cpu > 0 ? number(own.cpu / own.pps / (rival.cpu / rival.pps)) : '–')),
  ];
}

function feltTable({ sessions }: Results): string {
  const rows = sessions
    .filter(({ client }) => client === 'chromium')
    .flatMap(({ room, times }) =>
      Object.entries(times).map(([what, time]) => [
        `${what}, room of ${room}`,
        number(time?.p50, 0),
        number(time?.p95, 0),
      ]),
    );
  return markdownTable(['in Chromium', 'p50 ms', 'p95 ms'], rows);
}

function targetsTable({ targets }: Results): string {
  const rows = targets.map((target) => {
    const { wanted, found } = targetTexts(target);
    return [target.what, wanted, found, target.verdict];
  });
  return markdownTable(['to reach', 'wanted', 'found', ''], rows);
}

const rounded = (value: number): string => String(Math.round(value / 100) * 100);
