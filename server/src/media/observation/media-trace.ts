/**
 * Reports changes of the media of one room to monitoring, each once. Nothing is reported of a second device that waits:
 * its media has another id than its seat, and nobody sees it.
 */

import type { MediaEvent, PauseCause } from '../../core/events/media-events.ts';
import type { ServerObserver } from '../../core/events/observer.ts';
import type { ForwardingPolicy } from '../../rooms/ports.ts';
import type { Peer, Track } from '../peers/peer.ts';

export interface MediaTraceOptions {
  roomId: string;
  observer: ServerObserver;
  policy: Pick<ForwardingPolicy, 'seatIdOf' | 'dependsOnConsent'>;
}

type Rule = Extract<MediaEvent, { what: 'consumer.withheld' }>['rule'];

/**
 * The last report about a track and a receiver. Once confidential, all later reports are confidential too: they would
 * reveal the earlier state.
 */
interface Told {
  state: string;
  isConfidential: boolean;
}

export class MediaTrace {
  readonly #options: MediaTraceOptions;
  readonly #told = new WeakMap<Track, WeakMap<object, Told>>();
  #isClosed = false;

  constructor(options: MediaTraceOptions) {
    this.#options = options;
  }

  /** @param agoMs how long ago it happened, if it was detected later */
  tell(event: MediaEvent, agoMs = 0, isConfidential = false): void {
    const { roomId, observer, policy } = this.#options;
    const mediaIds = 'from' in event ? [event.seatId, event.from] : [event.seatId];
    if (this.#isClosed || mediaIds.some((id) => policy.seatIdOf(id) !== id)) return;
    observer.emit('mediaEvent', { roomId, event, agoMs, isConfidential });
  }

  opened(track: Track, to: Peer): void {
    this.#tellOnce(track, to, 'opened', { what: 'consumer.opened', ...ofPair(track, to) });
  }

  withheld(track: Track, to: Peer, rule: Rule): void {
    this.#tellOnce(track, to, `withheld ${rule}`, { what: 'consumer.withheld', rule, ...ofPair(track, to) });
  }

  undecodable(track: Track, to: Peer): void {
    this.#tellOnce(track, to, 'undecodable', { what: 'consumer.undecodable', ...ofPair(track, to) });
  }

  resumed(track: Track, to: Peer): void {
    this.#tellOnce(track, to, 'resumed', { what: 'consumer.resumed', ...ofPair(track, to) });
  }

  paused(track: Track, to: Peer, cause: PauseCause, agoMs = 0): void {
    this.#tellOnce(track, to, `paused ${cause}`, { what: 'consumer.paused', cause, ...ofPair(track, to) }, agoMs);
  }

  close(): void {
    this.#isClosed = true;
  }

  #tellOnce(track: Track, to: Peer, state: string, event: MediaEvent, agoMs = 0): void {
    const told = this.#told.get(track) ?? new WeakMap<object, Told>();
    const before = told.get(to);
    if (before?.state === state) return;
    const isConfidential =
      before?.isConfidential === true || this.#options.policy.dependsOnConsent(track.owner, to.seatId);
    this.#told.set(track, told.set(to, { state, isConfidential }));
    this.tell(event, agoMs, isConfidential);
  }
}

const ofPair = ({ owner, source }: Track, { seatId }: Peer) => ({ seatId, from: owner, source });
