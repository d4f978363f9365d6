/** Formats a story as lines of text for a terminal. */
import type { Story } from './tell-story.ts';

export interface FormatOptions {
  roomId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  from: number;
  to: number;
  at?: number | undefined;
  /** UTC offset of the shown times, in minutes (east is positive). */
  offset: number;
}

const minuteMs = 60_000;

export function formatStory({ names, lines, answers, missing }: Story, options: FormatOptions): string[] {
  const { roomId, from, to, at, offset } = options;
  const shown = (ms: number) => new Date(ms + offset * minuteMs).toISOString();
  const time = (ms: number) => shown(ms).slice(11, 19);
  const written = [`Room ${roomId}, ${shown(from).slice(0, 10)}, ${time(from)} to ${time(to)} (${zoneOf(offset)})`];
  for (const { seatId, name, part } of names) written.push(`${name} is seat ${seatId} (${part})`);
  written.push('', ...lines.map((line) => `${time(line.at)} ${line.text}`));
  if (lines.length === 0) written.push('Nothing is recorded in this time.');
  if (answers.length > 0) written.push('');
  for (const answer of answers) {
    const stretch = `from ${time(answer.from)} to ${time(answer.to)}`;
    const when = at === undefined ? stretch : `at ${time(at)} (${stretch})`;
    written.push(`Answer, ${when}: ${answer.text}.`);
  }
  if (missing.length > 0) written.push('', ...missing);
  return written;
}

function zoneOf(offset: number): string {
  if (offset === 0) return 'UTC';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `UTC${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
