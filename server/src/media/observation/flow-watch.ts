/**
 * Watches whether the media that a seat receives flows, and reports why not: its client paused it, no layer of a video
 * fits its bandwidth, or no packets come from the sender. A mute is reported once, for the sender, and not here.
 */

import { kindOfSource } from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import type { PauseCause } from '../../core/events/media-events.ts';
import type { Peer, Reception } from '../peers/peer.ts';
import type { MediaTrace } from './media-trace.ts';

/** Below this score a stream was already bad at its sender, so it says nothing about the receiver. */
export const goodSource = 9;
/** The smallest layer of a camera takes less. */
const smallestVideoBps = 200_000;
/** A video that resumes within this time was only switching layers. */
const defaultSettleMs = 2_000;

export interface FlowWatchOptions {
  trace: Pick<MediaTrace, 'resumed' | 'paused'>;
  /** What `isStarved` says about a video of this peer has changed. */
  changed?: (to: Peer) => void;
  settleMs?: number;
}

/** The observed part of a consumer. */
type Watched = Pick<
  types.Consumer,
  'closed' | 'paused' | 'producerPaused' | 'type' | 'currentLayers' | 'score' | 'on' | 'observer'
>;

export class FlowWatch {
  readonly #options: FlowWatchOptions;
  readonly #settling = new Map<Watched, NodeJS.Timeout>();
  /** Videos of a single layer that the worker has stopped; `currentLayers` says that for the others. */
  readonly #stoppedWhole = new WeakSet<Watched>();
  /** Videos without a layer for longer than the settle time. */
  readonly #stopped = new WeakSet<Watched>();

  constructor(options: FlowWatchOptions) {
    this.#options = options;
  }

  /** Call when the client is told of the consumer. */
  begin(to: Peer, reception: Reception): void {
    const consumer: Watched = reception.consumer;
    const look = () => this.#look(to, reception);
    consumer.on('layerschange', (layers) => {
      if (layers) this.#stoppedWhole.delete(consumer);
      else this.#stoppedWhole.add(consumer);
      look();
    });
    consumer.on('producerpause', look);
    consumer.on('producerresume', look);
    consumer.observer.once('close', () => this.#settled(consumer));
  }

  /** The client resumed the consumer: from now on either packets flow, or there is a reason to report. */
  handleResumed(to: Peer, reception: Reception): void {
    this.#look(to, reception);
  }

  /** The client paused the consumer. */
  handlePaused(to: Peer, { track, consumer }: Reception): void {
    this.#settled(consumer);
    this.#flows(to, consumer);
    this.#options.trace.paused(track, to, kindOfSource[track.source] === 'audio' ? 'receiver' : 'not-shown');
  }

  /**
   * Whether a video is not sent because no layer of it fits the bandwidth of its receiver. False if the server may be
   * waiting for a key frame instead: much of the video does not reach it, or there is bandwidth for it.
   */
  isStarved(to: Pick<Peer, 'lineStats'>, { consumer }: Reception): boolean {
    if (!this.#stopped.has(consumer) || isHeld(consumer)) return false;
    // One of a single layer is stopped for its bandwidth only.
    if (isLayered(consumer) && to.lineStats.spareBps >= smallestVideoBps) return false;
    return Math.max(0, ...consumer.score.producerScores) >= goodSource;
  }

  close(): void {
    for (const timer of this.#settling.values()) clearTimeout(timer);
    this.#settling.clear();
  }

  #look(to: Peer, { track, consumer }: Reception): void {
    if (isHeld(consumer)) {
      this.#settled(consumer);
      this.#flows(to, consumer);
      return;
    }
    if (this.#hasLayer(consumer)) {
      this.#settled(consumer);
      this.#flows(to, consumer);
      this.#options.trace.resumed(track, to);
      return;
    }
    if (this.#settling.has(consumer)) return;
    const { trace, changed, settleMs = defaultSettleMs } = this.#options;
    const timer = setTimeout(() => {
      this.#settling.delete(consumer);
      if (isHeld(consumer) || this.#hasLayer(consumer)) return;
      trace.paused(track, to, causeOf(consumer), settleMs);
      this.#stopped.add(consumer);
      changed?.(to);
    }, settleMs);
    this.#settling.set(consumer, timer.unref());
  }

  /** The worker reports layers of a video with a single one only when it stops it, and starts it again. */
  #hasLayer(consumer: Watched): boolean {
    return isLayered(consumer) ? consumer.currentLayers !== undefined : !this.#stoppedWhole.has(consumer);
  }

  #flows(to: Peer, consumer: Watched): void {
    if (this.#stopped.delete(consumer)) this.#options.changed?.(to);
  }

  #settled(consumer: Watched): void {
    clearTimeout(this.#settling.get(consumer));
    this.#settling.delete(consumer);
  }
}

const isHeld = ({ closed, paused, producerPaused }: Watched): boolean => closed || paused || producerPaused;

const isLayered = ({ type }: Watched): boolean => type === 'simulcast' || type === 'svc';

const causeOf = ({ score }: Watched): PauseCause =>
  score.producerScores.every((one) => one === 0) ? 'no-packets' : 'line';
