/**
 * The order of work on a session's media: opening transports comes first, then receiving and publishing each source run
 * in parallel. The work in one queue runs one after the other.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { SerialQueue } from '../core/serial-queue.ts';

export type MediaQueueName = TrackSource | 'receiving';

export class MediaQueues {
  /** Opening transports, and resuming those that were kept. */
  readonly #opening = new SerialQueue();
  readonly #queues: Record<MediaQueueName, SerialQueue> = {
    receiving: new SerialQueue(),
    microphone: new SerialQueue(),
    camera: new SerialQueue(),
    screen: new SerialQueue(),
    'screen-audio': new SerialQueue(),
  };

  /** Runs after all openings that are in progress. Rejects as the work does. */
  open(work: () => Promise<void>): Promise<void> {
    return this.#opening.run(work);
  }

  /** Runs after the openings before it and after the earlier work in the queue. Rejects as the work does. */
  run(queue: MediaQueueName, work: () => Promise<void>): Promise<void> {
    const opened = this.#opening.run(async () => {});
    return this.#queues[queue].run(async () => {
      await opened;
      await work();
    });
  }

  /** Resolves when all work that is in these queues now is done. */
  async settled(queues: readonly MediaQueueName[]): Promise<void> {
    await Promise.all(queues.map((queue) => this.#queues[queue].run(async () => {})));
  }
}
