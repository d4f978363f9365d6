/**
 * In which order the work on a session's media goes: opening transports first, then side by side receiving and publishing each
 * source. What is in one queue goes one after the other.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { SerialQueue } from '../core/serial-queue.ts';

export type MediaQueueName = TrackSource | 'receiving';

export class MediaQueues {
  /** Opening transports, and taking up those that were kept. */
  readonly #opening = new SerialQueue();
  readonly #queues: Record<MediaQueueName, SerialQueue> = {
    receiving: new SerialQueue(),
    microphone: new SerialQueue(),
    camera: new SerialQueue(),
    screen: new SerialQueue(),
  };

  /** After every opening that is under way. Rejects as the work does. */
  open(work: () => Promise<void>): Promise<void> {
    return this.#opening.run(work);
  }

  /** After the openings before it, and after what was in the queue. Rejects as the work does. */
  run(queue: MediaQueueName, work: () => Promise<void>): Promise<void> {
    const opened = this.#opening.run(async () => {});
    return this.#queues[queue].run(async () => {
      await opened;
      await work();
    });
  }

  /** Resolves once all that is in these queues now is done. */
  async settled(queues: readonly MediaQueueName[]): Promise<void> {
    await Promise.all(queues.map((queue) => this.#queues[queue].run(async () => {})));
  }
}
