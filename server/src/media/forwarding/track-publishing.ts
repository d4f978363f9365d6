/** The tracks that the seats of a room send, from the offer to the end; mutes by hosts and by the server. */

import type { TrackSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import type { Muter } from '../../core/events/media-events.ts';
import type { ForwardingPolicy, RoomMediaHandlers } from '../../rooms/ports.ts';
import type { LevelMeter } from '../observation/level-meter.ts';
import type { MediaTrace } from '../observation/media-trace.ts';
import type { Peer, PublishOffer, Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import type { KeyedQueue } from '../shared/keyed-queue.ts';
import { isGone } from '../shared/media-errors.ts';
import type { Forwarding } from './forwarding.ts';

export interface PublishingOptions {
  policy: Pick<ForwardingPolicy, 'mayPublish'>;
  handlers: Pick<RoomMediaHandlers, 'trackMuted'>;
  peers: ReadonlyMap<SeatId, Peer>;
  /** Throws for a seat that has no media. */
  peerOf: (seatId: SeatId) => Peer;
  /** Runs opening and publishing of one seat one after the other. */
  queue: KeyedQueue<SeatId>;
  forwarding: Forwarding;
  trace: Pick<MediaTrace, 'tell'>;
  /** The meter for a seat's microphone. */
  meterOf: (seatId: SeatId) => LevelMeter | undefined;
  /** Errors of background work that are not expected. */
  onFailure: (error: unknown) => void;
}

/** A publish request in progress. */
interface Pending {
  readonly seatId: SeatId;
  readonly source: TrackSource;
  /** Muted by a host meanwhile: applied when the track exists. */
  isMuted: boolean;
}

/** Who mutes somebody else's track. */
type Other = Extract<Muter, 'host' | 'server'>;

export class Publishing {
  readonly #options: PublishingOptions;
  readonly #pending = new Set<Pending>();

  constructor(options: PublishingOptions) {
    this.#options = options;
  }

  async publishTrack(seatId: SeatId, offer: PublishOffer): Promise<{ trackId: string }> {
    this.#checkMayPublish(seatId, offer.source);
    const peer = this.#options.peerOf(seatId);
    const pending = { seatId, source: offer.source, isMuted: false };
    this.#pending.add(pending);
    try {
      const published = await this.#options.queue.run(seatId, () => this.#publish(peer, offer));
      // A host may have muted the screen before its sound was published.
      if (offer.source === 'screen-audio') pending.isMuted ||= peer.tracks.get('screen')?.muted ?? false;
      if (pending.isMuted) this.#muteLate(pending);
      return published;
    } finally {
      this.#pending.delete(pending);
      // After the next publish request of the same client, if there is one, has begun.
      setImmediate(() => this.#openWhenDone(seatId));
    }
  }

  closeTrack(seatId: SeatId, trackId: string): void {
    const peer = this.#options.peerOf(seatId);
    const track = peer.track(trackId);
    this.#options.forwarding.closeReplaced(peer, track.source);
    this.#options.forwarding.closeTrack(peer, track, 'owner');
  }

  async pauseTrack(seatId: SeatId, trackId: string): Promise<void> {
    const track = this.#options.peerOf(seatId).track(trackId);
    if (!track.paused) this.#tellMuted(track, 'self');
    await this.#options.forwarding.setPaused(track, true);
  }

  async resumeTrack(seatId: SeatId, trackId: string): Promise<void> {
    const track = this.#options.peerOf(seatId).track(trackId);
    this.#checkMayPublish(seatId, track.source);
    track.muted = false;
    if (track.paused) this.#options.trace.tell({ what: 'track.unmuted', seatId, source: track.source });
    await this.#options.forwarding.setPaused(track, false);
  }

  /**
   * Marks the track as muted even if it is paused already: its owner must know, so that the end of their own pause
   * (after a phone call, for example) does not end the mute.
   * @returns the track's id, or null when there is none of that source
   */
  muteTrack(seatId: SeatId, source: TrackSource, by: Other = 'host'): string | null {
    const { peers, forwarding, onFailure } = this.#options;
    for (const pending of this.#pending) {
      if (pending.seatId === seatId && pending.source === source) pending.isMuted = true;
    }
    const peer = peers.get(seatId);
    const track = peer?.tracks.get(source);
    if (!peer || !track) return null;
    if (!track.muted) this.#tellMuted(track, by);
    track.muted = true;
    forwarding.setPaused(track, true).catch((error: unknown) => {
      if (isGone(error)) return;
      // A track that could not be muted is closed, so that it is not heard.
      forwarding.closeTrack(peer, track, 'failed');
      onFailure(error);
    });
    return track.producer.id;
  }

  /** The owner is told after the answer that contains the track's id. */
  #muteLate({ seatId, source }: Pending): void {
    const trackId = this.muteTrack(seatId, source);
    if (trackId) setImmediate(() => this.#options.handlers.trackMuted(seatId, trackId, source));
  }

  #checkMayPublish(seatId: SeatId, source: TrackSource): void {
    if (!this.#options.policy.mayPublish(seatId, source)) throw new AppError('not-allowed');
  }

  async #publish(peer: Peer, offer: PublishOffer): Promise<{ trackId: string }> {
    this.#checkMayPublish(peer.seatId, offer.source);
    const { forwarding } = this.#options;
    forwarding.closeReplaced(peer, offer.source);
    const track = await peer.publish(offer);
    const { source, paused: muted } = track;
    forwarding.handleReplaced(peer, track);
    this.#options.trace.tell({ what: 'track.published', seatId: peer.seatId, source, muted });
    if (!this.#options.policy.mayPublish(peer.seatId, track.source)) {
      forwarding.closeReplaced(peer, source);
      forwarding.closeTrack(peer, track, 'not-allowed');
      throw new AppError('not-allowed');
    }
    if (track.source === 'microphone') this.#measure(track);
    return { trackId: track.producer.id };
  }

  /**
   * Opens a microphone and camera that were published together in one pass, so that each receiver negotiates once and
   * not twice.
   */
  #openWhenDone(seatId: SeatId): void {
    for (const pending of this.#pending) if (pending.seatId === seatId) return;
    this.#options.forwarding.openAllowed();
  }

  #tellMuted({ owner: seatId, source }: Track, by: Muter): void {
    this.#options.trace.tell({ what: 'track.muted', seatId, source, by });
  }

  #measure(track: Track): void {
    this.#options
      .meterOf(track.owner)
      ?.watch(track)
      .catch((error: unknown) => {
        if (!isGone(error) && !track.producer.closed) this.#options.onFailure(error);
      });
  }
}
