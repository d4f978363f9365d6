/** The parts of a timer's name: `lease:p-anna` is of the kind `lease` and concerns `p-anna`. */
import type { TimerName } from './types.ts';

type KindOf<Name extends string> = Name extends `${infer Kind}:${string}` ? Kind : Name;

export type TimerKind = KindOf<TimerName>;

/** @returns `subject`: a seat's id, or the minutes of a warning; empty for a kind of which there is one timer */
export function partsOfTimerName(name: TimerName): { kind: TimerKind; subject: string } {
  const colon = name.indexOf(':');
  if (colon < 0) return { kind: name as TimerKind, subject: '' };
  return { kind: name.slice(0, colon) as TimerKind, subject: name.slice(colon + 1) };
}
