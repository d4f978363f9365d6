/** Sends those layers of the camera that receivers want and that the person's own line carries. */
import { SerialQueue } from '../../core/serial-queue.ts';
import { usedPairOf } from '../wire/used-pair.ts';
import { type Uplink, UplinkLayers } from './uplink-layers.ts';

/** The part of mediasoup-client's Producer that is needed. */
export interface LayeredVideo {
  readonly rtpParameters: { mid?: string; encodings?: { maxBitrate?: number }[] };
  /** Layers above this one are not sent. */
  setMaxSpatialLayer(layer: number): Promise<void>;
}

export interface CameraLayersOptions {
  /** The camera that is published now. */
  camera: () => LayeredVideo | undefined;
  /** Whether its pictures are sent now: it isn't muted, and the transport is connected. */
  isSent: () => boolean;
  /** Statistics of the transport that sends it. */
  getStats: () => Promise<RTCStatsReport>;
}

const lookIntervalMs = 1_000;

/** Bytes that were sent, and when they were counted. */
interface Sent {
  camera: number;
  others: number;
  atMs: number;
}

export class CameraLayers {
  readonly #options: CameraLayersOptions;
  /** A change to the layer that is set already is ignored, so one change must be over before the next one. */
  readonly #changes = new SerialQueue();
  #camera: LayeredVideo | undefined;
  /** Null: no highest bitrates of the layers are known. */
  #uplink: UplinkLayers | null = null;
  #wanted = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setInterval> | undefined;
  #before: Sent | null = null;

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
    if (!uplink) return;
    if (!this.#options.isSent()) {
      uplink.interrupt();
      this.#before = null;
      return;
    }
    try {
      const sample = this.#readUplink(await this.#options.getStats());
      if (!sample || uplink !== this.#uplink) return;
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

  #apply(): Promise<void> {
    return this.#changes.run(async () => {
      const layers = this.#camera?.rtpParameters.encodings?.length ?? 0;
      const highest = Math.min(this.#wanted, this.#uplink?.limit ?? layers - 1);
      if (layers > 1) await this.#camera?.setMaxSpatialLayer(highest);
    });
  }

  /** Null: the first sample, or the browser makes no estimate. */
  #readUplink(report: RTCStatsReport): Uplink | null {
    const mid = this.#camera?.rtpParameters.mid;
    const now: Sent = { camera: 0, others: 0, atMs: 0 };
    for (const { type, rid, mid: ofMedia, bytesSent = 0, timestamp } of report.values()) {
      if (type !== 'outbound-rtp') continue;
      // Only the camera has streams with an id (RFC 8852).
      const isCamera = rid !== undefined || (mid !== undefined && ofMedia === mid);
      now[isCamera ? 'camera' : 'others'] += bytesSent;
      now.atMs = Math.max(now.atMs, timestamp);
    }
    const before = this.#before;
    this.#before = now;
    const availableBps = usedPairOf(report)?.availableOutgoingBitrate;
    if (!before || now.atMs <= before.atMs || availableBps === undefined) return null;
    const bpsOf = (what: 'camera' | 'others') =>
      (8_000 * Math.max(0, now[what] - before[what])) / (now.atMs - before.atMs);
    return { availableBps, cameraBps: bpsOf('camera'), otherBps: bpsOf('others') };
  }
}
