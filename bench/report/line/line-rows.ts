/** The figures of the line tier as rows of text, for the report and the document. */
import type { BackTime, LineResult, Middle, PhaseResult } from '../../tiers/line/figures/summarize-line.ts';

export const lineHead = [
  'line',
  'system',
  'sound concealed, %',
  'its delay, ms',
  'longest silence, ms',
  'picture frozen, s/min',
  'pictures/s',
  'height',
  'glass to glass, p50 ms',
  'p95 ms',
  'key frames asked',
  'kbit/s',
  'picture back after, s',
];

/** Phases of all systems with that line, the systems below each other. @param kinds which phases */
export function lineRows(
  lines: readonly LineResult[],
  room: number,
  kinds: readonly PhaseResult['kind'][],
): string[][] {
  const inRoom = lines.filter((line) => line.room === room);
  const ids = [...new Set(inRoom.map(({ line }) => line))];
  return ids.flatMap((id) => {
    const results = inRoom.filter(({ line }) => line === id);
    const indexes = (results[0]?.phases ?? []).flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []));
    return indexes.flatMap((index) => results.map((result) => rowOf(result, index, index === indexes.at(-1))));
  });
}

/** @param isLast its row has the time until the picture is back, which is one of the whole scenario */
function rowOf(result: LineResult, index: number, isLast: boolean): string[] {
  const phase = result.phases[index];
  if (!phase) return [];
  const { figures } = phase;
  return [
    labelOf(result, phase),
    result.system,
    cell(figures.concealed, (share) => precise(share * 100)),
    cell(figures.audioDelayMs, whole),
    cell(figures.longestSilenceMs, whole),
    cell(figures.frozenSecondsPerMinute, (seconds) => seconds.toFixed(1)),
    cell(figures.fps, (fps) => fps.toFixed(1)),
    cell(figures.height, whole),
    cell(figures.glassP50Ms, whole),
    cell(figures.glassP95Ms, whole),
    cell(figures.keyFramesAsked, whole),
    cell(figures.kbps, whole),
    isLast ? backCell(result.pictureBackMs) : '',
  ];
}

/** The scenario's title, and the phase if it has several of the kind. */
export function labelOf({ title, watched, phases }: LineResult, { name, kind }: PhaseResult): string {
  if (kind !== 'bad') return `${title}: ${name}`;
  if (phases.filter((phase) => phase.kind === 'bad').length === 1) return title;
  return `${watched === 'down' ? 'downlink' : 'uplink'} ${name}`;
}

const whole = (value: number): string => value.toFixed(0);
const precise = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Median, and the range of the runs where they differ. */
function cell(middle: Middle | null, format: (value: number) => string): string {
  if (middle === null) return '–';
  const [median, min, max] = [middle.median, middle.min, middle.max].map(format);
  return min === max ? `${median}` : `${median} (${min}–${max})`;
}

export function backCell({ median, min, max, never }: BackTime): string {
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  const range = min === null || max === null || min === max ? '' : ` (${seconds(min)}–${seconds(max)})`;
  const rest = never > 0 ? `; not in ${never} of the runs` : '';
  return median === null ? `not back${range}${rest}` : `${seconds(median)}${range}${rest}`;
}
