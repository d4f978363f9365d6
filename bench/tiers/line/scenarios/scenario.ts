/** What happens to the line in one measurement: phases, one after the other. Plain data. */
import { clean, type LineState, needsRelay } from './line-state.ts';

export interface Phase {
  name: string;
  /** `clean`: before; `bad`: what is reported first; `restored`: whether it becomes as good as before. */
  kind: 'clean' | 'bad' | 'restored';
  seconds: number;
  line: LineState;
  /** The path is cut for this long at the beginning. */
  cutSeconds?: number;
}

export interface Scenario {
  /** For the command line. */
  id: string;
  title: string;
  /**
   * Whose picture and sound are measured, at a receiver: those of a person on a good line as the person on the bad line
   * gets them (`down`), or the other way round (`up`).
   */
  watched: 'down' | 'up';
  /** The first one is clean. */
  phases: readonly Phase[];
}

/** Those that end by themselves within a phase, or with the last phase of kind `bad`. */
export interface Restoration {
  phase: number;
  /** After the beginning of that phase. */
  afterSeconds: number;
}

/** When the line is as good as it gets again: from there on the time until the picture is back is taken. */
export function restorationOf({ phases }: Scenario): Restoration {
  const restored = phases.findIndex(({ kind }) => kind === 'restored');
  if (restored >= 0) return { phase: restored, afterSeconds: 0 };
  return { phase: phases.length - 1, afterSeconds: phases.at(-1)?.cutSeconds ?? 0 };
}

/** Lines of one phase, each with the time after the phase's beginning from which it holds. */
export function linesOf({ line, cutSeconds }: Phase): { afterSeconds: number; line: LineState }[] {
  if (cutSeconds === undefined) return [{ afterSeconds: 0, line }];
  return [
    { afterSeconds: 0, line: { ...line, path: 'cut' } },
    { afterSeconds: cutSeconds, line },
  ];
}

export const secondsOf = ({ phases }: Scenario): number => phases.reduce((sum, { seconds }) => sum + seconds, 0);

export const usesRelay = ({ phases }: Scenario): boolean => phases.some(({ line }) => needsRelay(line));

/** The same scenario with phases of another length. A cut is not shortened: its length is what is measured. */
export function scale(scenario: Scenario, factor: number): Scenario {
  const phases = scenario.phases.map((phase) => ({
    ...phase,
    seconds: Math.max(phase.seconds * factor, (phase.cutSeconds ?? 0) + 1),
  }));
  return { ...scenario, phases };
}

const cleanSeconds = 8;
export const before: Phase = { name: 'clean', kind: 'clean', seconds: cleanSeconds, line: clean };
export const after = (seconds: number): Phase => ({ name: 'clean again', kind: 'restored', seconds, line: clean });
