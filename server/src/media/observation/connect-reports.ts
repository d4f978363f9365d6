/** Reports which of a room's transports connect or fail to, and which lose their path. */

import type { ConnectStage, Direction } from '../../core/events/media-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import type { ForwardingPolicy } from '../../rooms/ports.ts';
import type { PathChange } from '../peers/transport-watch.ts';
import type { SeatId } from '../shared/ids.ts';
import type { MediaTrace } from './media-trace.ts';

export interface ConnectReportsOptions {
  observer: ServerObserver;
  policy: Pick<ForwardingPolicy, 'isConnected' | 'seatIdOf'>;
  trace: Pick<MediaTrace, 'tell'>;
}

export class ConnectReports {
  readonly #options: ConnectReportsOptions;
  /** Seats whose last report was a failure. */
  readonly #failing = new Set<SeatId>();

  constructor(options: ConnectReportsOptions) {
    this.#options = options;
  }

  handleChange(seatId: SeatId, direction: Direction, change: PathChange): void {
    const { trace } = this.#options;
    switch (change.type) {
      case 'connected': {
        this.#handleConnected(seatId);
        const { path, afterMs } = change;
        trace.tell({ what: 'path.connected', seatId, direction, path, afterMs });
        break;
      }
      case 'failed': {
        // If the client has left meanwhile, this says nothing about the path: its page was closed, or its network is
        // down.
        if (!this.#options.policy.isConnected(seatId)) return;
        this.#handleFailed(seatId, change.stage);
        const { stage, afterMs } = change;
        trace.tell({ what: 'path.failed', seatId, direction, stage, afterMs });
        break;
      }
      case 'lost':
        trace.tell({ what: 'path.lost', seatId, direction }, change.agoMs);
        break;
      case 'restored':
        trace.tell({ what: 'path.restored', seatId, direction, path: change.path, afterMs: change.afterMs });
        break;
      case 'changed':
        trace.tell({ what: 'path.changed', seatId, direction, path: change.path });
        break;
    }
  }

  #handleConnected(seatId: SeatId): void {
    const { observer, policy } = this.#options;
    const wasFailing = this.#failing.delete(seatId);
    observer.emit('transportConnected', { seatId: policy.seatIdOf(seatId), wasFailing });
  }

  #handleFailed(seatId: SeatId, stage: ConnectStage): void {
    const { observer, policy } = this.#options;
    const wasFailing = this.#failing.has(seatId);
    this.#failing.add(seatId);
    observer.emit('transportFailed', { seatId: policy.seatIdOf(seatId), stage, wasFailing });
  }

  forget(seatId: SeatId): void {
    this.#failing.delete(seatId);
  }
}
