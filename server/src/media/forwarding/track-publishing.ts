/** What the seats of a room send: their tracks, from the offer to the end, and a host's mute of them. */

import type { TrackSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors.ts';
import type { Muter } from '../../core/media-events.ts';
import type { ForwardingPolicy, RoomMediaHandlers } from '../../rooms/ports.ts';
import type { LevelMeter } from '../observation/level-meter.ts';
import type { MediaTrace } from '../observation/media-trace.ts';
import type { Peer, Track } from '../peers/peer.ts';
import type { TrackOffer } from '../rtp/rtp-parameters.ts';
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
  /** Opening and publishing of one seat, one after the other. */
  queue: KeyedQueue<SeatId>;
  forwarding: Forwarding;
  trace: Pick<MediaTrace, 'tell'>;
  /** Where the microphones of a seat are measured. */
  meterOf: (seatId: SeatId) => LevelMeter | undefined;
  /** Failures that nobody waits for and that no rule foresees. */
  onFailure: (error: unknown) => void;
}

/** Publishing that a worker has not answered yet. */
interface Pending {
  readonly seatId: SeatId;
  readonly source: TrackSource;
  /** By a host, meanwhile: it is kept for the track. */
  isMuted: boolean;
}

/** Who mutes a track of somebody else's. */
type Other = Extract<Muter, 'host' | 'server'>;

export class Publishing {
  readonly #options: PublishingOptions;
  readonly #pending = new Set<Pending>();

  constructor(options: PublishingOptions) {
    this.#options = options;
  }

  async publishTrack(seatId: SeatId, offer: TrackOffer & { paused: boolean }): Promise<{ trackId: string }> {
    this.#checkMayPublish(seatId, offer.source);
    const peer = this.#options.peerOf(seatId);
    const pending = { seatId, source: offer.source, isMuted: false };
    this.#pending.add(pending);
    try {
      const published = await this.#options.queue.run(seatId, () => this.#publish(peer, offer));
      if (pending.isMuted) this.#muteLate(pending);
      return published;
    } finally {
      this.#pending.delete(pending);
      // By then the next one, that came with it, is under way.
      setImmediate(() => this.#openWhenDone(seatId));
    }
  }

  closeTrack(seatId: SeatId, trackId: string): void {
    const peer = this.#options.peerOf(seatId);
    this.#options.forwarding.closeTrack(peer, peer.track(trackId), 'owner');
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
   * Also notes it for a track that is paused already: its owner has to know, so that what ends the pause (a phone call is over)
   * doesn't end the mute.
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
      // What can't be muted must not be heard.
      forwarding.closeTrack(peer, track, 'failed');
      onFailure(error);
    });
    return track.producer.id;
  }

  /** Its owner is told after the answer that names the track. */
  #muteLate({ seatId, source }: Pending): void {
    const trackId = this.muteTrack(seatId, source);
    if (trackId) setImmediate(() => this.#options.handlers.trackMuted(seatId, trackId, source));
  }

  #checkMayPublish(seatId: SeatId, source: TrackSource): void {
    if (!this.#options.policy.mayPublish(seatId, source)) throw new AppError('not-allowed');
  }

  async #publish(peer: Peer, offer: TrackOffer & { paused: boolean }): Promise<{ trackId: string }> {
    this.#checkMayPublish(peer.seatId, offer.source);
    const track = await peer.publish(offer);
    const { source, paused: muted } = track;
    this.#options.trace.tell({ what: 'track.published', seatId: peer.seatId, source, muted });
    if (!this.#options.policy.mayPublish(peer.seatId, track.source)) {
      this.#options.forwarding.closeTrack(peer, track, 'not-allowed');
      throw new AppError('not-allowed');
    }
    if (track.source === 'microphone') this.#measure(track);
    return { trackId: track.producer.id };
  }

  /** A microphone and its camera are told to the others together: one negotiation for each of them instead of two. */
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
