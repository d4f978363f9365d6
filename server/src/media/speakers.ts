/**
 * Who speaks, as each seat may know it. mediasoup measures the whole router at once; every list is reduced to whom its
 * receiver may hear before anything is told.
 */
import type { types } from 'mediasoup';
import type { ForwardingPolicy, RoomMediaHandlers, SpeakerLevel } from '../rooms/ports.ts';
import type { SeatId } from './ids.ts';
import type { Peer, Track } from './peer.ts';

const intervalMs = 400;
/** dBov (RFC 6464); quieter is room noise. */
const thresholdDb = -65;
/** All that speak are measured, so that a loud half of a divided room doesn't hide the other; each is told the loudest few. */
const maxMeasured = 64;
const maxTold = 5;

export interface SpeakersOptions {
  policy: ForwardingPolicy;
  handlers: RoomMediaHandlers;
  peers: ReadonlyMap<SeatId, Peer>;
}

export class Speakers {
  readonly #options: SpeakersOptions;
  readonly #observer: types.AudioLevelObserver;
  readonly #owners = new Map<string, SeatId>();
  readonly #told = new Map<SeatId, SpeakerLevel[]>();

  static async create(router: types.Router, options: SpeakersOptions): Promise<Speakers> {
    const observer = await router.createAudioLevelObserver({
      interval: intervalMs,
      threshold: thresholdDb,
      maxEntries: maxMeasured,
    });
    return new Speakers(observer, options);
  }

  private constructor(observer: types.AudioLevelObserver, options: SpeakersOptions) {
    this.#observer = observer;
    this.#options = options;
    observer.on('volumes', (volumes) => this.#tellAll(this.#levelsOf(volumes)));
    observer.on('silence', () => this.#tellAll([]));
  }

  /** Measures a microphone until it closes. Rejects when it closed meanwhile. */
  async watch(track: Track): Promise<void> {
    const { producer } = track;
    this.#owners.set(producer.id, track.owner);
    producer.observer.once('close', () => this.#owners.delete(producer.id));
    await this.#observer.addProducer({ producerId: producer.id });
  }

  /** Takes back what a seat was told of those it may no longer hear. */
  reduce(): void {
    for (const [seatId, told] of this.#told) this.#tell(seatId, told);
  }

  forget(seatId: SeatId): void {
    this.#told.delete(seatId);
  }

  close(): void {
    this.#told.clear();
    this.#observer.close();
  }

  /** In mediasoup's order: loudest first. */
  #levelsOf(volumes: types.AudioLevelObserverVolume[]): SpeakerLevel[] {
    return volumes.flatMap(({ producer, volume }) => {
      const seatId = this.#owners.get(producer.id);
      return seatId === undefined ? [] : [{ seatId, levelDb: volume }];
    });
  }

  #tellAll(speakers: SpeakerLevel[]): void {
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
