/**
 * Whose picture stays when a receiver's line falls short: who speaks, what is shown to be read, then hosts, then the rest. Voices don't
 * compete: the worker's bandwidth estimate takes from videos alone, so that every picture goes before any voice does.
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
  /** Whom each seat heard loudest, the last time anybody spoke. */
  readonly #speakers = new Map<SeatId, SeatId>();
  /** What was asked for last: a consumer says what it has, which is late by one answer of the worker. */
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
