/** What the seats of a room send: their tracks, from the offer to the end, and a host's mute of them. */
import type { TrackSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../errors.ts';
import type { ForwardingPolicy, RoomMediaHandlers } from '../rooms/ports.ts';
import type { Forwarding } from './forwarding.ts';
import type { SeatId } from './ids.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { LevelMeter } from './level-meter.ts';
import { isGone } from './media-errors.ts';
import type { Peer, Track } from './peer.ts';
import type { TrackOffer } from './rtp-parameters.ts';

export interface PublishingOptions {
  policy: Pick<ForwardingPolicy, 'mayPublish'>;
  handlers: Pick<RoomMediaHandlers, 'trackMuted'>;
  peers: ReadonlyMap<SeatId, Peer>;
  /** Throws for a seat that has no media. */
  peerOf: (seatId: SeatId) => Peer;
  /** Opening and publishing of one seat, one after the other. */
  queue: KeyedQueue<SeatId>;
  forwarding: Forwarding;
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
    this.#options.forwarding.closeTrack(peer, peer.track(trackId));
  }

  async pauseTrack(seatId: SeatId, trackId: string): Promise<void> {
    await this.#options.forwarding.setPaused(this.#options.peerOf(seatId).track(trackId), true);
  }

  async resumeTrack(seatId: SeatId, trackId: string): Promise<void> {
    const track = this.#options.peerOf(seatId).track(trackId);
    this.#checkMayPublish(seatId, track.source);
    track.muted = false;
    await this.#options.forwarding.setPaused(track, false);
  }

  /**
   * Also notes it for a track that is paused already: its owner has to know, so that what ends the pause (a phone call is over)
   * doesn't end the mute.
   * @returns the track's id, or null when there is none of that source
   */
  muteTrack(seatId: SeatId, source: TrackSource): string | null {
    const { peers, forwarding, onFailure } = this.#options;
    for (const pending of this.#pending) {
      if (pending.seatId === seatId && pending.source === source) pending.isMuted = true;
    }
    const peer = peers.get(seatId);
    const track = peer?.tracks.get(source);
    if (!peer || !track) return null;
    track.muted = true;
    forwarding.setPaused(track, true).catch((error: unknown) => {
      if (isGone(error)) return;
      // What can't be muted must not be heard.
      forwarding.closeTrack(peer, track);
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
    if (!this.#options.policy.mayPublish(peer.seatId, track.source)) {
      this.#options.forwarding.closeTrack(peer, track);
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

  #measure(track: Track): void {
    this.#options
      .meterOf(track.owner)
      ?.watch(track)
      .catch((error: unknown) => {
        if (!isGone(error) && !track.producer.closed) this.#options.onFailure(error);
      });
  }
}
