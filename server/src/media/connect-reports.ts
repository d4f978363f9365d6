/** Tells monitoring of one room's transports which of them connect and which don't. */
import type { ServerObserver } from '../observer.ts';
import type { ForwardingPolicy } from '../rooms/ports.ts';
import type { SeatId } from './ids.ts';
import type { ConnectStage } from './transport-watch.ts';

export interface ConnectReportsOptions {
  observer: ServerObserver;
  policy: Pick<ForwardingPolicy, 'isConnected' | 'seatIdOf'>;
}

export class ConnectReports {
  readonly #options: ConnectReportsOptions;
  /** Seats of which the last report was a failure. */
  readonly #failing = new Set<SeatId>();

  constructor(options: ConnectReportsOptions) {
    this.#options = options;
  }

  handleConnected(seatId: SeatId): void {
    const { observer, policy } = this.#options;
    const wasFailing = this.#failing.delete(seatId);
    observer.emit('transportConnected', { seatId: policy.seatIdOf(seatId), wasFailing });
  }

  /** A client that has gone meanwhile says nothing about the path: its page was closed, or its network is lost. */
  handleFailed(seatId: SeatId, stage: ConnectStage): void {
    const { observer, policy } = this.#options;
    if (!policy.isConnected(seatId)) return;
    const wasFailing = this.#failing.has(seatId);
    this.#failing.add(seatId);
    observer.emit('transportFailed', { seatId: policy.seatIdOf(seatId), stage, wasFailing });
  }

  forget(seatId: SeatId): void {
    this.#failing.delete(seatId);
  }
}
