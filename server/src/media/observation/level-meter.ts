/** Measures the audio levels of the microphones on one router. */
import type { types } from 'mediasoup';
import type { SpeakerLevel } from '../../rooms/ports.ts';
import type { Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';

const intervalMs = 400;
/** dBov (RFC 6464); anything quieter is background noise. */
const thresholdDb = -65;
/**
 * Measures all who speak, so that a louder breakout group does not hide another one; each seat is told the loudest it
 * may hear.
 */
const maxMeasured = 64;

export class LevelMeter {
  readonly #observer: types.AudioLevelObserver;
  readonly #owners = new Map<string, SeatId>();

  /** @param onLevels called with those who speak, loudest first, and once with an empty list when there is silence */
  static async create(
    router: types.Router,
    onLevels: (meter: LevelMeter, levels: SpeakerLevel[]) => void,
  ): Promise<LevelMeter> {
    const observer = await router.createAudioLevelObserver({
      interval: intervalMs,
      threshold: thresholdDb,
      maxEntries: maxMeasured,
    });
    return new LevelMeter(observer, onLevels);
  }

  private constructor(
    observer: types.AudioLevelObserver,
    onLevels: (meter: LevelMeter, levels: SpeakerLevel[]) => void,
  ) {
    this.#observer = observer;
    observer.on('volumes', (volumes) => onLevels(this, this.#levelsOf(volumes)));
    observer.on('silence', () => onLevels(this, []));
  }

  /** Measures a microphone until it closes. Rejects when it closed meanwhile. */
  async watch(track: Track): Promise<void> {
    const { producer } = track;
    this.#owners.set(producer.id, track.owner);
    producer.observer.once('close', () => this.#owners.delete(producer.id));
    await this.#observer.addProducer({ producerId: producer.id });
  }

  close(): void {
    this.#observer.close();
  }

  #levelsOf(volumes: types.AudioLevelObserverVolume[]): SpeakerLevel[] {
    const levels = new Map<SeatId, SpeakerLevel>();
    for (const { producer, volume } of volumes) {
      const seatId = this.#owners.get(producer.id);
      // One that is being replaced is measured together with the one in its place: the louder one counts.
      if (seatId !== undefined && !levels.has(seatId)) levels.set(seatId, { seatId, levelDb: volume });
    }
    return [...levels.values()];
  }
}
