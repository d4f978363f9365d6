/**
 * Which videos a receiver keeps when its bandwidth is too low: the speaker first, then screens, then hosts, then the
 * rest. Audio is not affected: the worker's bandwidth estimate only limits videos, so all videos stop before any audio
 * does.
 */
import type { types } from 'mediasoup';
import type { ForwardingPolicy, SpeakerLevel } from '../../rooms/ports.ts';
import type { Peer, Reception } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import { isGone } from '../shared/media-errors.ts';

const priorities = { speaker: 4, screen: 3, host: 2, others: 1 } as const;

export interface VideoPrioritiesOptions {
  policy: Pick<ForwardingPolicy, 'isHost'>;
  peers: ReadonlyMap<SeatId, Pick<Peer, 'receptions'>>;
  onFailure: (error: unknown) => void;
}

export class VideoPriorities {
  readonly #options: VideoPrioritiesOptions;
  /** Per seat: the loudest speaker it heard last. */
  readonly #speakers = new Map<SeatId, SeatId>();
  /** The priority requested last. `consumer.priority` changes only when the worker has answered. */
  readonly #asked = new WeakMap<types.Consumer, number>();

  constructor(options: VideoPrioritiesOptions) {
    this.#options = options;
  }

  /** @param speakers whom this seat hears now, loudest first */
  handleSpeakers(to: SeatId, speakers: readonly SpeakerLevel[]): void {
    const [loudest] = speakers;
    if (!loudest || this.#speakers.get(to) === loudest.seatId) return;
    this.#speakers.set(to, loudest.seatId);
    this.#updateFor(to);
  }

  /** After any change of what is received. */
  update(): void {
    const { peers } = this.#options;
    for (const seatId of [...this.#speakers.keys()]) if (!peers.has(seatId)) this.#speakers.delete(seatId);
    for (const seatId of peers.keys()) this.#updateFor(seatId);
  }

  #updateFor(to: SeatId): void {
    for (const reception of this.#options.peers.get(to)?.receptions.values() ?? []) {
      const { consumer } = reception;
      const priority = this.#priorityOf(reception, to);
      const asked = this.#asked.get(consumer) ?? consumer.priority;
      if (consumer.kind !== 'video' || consumer.closed || asked === priority) continue;
      this.#asked.set(consumer, priority);
      consumer.setPriority(priority).catch((error: unknown) => {
        if (!isGone(error) && !consumer.closed) this.#options.onFailure(error);
      });
    }
  }

  #priorityOf({ track: { owner, source } }: Reception, to: SeatId): number {
    if (source === 'screen') return priorities.screen;
    if (this.#speakers.get(to) === owner) return priorities.speaker;
    return this.#options.policy.isHost(owner) ? priorities.host : priorities.others;
  }
}
