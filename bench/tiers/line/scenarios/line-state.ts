/** What the line of the person who is measured does to packets, from one moment on. Plain data. */

export type Loss =
  | { kind: 'none' }
  /** Each packet by itself; `share` is from 0 to 1. */
  | { kind: 'random'; share: number }
  /** Gilbert–Elliott: lost one after the other, `shortest` to `longest` of them; `share` of all packets in the end. */
  | { kind: 'bursts'; share: number; shortest: number; longest: number };

export interface Delay {
  ms: number;
  /** The delay changes by up to this amount, up and down. Packets keep their order. */
  jitterMs: number;
}

export interface Direction {
  /** Null: as fast as the machine. */
  kbps: number | null;
  loss: Loss;
  delay: Delay | null;
}

export interface LineState {
  /** From the server to the person. */
  down: Direction;
  up: Direction;
  /** `cut`: nothing passes, and nobody is told. */
  path: 'open' | 'cut';
  /** The network that the person's machine is in; each has an address of its own for it. */
  access: 'wifi' | 'mobile';
}

const free: Direction = { kbps: null, loss: { kind: 'none' }, delay: null };
export const clean: LineState = { down: free, up: free, path: 'open', access: 'wifi' };

/** @param change of one direction; the other one stays free */
export const down = (change: Partial<Direction>): LineState => ({ ...clean, down: { ...free, ...change } });
export const up = (change: Partial<Direction>): LineState => ({ ...clean, up: { ...free, ...change } });

/** Whether packets have to pass a process, because the kernel (without netem) can't do this to them. */
export function needsRelay({ down, up }: LineState): boolean {
  return [down, up].some(({ loss, delay }) => loss.kind === 'bursts' || delay !== null);
}
