/**
 * One's own tracks on the sending transport. The sender of a source is made when it is published, or ahead of that, while its
 * person waits: silent, and unknown to the server, so that publishing it takes no more negotiation.
 */
import type { Device, types } from 'mediasoup-client';
import type { TrackSource } from '../../../protocol/schemas/room-schemas.ts';
import type { Request } from '../../core/wire.ts';
import { withMediaErrorCode } from '../wire/media-failure.ts';
import { writeRtpParameters } from '../wire/wire-media.ts';
import { chooseVideoSending, sendingOptions } from './encodings.ts';

export interface SendersOptions {
  transport: types.Transport;
  device: Device;
  request: Request;
  cameraEncodings: readonly types.RtpEncodingParameters[] | null;
  /** Whether senders can be without a track: every browser's can. */
  canPrepare: boolean;
}

/** One's own track as the server has it. */
export interface Publication {
  readonly trackId: string;
  readonly producer: types.Producer;
  /** What the server was last told, or told us. */
  paused: boolean;
  /** The server told that a host muted it, and it was not resumed since. */
  muted: boolean;
}

export class Senders {
  readonly publications = new Map<TrackSource, Publication>();
  readonly #options: SendersOptions;
  /** Made ahead: nothing is sent on them. */
  readonly #prepared = new Map<TrackSource, types.Producer>();
  #nextName = 0;

  constructor(options: SendersOptions) {
    this.#options = options;
    options.transport.on('produce', (_, callback) => {
      // Under a name of ours: the server hears of it when it is published.
      this.#nextName += 1;
      callback({ id: String(this.#nextName) });
    });
  }

  /** Makes the sender of a source, unless it is there; nothing leaves this device. Rejects with HearthroomError. */
  async prepare(source: TrackSource, track: MediaStreamTrack): Promise<void> {
    if (!this.#options.canPrepare || this.#prepared.has(source) || this.publications.has(source)) return;
    this.#prepared.set(source, await this.#make(source, track));
  }

  /** Tells the server of a track. A sender that was silent stays so until `replaceTrack`. Rejects with HearthroomError. */
  async publish(source: TrackSource, track: MediaStreamTrack, paused: boolean): Promise<void> {
    const producer = this.#prepared.get(source) ?? (await this.#make(source, track));
    this.#prepared.delete(source);
    try {
      const { trackId } = await this.#options.request('publishTrack', {
        source,
        kind: producer.kind,
        rtpParameters: writeRtpParameters(producer.rtpParameters),
        paused,
      });
      this.publications.set(source, { trackId, producer, paused, muted: false });
    } catch (error) {
      producer.close();
      throw error;
    }
  }

  /** Closes one's own track here; the server is told by the caller, or knows. */
  unpublish(source: TrackSource): void {
    const producer = this.publications.get(source)?.producer;
    // At once: the negotiation that closes it waits for those before it.
    if (producer?.rtpSender) silence(producer.rtpSender);
    producer?.close();
    this.publications.delete(source);
  }

  async replaceTrack({ producer }: Publication, track: MediaStreamTrack): Promise<void> {
    await withMediaErrorCode(() => producer.replaceTrack({ track }));
  }

  /** Sends no layer above this one of a video that has several streams; layers in one stream are all sent. Rejects with HearthroomError. */
  async limitLayers(trackId: string, spatialLayer: number): Promise<void> {
    const publication = [...this.publications.values()].find((one) => one.trackId === trackId);
    const layers = publication?.producer.rtpParameters.encodings?.length ?? 0;
    if (publication && layers > 1)
      await withMediaErrorCode(() => publication.producer.setMaxSpatialLayer(spatialLayer));
  }

  /** The transport is closed, and with it all that is on it. */
  clear(): void {
    this.publications.clear();
    this.#prepared.clear();
  }

  /** A sender that sends nothing yet, where that can be. */
  async #make(source: TrackSource, track: MediaStreamTrack): Promise<types.Producer> {
    const { transport, device, cameraEncodings, canPrepare } = this.#options;
    const producer = await withMediaErrorCode(() =>
      transport.produce({
        track,
        ...sendingOptions(source, chooseVideoSending(device, cameraEncodings)),
        // The tracks belong to LocalParticipant, which stops and mutes them.
        stopTracks: false,
        disableTrackOnPause: false,
        // Before anything is negotiated: not one picture goes ahead of its person.
        ...(canPrepare && { onRtpSender: silence }),
      }),
    );
    if (!canPrepare) return producer;
    try {
      await withMediaErrorCode(() => producer.replaceTrack({ track: null }));
      return producer;
    } catch (error) {
      producer.close();
      throw error;
    }
  }
}

function silence(sender: RTCRtpSender): void {
  sender.replaceTrack(null).catch(() => {
    // It is closed, and sends nothing.
  });
}
