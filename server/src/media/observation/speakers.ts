/**
 * The active speakers of a room, as each seat may know them. Each router measures its own microphones; every list is
 * reduced to the speakers that its receiver may hear.
 */
import type { ForwardingPolicy, RoomMediaHandlers, SpeakerLevel } from '../../rooms/ports.ts';
import type { Peer } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';
import type { LevelMeter } from './level-meter.ts';

const maxTold = 5;

export interface SpeakersOptions {
  policy: ForwardingPolicy;
  handlers: Pick<RoomMediaHandlers, 'activeSpeakersChanged'>;
  peers: ReadonlyMap<SeatId, Peer>;
}

export class Speakers {
  readonly #options: SpeakersOptions;
  /** The latest levels of each router. */
  readonly #levels = new Map<LevelMeter, SpeakerLevel[]>();
  readonly #told = new Map<SeatId, SpeakerLevel[]>();

  constructor(options: SpeakersOptions) {
    this.#options = options;
  }

  /** Levels measured on a router; an empty list means silence there. */
  readonly report = (meter: LevelMeter, levels: SpeakerLevel[]): void => {
    if (levels.length > 0) this.#levels.set(meter, levels);
    else this.#levels.delete(meter);
    this.#tellAll();
  };

  /** The router is gone. */
  remove(meter: LevelMeter): void {
    if (this.#levels.delete(meter)) this.#tellAll();
  }

  /** Removes speakers that a seat may no longer hear from what it was told. */
  reduce(): void {
    for (const [seatId, told] of this.#told) this.#tell(seatId, told);
  }

  forget(seatId: SeatId): void {
    this.#told.delete(seatId);
  }

  close(): void {
    this.#levels.clear();
    this.#told.clear();
  }

  #tellAll(): void {
    const speakers = [...this.#levels.values()].flat().sort((a, b) => b.levelDb - a.levelDb);
    for (const seatId of this.#options.peers.keys()) this.#tell(seatId, speakers);
  }

  #tell(to: SeatId, speakers: SpeakerLevel[]): void {
    const { policy, handlers } = this.#options;
    const audible = speakers
      .filter(({ seatId }) => seatId !== to && policy.mayForward(seatId, to, 'microphone'))
      .slice(0, maxTold);
    if (areEqual(audible, this.#told.get(to) ?? [])) return;
    this.#told.set(to, audible);
    handlers.activeSpeakersChanged(to, audible);
  }
}

function areEqual(a: readonly SpeakerLevel[], b: readonly SpeakerLevel[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ seatId, levelDb }, index) => seatId === b[index]?.seatId && levelDb === b[index]?.levelDb)
  );
}
