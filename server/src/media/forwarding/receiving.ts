/** Handles what clients say about their consumers: paused or resumed, and how large a video is shown. */
import { kindOfSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../../core/errors/errors.ts';
import type { ForwardingPolicy } from '../../rooms/ports.ts';
import type { FlowWatch } from '../observation/flow-watch.ts';
import type { Peer, Reception } from '../peers/peer.ts';
import { runForEach } from '../shared/for-each.ts';
import type { SeatId } from '../shared/ids.ts';
import { isGone } from '../shared/media-errors.ts';
import type { FirstPictures } from './first-pictures.ts';

export interface ReceivingOptions {
  policy: Pick<ForwardingPolicy, 'withheldBy'>;
  /** Throws for a seat that has no media. */
  peerOf: (seatId: SeatId) => Peer;
  /** Is this consumer closed for a step that is being stored? */
  isHeld: (seatId: SeatId, consumerId: string) => boolean;
  firstPictures: FirstPictures;
  flow: Pick<FlowWatch, 'handleResumed' | 'handlePaused'>;
  /** This client has set up a consumer, and gets its packets from now on. */
  resumed: (to: Peer, reception: Reception) => void;
  /** Called after any change of what somebody shows. */
  changed: () => void;
  /** Errors of background work that are not expected. */
  onFailure: (error: unknown) => void;
}

export class Receiving {
  readonly #options: ReceivingOptions;

  constructor(options: ReceivingOptions) {
    this.#options = options;
  }

  async resumeConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    const peer = this.#options.peerOf(seatId);
    await runForEach(consumerIds, async (consumerId) => {
      const reception = this.#reception(peer, consumerId);
      if (!reception) return;
      this.#checkMayReceive(seatId, reception);
      if (reception.shownLayer === null) reception.shownLayer = undefined;
      this.#resume(peer, reception);
    });
    this.#options.changed();
  }

  async pauseConsumers(seatId: SeatId, consumerIds: string[]): Promise<void> {
    const peer = this.#options.peerOf(seatId);
    await runForEach(consumerIds, async (consumerId) => {
      const reception = this.#reception(peer, consumerId);
      if (!reception) return;
      reception.shownLayer = null;
      this.#options.firstPictures.skip(reception);
      await peer.pauseReception(reception);
      this.#options.flow.handlePaused(peer, reception);
    });
    this.#options.changed();
  }

  async setPreferredLayers(
    seatId: SeatId,
    consumerId: string,
    spatialLayer: number,
    temporalLayer?: number,
  ): Promise<void> {
    const peer = this.#options.peerOf(seatId);
    const layers = { spatialLayer, ...(temporalLayer !== undefined && { temporalLayer }) };
    const reception = this.#reception(peer, consumerId);
    if (!reception) return;
    reception.shownLayer = spatialLayer;
    this.#options.changed();
    await peer.setPreferredLayers(reception, layers);
  }

  async showVideos(seatId: SeatId, videos: { consumerId: string; spatialLayer: number | null }[]): Promise<void> {
    const peer = this.#options.peerOf(seatId);
    const shown = runForEach(videos, async ({ consumerId, spatialLayer }) => {
      const reception = this.#reception(peer, consumerId);
      if (!reception) return;
      if (kindOfSource[reception.track.source] === 'audio') {
        throw new AppError('invalid-params', '/videos: consumers of sound have no video size');
      }
      this.#checkMayReceive(seatId, reception);
      await peer.showVideo(reception, spatialLayer);
      if (spatialLayer === null) {
        this.#options.firstPictures.skip(reception);
        this.#options.flow.handlePaused(peer, reception);
      } else this.#resume(peer, reception);
    });
    this.#options.changed();
    await shown;
  }

  /**
   * Runs in the background, after the request was answered: starting may wait for other receivers of a new video, and
   * this client may send more requests meanwhile.
   */
  #resume(peer: Peer, reception: Reception): void {
    this.#options.firstPictures.begin(reception, () => {
      if (reception.shownLayer === null) return;
      peer.resumeReception(reception).then(
        () => {
          this.#options.flow.handleResumed(peer, reception);
          this.#options.resumed(peer, reception);
        },
        (error: unknown) => {
          if (!isGone(error) && !reception.consumer.closed) this.#options.onFailure(error);
        },
      );
    });
  }

  /**
   * Null for a consumer that is closed for a step that is being stored: until its client is told, requests about it are
   * accepted and do nothing.
   */
  #reception(peer: Peer, consumerId: string): Reception | null {
    return this.#options.isHeld(peer.seatId, consumerId) ? null : peer.reception(consumerId);
  }

  /** By what is stored alone: a step that is being stored is told to nobody, also not by a refusal. */
  #checkMayReceive(to: SeatId, { track: { owner, source } }: Reception): void {
    if (this.#options.policy.withheldBy(owner, to, source) !== null) throw new AppError('not-found');
  }
}
