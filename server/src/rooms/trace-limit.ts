/** Whoever is led by hosts can't fill the audit log and the outbox: what a seat does and undoes on its own is limited. */
import { AppError } from '../errors.ts';
import { isHost, type RoomEvent, type RoomState } from './machine/index.ts';
import { SlidingLimit } from './sliding-limit.ts';

const eventsPerWindow = 60;
const windowMs = 60_000;

export class TraceLimit {
  readonly #limit = new SlidingLimit(eventsPerWindow, windowMs);

  /** Counts a step that leaves something behind on disk. Throws `rate-limited`; hosts, clocks and the API are never refused. */
  admit(state: RoomState, event: RoomEvent, traces: number): void {
    if (traces === 0 || event.type === 'left' || !('actor' in event) || event.actor.kind !== 'seat') return;
    const { seatId } = event.actor;
    const seat = state.seats[seatId];
    if (!seat || isHost(seat)) return;
    if (this.#limit.isReached(seatId, state.now)) throw new AppError('rate-limited');
    this.#limit.count(seatId, state.now);
  }
}
