/** Tells when the first media packet goes out to a seat: since its media was opened, or since its last consumer before was closed. */
import type { types } from 'mediasoup';

export class FirstPacket {
  readonly #onSeen: () => void;
  readonly #watched = new WeakSet<types.Consumer>();
  #state: 'awaited' | 'seen' | 'closed' = 'awaited';

  constructor(onSeen: () => void) {
    this.#onSeen = onSeen;
  }

  /**
   * Watches a consumer that is about to be resumed. The worker tells of every packet while this is on, hence only until the first.
   * Requests keep their order: it is on before the resume.
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

  /** Nothing is received any more: the next packet is a first one. */
  reset(): void {
    if (this.#state === 'seen') this.#state = 'awaited';
  }

  close(): void {
    this.#state = 'closed';
  }
}
