/** Detects the first media packet sent to a seat after its media was opened, or after all its consumers were closed. */
import type { types } from 'mediasoup';

export class FirstPacket {
  readonly #onSeen: () => void;
  readonly #watched = new WeakSet<types.Consumer>();
  #state: 'awaited' | 'seen' | 'closed' = 'awaited';

  constructor(onSeen: () => void) {
    this.#onSeen = onSeen;
  }

  /**
   * Watches a consumer that is about to be resumed. Tracing reports every packet, so it is enabled only until the first
   * one. Requests to the worker keep their order, so it is enabled before the resume.
   */
  watch(consumer: types.Consumer): void {
    if (this.#state !== 'awaited' || this.#watched.has(consumer)) return;
    this.#watched.add(consumer);
    const ignoreGone = () => {};
    consumer.once('trace', () => {
      consumer.enableTraceEvent([]).catch(ignoreGone);
      if (this.#state !== 'awaited') return;
      this.#state = 'seen';
      this.#onSeen();
    });
    consumer.enableTraceEvent(['rtp']).catch(ignoreGone);
  }

  /** Nothing is received any more: the next packet is a first one again. */
  reset(): void {
    if (this.#state === 'seen') this.#state = 'awaited';
  }

  close(): void {
    this.#state = 'closed';
  }
}
