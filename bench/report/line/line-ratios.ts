/** Hearthroom compared with the other systems of the line tier, in each phase of a bad line. */
import type { LineResult, PhaseResult } from '../../tiers/line/figures/summarize-line.ts';
import type { Ratio } from '../results.ts';
import { labelOf } from './line-rows.ts';

/** Less is better in all of them. */
const compared = {
  concealed: 'sound concealed',
  frozenSecondsPerMinute: 'picture frozen',
  glassP50Ms: 'glass to glass, p50',
} as const satisfies Partial<Record<keyof PhaseResult['figures'], string>>;

export function findLineRatios(lines: readonly LineResult[]): Ratio[] {
  return lines
    .filter(({ system }) => system === 'hearthroom')
    .flatMap((own) =>
      lines
        .filter(({ system, line, room }) => system !== 'hearthroom' && line === own.line && room === own.room)
        .flatMap((other) => compareLines(own, other)),
    );
}

function compareLines(own: LineResult, other: LineResult): Ratio[] {
  return own.phases.flatMap((phase, index) => {
    if (phase.kind !== 'bad') return [];
    return (Object.keys(compared) as (keyof typeof compared)[]).flatMap((name): Ratio[] => {
      const [one, two] = [phase.figures[name]?.median, other.phases[index]?.figures[name]?.median];
      if (one === undefined || !two) return [];
      const what = `${labelOf(own, phase)}: ${compared[name]}, Hearthroom / ${other.system}`;
      return [{ what, room: own.room, media: 'av', value: one / two, wanted: '' }];
    });
  });
}
