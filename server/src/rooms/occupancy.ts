/** Who is in a room, and which seat a connection has: reads of the state, without a step. */
import { AppError } from '../core/errors/errors.ts';
import {
  type ConnectionId,
  isPresent,
  type RoomState,
  type Seat,
  type SeatId,
  seatOfConnection,
} from './machine/index.ts';
import { privatePairOf } from './machine/visibility/places.ts';

export interface OccupancyOptions {
  /** As it is stored. */
  stateOf: () => RoomState;
  /** As it will be after each of the steps that are being stored. */
  comingStates: () => readonly RoomState[];
  /** Whether the connection opened its media as a second device that waits for the seat. */
  isGuest: (connectionId: ConnectionId) => boolean;
}

export class Occupancy {
  readonly #options: OccupancyOptions;

  constructor(options: OccupancyOptions) {
    this.#options = options;
  }

  get #state(): RoomState {
    return this.#options.stateOf();
  }

  /** Nobody is inside or waits, nor is somebody arriving; also nobody whose connection is lost and whose place is kept. */
  get isUnoccupied(): boolean {
    const states = [this.#state, ...this.#options.comingStates()];
    return states.every(({ seats }) => !Object.values(seats).some(isExpected));
  }

  /** People who are connected, also those who wait. */
  get occupants(): number {
    return Object.values(this.#state.seats).filter(
      ({ connectionId, challenger }) => connectionId !== null || challenger?.connectionId != null,
    ).length;
  }

  /** The seat that this connection holds. A second device that waits for a seat holds none: `not-admitted`. */
  seatHeldBy(connectionId: ConnectionId): SeatId {
    const seat = seatOfConnection(this.#state, connectionId);
    if (seat?.connectionId !== connectionId) throw new AppError('not-admitted');
    return seat.id;
  }

  /**
   * Under which id this connection's media is kept: its seat's, or its own while it waits as a second device. The answers are
   * the same, so that a forwarded link doesn't learn whether somebody holds the seat.
   */
  mediaIdOf(connectionId: ConnectionId): string {
    const seat = seatOfConnection(this.#state, connectionId);
    if (!seat) throw new AppError('not-admitted');
    return seat.connectionId === connectionId && !this.#options.isGuest(connectionId) ? seat.id : connectionId;
  }

  /** The seat that this connection holds, if it is in the group: `not-admitted` otherwise. */
  admittedSeatOf(connectionId: ConnectionId): SeatId {
    const seatId = this.seatHeldBy(connectionId);
    if (!isPresent(this.#state, seatId)) throw new AppError('not-admitted');
    return seatId;
  }

  /** The seat that this connection holds, if it may have media: in the group, or in a preview. `not-admitted` otherwise. */
  publishingSeatOf(connectionId: ConnectionId): SeatId {
    const seatId = this.seatHeldBy(connectionId);
    if (privatePairOf(this.#state, seatId)?.kind === 'preview') return seatId;
    return this.admittedSeatOf(connectionId);
  }
}

/** Inside, or waiting. */
const isExpected = ({ state }: Seat): boolean => state === 'admitted' || state === 'suspended' || state === 'waiting';
