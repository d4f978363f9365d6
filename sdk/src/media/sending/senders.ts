/**
 * This client's tracks on the sending transport. The sender of a source is created when it is published, or before,
 * while its person waits: it sends nothing and the server doesn't know it, so that publishing needs no more
 * negotiation.
 */
import type { Device, types } from 'mediasoup-client';
import type { TrackSource } from '../../../protocol/schemas/room-schemas.ts';
import type { Request } from '../../core/wire.ts';
import type { MediaCipher } from '../media-cipher.ts';
import { withMediaErrorCode } from '../wire/media-failure.ts';
import { writeRtpParameters } from '../wire/wire-media.ts';
import { CameraLayers } from './camera-layers.ts';
import { chooseVideoSending, mimeTypeOf, sendingOptions } from './encodings.ts';

export interface SendersOptions {
  transport: types.Transport;
  device: Device;
  request: Request;
  cameraEncodings: readonly types.RtpEncodingParameters[] | null;
  /** Whether senders can be without a track; true in every browser. */
  canPrepare: boolean;
  /** Null: what is sent is not encrypted end to end. */
  cipher: MediaCipher | null;
  /** Whether a track can be published in the place of another one (revision 4 of the protocol). */
  canReplace: boolean;
}

/** What is to be published of a source. */
export interface Chosen {
  mediaStreamTrack: MediaStreamTrack;
  paused: boolean;
  /** Sound that is not sent as speech. */
  music: boolean;
}

interface Sender {
  readonly producer: types.Producer;
  /** How it was negotiated: a change needs another sender. */
  readonly music: boolean;
}

/** A published track, as the server has it. */
export interface Publication extends Sender {
  readonly trackId: string;
  /** What was last sent to the server or received from it. */
  paused: boolean;
  /** The server reported that a host muted it, and it was not resumed since. */
  muted: boolean;
}

export class Senders {
  readonly publications = new Map<TrackSource, Publication>();
  readonly #options: SendersOptions;
  /** Created before publishing: nothing is sent on them. */
  readonly #prepared = new Map<TrackSource, Sender>();
  readonly #cameraLayers: CameraLayers;
  #nextName = 0;

  constructor(options: SendersOptions) {
    this.#options = options;
    this.#cameraLayers = new CameraLayers({
      camera: () => this.publications.get('camera')?.producer,
      isSent: () => options.transport.connectionState === 'connected' && !this.publications.get('camera')?.paused,
      getStats: () => options.transport.getStats(),
    });
    options.transport.on('produce', (_, callback) => {
      // A local id: the server learns of the track when it is published.
      this.#nextName += 1;
      callback({ id: String(this.#nextName) });
    });
  }

  get canReplace(): boolean {
    return this.#options.canReplace;
  }

  /** Creates the sender of a source, unless there is one; nothing is sent. Rejects with HearthroomError. */
  async prepare(source: TrackSource, chosen: Chosen): Promise<void> {
    if (!this.#options.canPrepare || this.publications.has(source)) return;
    this.#prepared.set(source, this.#takePrepared(source, chosen) ?? (await this.#make(source, chosen)));
  }

  /** @returns undefined: there is none that fits; one that doesn't fit is closed */
  #takePrepared(source: TrackSource, { music }: Chosen): Sender | undefined {
    const prepared = this.#prepared.get(source);
    this.#prepared.delete(source);
    if (prepared?.music === music) return prepared;
    prepared?.producer.close();
    return undefined;
  }

  /**
   * Publishes a track at the server, in the place of this source's track if there is one: that one is sent until then,
   * and its mute stays. A sender that sends nothing continues to until `replaceTrack`. Rejects with HearthroomError.
   */
  async publish(source: TrackSource, chosen: Chosen): Promise<void> {
    const sender = this.#takePrepared(source, chosen) ?? (await this.#make(source, chosen));
    const { producer } = sender;
    const before = this.publications.get(source);
    const { paused } = chosen;
    try {
      const { trackId } = await this.#options.request('publishTrack', {
        source,
        kind: producer.kind,
        rtpParameters: writeRtpParameters(producer.rtpParameters),
        paused,
        ...(before && { replaces: before.trackId }),
      });
      this.unpublish(source);
      // A host may have muted the one before meanwhile.
      const muted = before?.muted ?? false;
      this.publications.set(source, { ...sender, trackId, paused: paused || before?.paused === true, muted });
      this.#cameraLayers.handlePublished();
    } catch (error) {
      producer.close();
      throw error;
    }
  }

  /** Closes this client's track here; the caller tells the server, or the server knows. */
  unpublish(source: TrackSource): void {
    const producer = this.publications.get(source)?.producer;
    // Immediately: the negotiation that closes the sender is queued after earlier ones.
    if (producer?.rtpSender) silence(producer.rtpSender);
    producer?.close();
    this.publications.delete(source);
    this.#cameraLayers.handlePublished();
  }

  async replaceTrack({ producer }: Publication, track: MediaStreamTrack): Promise<void> {
    await withMediaErrorCode(() => producer.replaceTrack({ track }));
  }

  /** Receivers want this layer of the camera and those below, and none above. Rejects with HearthroomError. */
  async limitLayers(trackId: string, spatialLayer: number): Promise<void> {
    if (this.publications.get('camera')?.trackId === trackId)
      await withMediaErrorCode(() => this.#cameraLayers.want(spatialLayer));
  }

  /** The transport is closed, and its senders with it. */
  clear(): void {
    this.publications.clear();
    this.#prepared.clear();
    this.#cameraLayers.handlePublished();
  }

  /** Creates a sender that sends nothing yet, where senders can be without a track. */
  async #make(source: TrackSource, { mediaStreamTrack: track, music }: Chosen): Promise<Sender> {
    const { transport, device, cameraEncodings, canPrepare, cipher } = this.#options;
    const sending = chooseVideoSending(device, cameraEncodings, cipher ? 'encrypted' : 'any');
    const made: RTCRtpSender[] = [];
    const detach = (): void => {
      for (const sender of made) cipher?.detachSender(sender);
    };
    const onRtpSender = (sender: RTCRtpSender): void => {
      made.push(sender);
      cipher?.attachSender(sender, source, mimeTypeOf(source, sending));
      silence(sender);
    };
    const producer = await withMediaErrorCode(() =>
      transport.produce({
        track,
        ...sendingOptions(source, sending, music),
        // The tracks belong to LocalParticipant, which stops and mutes them.
        stopTracks: false,
        disableTrackOnPause: false,
        // Before the negotiation, so that no picture is sent before the person is admitted, or unencrypted.
        ...(canPrepare && { onRtpSender }),
      }),
    ).catch((error: unknown) => {
      detach();
      throw error;
    });
    if (!canPrepare) return { producer, music };
    producer.observer.once('close', detach);
    try {
      await withMediaErrorCode(() => producer.replaceTrack({ track: null }));
      return { producer, music };
    } catch (error) {
      producer.close();
      throw error;
    }
  }
}

function silence(sender: RTCRtpSender): void {
  sender.replaceTrack(null).catch(() => {
    // The sender is closed and sends nothing.
  });
}
