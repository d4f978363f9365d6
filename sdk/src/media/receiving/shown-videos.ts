/**
 * Tells the server at which size videos are shown. An increase is sent soon, a decrease once it has lasted, each video
 * at most every half second (the server's worker stalls under rapid changes), and all that are due in one message.
 */

/** The highest useful layer; null: the video isn't shown. */
export type ShownLayer = number | null;

export interface ShownVideo {
  consumerId: string;
  spatialLayer: ShownLayer;
}

export interface ShownVideosOptions {
  send: (videos: ShownVideo[]) => Promise<void>;
  /** False: nothing is sent for now; `tellAll` sends it later. */
  isTelling: () => boolean;
  /** For tests. */
  delays?: Delays;
}

interface Delays {
  gatherMs: number;
  leastMs: number;
  fallMs: number;
  /** Delay after a message that failed. */
  retryMs: number;
  /** Time in which a page has laid out new elements: usually until its next frame. */
  layoutMs: number;
}

const defaultDelays: Delays = { gatherMs: 30, leastMs: 500, fallMs: 1_000, retryMs: 2_000, layoutMs: 60 };

interface LayerRequest {
  layer: ShownLayer;
  /** What the server was told last; undefined: nothing, or it is not known whether the message arrived. */
  told: ShownLayer | undefined;
  toldAt: number;
  dueAt: number;
}

export class ShownVideos {
  readonly #options: ShownVideosOptions;
  readonly #delays: Delays;
  readonly #requests = new Map<string, LayerRequest>();
  /** Called when a size becomes known. */
  readonly #waiting = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ShownVideosOptions) {
    this.#options = options;
    this.#delays = options.delays ?? defaultDelays;
  }

  /** False: known to be off the screen. */
  isShown(consumerId: string): boolean {
    return this.#requests.get(consumerId)?.layer !== null;
  }

  want(consumerId: string, layer: ShownLayer): void {
    const request = this.#requests.get(consumerId);
    if (request?.layer === layer) return;
    const { told, toldAt = Number.NEGATIVE_INFINITY } = request ?? {};
    const { gatherMs, leastMs, fallMs } = this.#delays;
    const isFall = told !== undefined && rank(layer) < rank(told);
    const dueAt = Math.max(performance.now() + (isFall ? fallMs : gatherMs), toldAt + leastMs);
    this.#requests.set(consumerId, { layer, told, toldAt, dueAt });
    this.#plan();
    for (const check of this.#waiting) check();
  }

  /** Resolves as soon as the sizes of these videos are known; after `layoutMs` at the latest. */
  async untilKnown(consumerIds: readonly string[]): Promise<void> {
    const isKnown = () => consumerIds.every((id) => this.#requests.has(id));
    if (isKnown()) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (isKnown()) finish();
      };
      const timer = setTimeout(finish, this.#delays.layoutMs);
      this.#waiting.add(check);
    });
  }

  /**
   * Sends what is known of these new videos at once.
   * @returns the ids of the videos that were sent: they begin at their size
   */
  begin(consumerIds: readonly string[]): Set<string> {
    if (!this.#options.isTelling()) return new Set();
    return this.#send((id, request) => consumerIds.includes(id) && isOpen(request));
  }

  /** Sends everything again: after a lost connection, or when nothing was sent for a while. */
  tellAll(): void {
    for (const request of this.#requests.values()) {
      request.told = undefined;
      request.dueAt = performance.now();
    }
    this.#plan();
  }

  forget(consumerId: string): void {
    this.#requests.delete(consumerId);
    if (this.#requests.size === 0) clearTimeout(this.#timer);
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const open = [...this.#requests.values()].filter(isOpen);
    if (open.length === 0) return;
    const dueAt = Math.min(...open.map((request) => request.dueAt));
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, dueAt - performance.now()));
  }

  #tell(): void {
    if (!this.#options.isTelling()) return;
    const now = performance.now();
    this.#send((_, request) => isOpen(request) && this.#isDue(request, now));
  }

  #send(isChosen: (consumerId: string, request: LayerRequest) => boolean): Set<string> {
    const videos: ShownVideo[] = [];
    for (const [consumerId, request] of this.#requests) {
      if (!isChosen(consumerId, request)) continue;
      request.told = request.layer;
      request.toldAt = performance.now();
      videos.push({ consumerId, spatialLayer: request.layer });
    }
    this.#plan();
    if (videos.length > 0) this.#options.send(videos).catch(() => this.#handleUntold(videos));
    return new Set(videos.map(({ consumerId }) => consumerId));
  }

  /**
   * A page is laid out over some milliseconds: what becomes due in the next few is sent along, if its last message is
   * old enough.
   */
  #isDue({ dueAt, toldAt }: LayerRequest, now: number): boolean {
    return dueAt <= now || (dueAt <= now + this.#delays.gatherMs && toldAt + this.#delays.leastMs <= now);
  }

  /** Sends it again without another change; otherwise a video that is visible again could stay black. */
  #handleUntold(videos: readonly ShownVideo[]): void {
    for (const { consumerId } of videos) {
      const request = this.#requests.get(consumerId);
      if (!request) continue;
      request.told = undefined;
      request.dueAt = Math.max(request.dueAt, performance.now() + this.#delays.retryMs);
    }
    this.#plan();
  }
}

const isOpen = ({ layer, told }: LayerRequest): boolean => layer !== told;
const rank = (layer: ShownLayer): number => layer ?? -1;
