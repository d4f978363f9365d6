/**
 * In which order the work on a session's media goes: opening transports first, then side by side receiving and publishing each
 * source. What is in one lane goes one after the other.
 */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { SerialQueue } from '../core/serial-queue.ts';

export type Lane = TrackSource | 'receiving';

export class Lanes {
  /** Opening transports, and taking up those that were kept. */
  readonly #opening = new SerialQueue();
  readonly #lanes: Record<Lane, SerialQueue> = {
    receiving: new SerialQueue(),
    microphone: new SerialQueue(),
    camera: new SerialQueue(),
    screen: new SerialQueue(),
  };

  /** After every opening that is under way. Rejects as the work does. */
  open(work: () => Promise<void>): Promise<void> {
    return this.#opening.run(work);
  }

  /** After the openings before it, and after what was in the lane. Rejects as the work does. */
  run(lane: Lane, work: () => Promise<void>): Promise<void> {
    const opened = this.#opening.run(async () => {});
    return this.#lanes[lane].run(async () => {
      await opened;
      await work();
    });
  }

  /** Resolves once all that is in these lanes now is done. */
  async settled(lanes: readonly Lane[]): Promise<void> {
    await Promise.all(lanes.map((lane) => this.#lanes[lane].run(async () => {})));
  }
}
