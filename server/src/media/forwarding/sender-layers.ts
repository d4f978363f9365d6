/**
 * Tells the sender of a camera which layers receivers want, so that it need not encode the others.
 *
 * Such a message tells the sender something about the receivers. It never reveals that nobody shows the video (the
 * lowest layer is always wanted), nor what a single person does: with fewer than two receivers all layers are wanted.
 * Only those who may receive the track are counted.
 */
import type { RoomMediaHandlers } from '../../rooms/ports.ts';
import type { Peer, Track } from '../peers/peer.ts';
import type { SeatId } from '../shared/ids.ts';

/** Index of the highest of the three layers that a camera may have. */
export const highestLayer = 2;
const fewestReceivers = 2;
/** Delay before fewer layers are asked for, in milliseconds, so that scrolling past a video and back has no effect. */
const patienceMs = 2_000;

export interface SenderLayersOptions {
  peers: ReadonlyMap<SeatId, Peer>;
  handlers: Pick<RoomMediaHandlers, 'layersWanted'>;
}

interface Told {
  layer: number;
  timer: NodeJS.Timeout | null;
}

export class SenderLayers {
  readonly #options: SenderLayersOptions;
  /** Per camera. Cameras without an entry were told nothing and send all layers. */
  readonly #told = new Map<Track, Told>();
  #isClosed = false;

  constructor(options: SenderLayersOptions) {
    this.#options = options;
  }

  /** After any change of what is received or shown. More layers are asked for at once, fewer after a delay. */
  update(): void {
    if (this.#isClosed) return;
    const cameras = this.#cameras();
    for (const [track, told] of this.#told) if (!cameras.has(track)) this.#forget(track, told);
    for (const track of cameras) this.#follow(track);
  }

  /** A client whose connection was lost may have missed the last notification. */
  tellAgain(seatId: SeatId): void {
    for (const [track, { layer }] of this.#told) if (track.owner === seatId) this.#tell(track, layer);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const [track, told] of [...this.#told]) this.#forget(track, told);
  }

  #cameras(): Set<Track> {
    const cameras = new Set<Track>();
    for (const peer of this.#options.peers.values()) {
      const camera = peer.tracks.get('camera');
      if (camera) cameras.add(camera);
    }
    return cameras;
  }

  #follow(track: Track): void {
    const told = this.#told.get(track) ?? { layer: highestLayer, timer: null };
    const { said, assumed } = this.#wanted(track);
    if (said > told.layer) {
      told.layer = said;
      this.#tell(track, said);
    }
    if (assumed === told.layer) {
      if (told.timer) clearTimeout(told.timer);
      told.timer = null;
    } else if (!told.timer) {
      told.timer = setTimeout(() => this.#settle(track, told), patienceMs);
      told.timer.unref();
    }
    if (told.timer || told.layer !== highestLayer || this.#told.has(track)) this.#told.set(track, told);
  }

  #settle(track: Track, told: Told): void {
    told.timer = null;
    const { assumed } = this.#wanted(track);
    if (assumed === told.layer) return;
    told.layer = assumed;
    this.#tell(track, assumed);
  }

  /**
   * The highest layer that receivers asked for (`said`), and the same if those who have not said anything want all
   * (`assumed`).
   */
  #wanted(track: Track): { said: number; assumed: number } {
    const requested: (number | null | undefined)[] = [];
    for (const { receptions } of this.#options.peers.values()) {
      const reception = receptions.get(track);
      if (reception?.state === 'announced') requested.push(reception.shownLayer);
    }
    if (requested.length < fewestReceivers) return { said: highestLayer, assumed: highestLayer };
    const highest = (unsaid: number) =>
      Math.max(0, ...requested.map((layer) => (layer === undefined ? unsaid : (layer ?? 0))));
    return { said: highest(0), assumed: highest(highestLayer) };
  }

  #tell(track: Track, layer: number): void {
    this.#options.handlers.layersWanted(track.owner, track.producer.id, layer);
  }

  #forget(track: Track, { timer }: Told): void {
    if (timer) clearTimeout(timer);
    this.#told.delete(track);
  }
}
