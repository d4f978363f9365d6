/**
 * Records every frame that the media workers of this process are given to forward: what a server could read and keep.
 */
import { observer, type types } from 'mediasoup';
import { RtpPacket, Vp8RtpPayload } from 'werift';

export interface ForwardedFrame {
  kind: types.MediaKind;
  mimeType: string;
  producerId: string;
  /** When its last packet came, on the clock of `performance.now()`. */
  atMs: number;
  data: Uint8Array<ArrayBuffer>;
}

export class ForwardedFrames {
  readonly all: ForwardedFrame[] = [];
  readonly #consumers: types.Consumer[] = [];
  readonly #handleWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router: types.Router) => this.#follow(router));
  };

  /** To be made before the server starts. */
  constructor() {
    observer.on('newworker', this.#handleWorker);
  }

  /** @param ms on the clock of `performance.now()` */
  since(ms: number): ForwardedFrame[] {
    return this.all.filter(({ atMs }) => atMs > ms);
  }

  /** Asks all senders of video for a key frame. */
  async requestKeyFrames(): Promise<void> {
    const open = this.#consumers.filter(({ closed, kind }) => !closed && kind === 'video');
    await Promise.all(open.map((consumer) => consumer.requestKeyFrame()));
  }

  #follow(router: types.Router): void {
    router.observer.on('newtransport', (transport: types.Transport) => {
      if (transport.type !== 'webrtc') return;
      transport.observer.on('newproducer', (producer: types.Producer) => void this.#record(router, producer));
    });
  }

  async #record(router: types.Router, producer: types.Producer): Promise<void> {
    const { rtpCapabilities } = router;
    const transport = await router.createDirectTransport();
    const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities });
    this.#consumers.push(consumer);
    const { kind } = producer;
    const mimeType = consumer.rtpParameters.codecs[0]?.mimeType ?? '';
    let parts: Buffer[] = [];
    consumer.on('rtp', (bytes: Buffer) => {
      const { header, payload } = RtpPacket.deSerialize(bytes);
      if (payload.byteLength === 0) return;
      parts.push(kind === 'video' ? Vp8RtpPayload.deSerialize(payload).payload : payload);
      if (kind === 'video' && !header.marker) return;
      const data = new Uint8Array(Buffer.concat(parts));
      parts = [];
      this.all.push({ kind, mimeType, producerId: producer.id, atMs: performance.now(), data });
    });
  }

  close(): void {
    observer.off('newworker', this.#handleWorker);
  }
}
