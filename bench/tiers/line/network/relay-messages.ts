/** Messages between the bench and the relay, a process on the line. */
import type { Direction } from '../scenarios/line-state.ts';

export type ToRelay =
  /** The server's media port. */
  { type: 'open'; address: string; port: number } | { type: 'become'; down: Direction; up: Direction };

/** Listens on this port, for `open`. */
export interface FromRelay {
  port: number;
}
