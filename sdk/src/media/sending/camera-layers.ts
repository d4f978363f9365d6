/** Sends those layers of the camera that receivers want and that the person's own line carries. */
import { type Uplink, UplinkLayers } from './uplink-layers.ts';

/** The part of mediasoup-client's Producer that is needed. */
export interface LayeredVideo {
  readonly rtpParameters: { encodings?: { maxBitrate?: number }[] };
  /** Layers above this one are not sent. */
  setMaxSpatialLayer(layer: number): Promise<void>;
}

export interface CameraLayersOptions {
  /** The camera that is published now. */
  camera: () => LayeredVideo | undefined;
  /** Statistics of the transport that sends it. */
  getStats: () => Promise<RTCStatsReport>;
}

const lookIntervalMs = 1_000;

export class CameraLayers {
  readonly #options: CameraLayersOptions;
  #camera: LayeredVideo | undefined;
  /** Null: nobody says how much the layers take. */
  #uplink: UplinkLayers | null = null;
  #wanted = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Bytes of everything beside the camera, and when: at the look before. */
  #before: { bytes: number; atMs: number } | null = null;

  constructor(options: CameraLayersOptions) {
    this.#options = options;
  }

  /** The published camera is another one, or there is none: all layers of the next one are sent. */
  handlePublished(): void {
    const camera = this.#options.camera();
    if (camera === this.#camera) return;
    this.close();
    this.#camera = camera;
    this.#wanted = Number.POSITIVE_INFINITY;
    this.#before = null;
    const { encodings = [] } = camera?.rtpParameters ?? {};
    const bitrates = encodings.flatMap(({ maxBitrate }) => maxBitrate ?? []);
    this.#uplink = bitrates.length > 1 && bitrates.length === encodings.length ? new UplinkLayers(bitrates) : null;
    if (this.#uplink) this.#timer = setInterval(() => void this.look(), lookIntervalMs);
  }

  /** Receivers want this layer of the camera and those below, and none above. Layers within one stream are all sent. */
  async want(layer: number): Promise<void> {
    this.#wanted = layer;
    await this.#apply();
  }

  /** Takes a sample of the statistics and adapts what is sent; called by a timer. */
  async look(): Promise<void> {
    const uplink = this.#uplink;
    try {
      const sample = this.#readUplink(await this.#options.getStats());
      if (!uplink || !sample || uplink !== this.#uplink) return;
      const { limit } = uplink;
      uplink.see(sample, this.#wanted);
      if (uplink.limit !== limit) await this.#apply();
    } catch {
      // The connection was closed meanwhile.
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #apply(): Promise<void> {
    const layers = this.#camera?.rtpParameters.encodings?.length ?? 0;
    const highest = Math.min(this.#wanted, this.#uplink?.limit ?? layers - 1);
    if (layers > 1) await this.#camera?.setMaxSpatialLayer(highest);
  }

  /** Null: the first sample, or the browser makes no estimate. */
  #readUplink(report: RTCStatsReport): Uplink | null {
    let availableBps: number | undefined;
    let [bytes, atMs] = [0, 0];
    for (const stats of report.values()) {
      // Of the pair in use alone.
      if (stats.type === 'candidate-pair') availableBps = stats.availableOutgoingBitrate ?? availableBps;
      // Only the camera has several streams.
      if (stats.type === 'outbound-rtp' && stats.rid === undefined) bytes += stats.bytesSent ?? 0;
      atMs = Math.max(atMs, stats.timestamp);
    }
    const before = this.#before;
    this.#before = { bytes, atMs };
    if (!before || atMs <= before.atMs || availableBps === undefined) return null;
    return { availableBps, otherBps: (8_000 * Math.max(0, bytes - before.bytes)) / (atMs - before.atMs) };
  }
}
