/**
 * Watches whether the media that a seat receives flows, and reports why not: its client paused it, no layer of a video
 * fits its bandwidth, or no packets come from the sender. A mute is reported once, for the sender, and not here.
 */

import type { types } from 'mediasoup';
import type { PauseCause } from '../../core/events/media-events.ts';
import type { Peer, Reception } from '../peers/peer.ts';
import type { MediaTrace } from './media-trace.ts';

/** A video that resumes within this time was only switching layers. */
const defaultSettleMs = 2_000;

export interface FlowWatchOptions {
  trace: Pick<MediaTrace, 'resumed' | 'paused'>;
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

  constructor(options: FlowWatchOptions) {
    this.#options = options;
  }

  /** Call when the client is told of the consumer. */
  begin(to: Peer, reception: Reception): void {
    const consumer: Watched = reception.consumer;
    const look = () => this.#look(to, reception);
    consumer.on('layerschange', look);
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
    this.#options.trace.paused(track, to, track.source === 'microphone' ? 'receiver' : 'not-shown');
  }

  close(): void {
    for (const timer of this.#settling.values()) clearTimeout(timer);
    this.#settling.clear();
  }

  #look(to: Peer, { track, consumer }: Reception): void {
    if (isHeld(consumer)) {
      this.#settled(consumer);
      return;
    }
    if (hasLayer(consumer)) {
      this.#settled(consumer);
      this.#options.trace.resumed(track, to);
      return;
    }
    if (this.#settling.has(consumer)) return;
    const { trace, settleMs = defaultSettleMs } = this.#options;
    const timer = setTimeout(() => {
      this.#settling.delete(consumer);
      if (!isHeld(consumer) && !hasLayer(consumer)) trace.paused(track, to, causeOf(consumer), settleMs);
    }, settleMs);
    this.#settling.set(consumer, timer.unref());
  }

  #settled(consumer: Watched): void {
    clearTimeout(this.#settling.get(consumer));
    this.#settling.delete(consumer);
  }
}

const isHeld = ({ closed, paused, producerPaused }: Watched): boolean => closed || paused || producerPaused;

/** The worker only limits videos with several layers; everything else is sent whatever the bandwidth is. */
const hasLayer = ({ type, currentLayers }: Watched): boolean =>
  (type !== 'simulcast' && type !== 'svc') || currentLayers !== undefined;

const causeOf = ({ score }: Watched): PauseCause =>
  score.producerScores.every((one) => one === 0) ? 'no-packets' : 'line';
