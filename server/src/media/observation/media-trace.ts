/**
 * Tells monitoring what becomes of the media of one room: each change once. Of a second device that waits nothing is told: its media
 * is kept under another id than its seat's, and is seen by nobody.
 */

import type { MediaEvent, PauseCause } from '../../core/media-events.ts';
import type { ServerObserver } from '../../core/observer.ts';
import type { ForwardingPolicy } from '../../rooms/ports.ts';
import type { Peer, Track } from '../peers/peer.ts';

export interface MediaTraceOptions {
  roomId: string;
  observer: ServerObserver;
  policy: Pick<ForwardingPolicy, 'seatIdOf' | 'dependsOnConsent'>;
}

type Rule = Extract<MediaEvent, { what: 'consumer.withheld' }>['rule'];

/** What was told last of a track and a receiver. Confidential once is confidential for good: what follows would tell what was before. */
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

  /** @param agoMs when what is told was found out later than it happened */
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
