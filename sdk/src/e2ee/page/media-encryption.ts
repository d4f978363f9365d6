/**
 * Encrypts and decrypts this page's media in a worker: gives each sender and receiver its transform, and watches that
 * everything that is sent was encrypted.
 */
import { Emitter } from '../../core/emitter.ts';
import type { DropReason } from '../frames/frame-decryptor.ts';
import type {
  EncryptionMode,
  FrameCounts,
  FromWorker,
  ReceivedCounter,
  ToWorker,
  TransformOptions,
} from '../worker/worker-messages.ts';
import { WorkerWatch } from './worker-watch.ts';

/** The parts of a dedicated worker that are used. */
export interface EncryptionWorker {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface MediaEncryptionOptions {
  worker: EncryptionWorker;
  /** Makes an `RTCRtpScriptTransform` (WebRTC Encoded Transform) in that worker. */
  createTransform: (options: TransformOptions) => RTCRtpScriptTransform;
  /** Own participant id. */
  participantId: string;
  /** Mixed into all secrets; people with different ones can't decrypt each other's frames (`not-authentic`). */
  appSecret?: Uint8Array<ArrayBuffer> | null;
  /** Of a worker before this one: frames that are not accepted again. */
  received?: readonly ReceivedCounter[];
}

export interface ReceivedTrack {
  participantId: string;
  source: string;
}

// A type, not an interface: only types are assignable to the events of an emitter.
export type MediaEncryptionEvents = {
  /** Media is encrypted with the secret of this epoch from now on. */
  using: [keyEpoch: number];
  /** Frames of this participant come, and their key does not. */
  keyMissing: [participantId: string];
  /** Frames of a track can't be shown. */
  dropped: [track: ReceivedTrack, reason: DropReason];
  /** Frames of a track are shown, for the first time or again. */
  decrypted: [track: ReceivedTrack];
  /** This own track is not encrypted, so that its sender must be closed; null: the worker doesn't run. */
  failed: [source: string | null];
};

interface Sending {
  sender: RTCRtpSender;
  source: string;
  /** Bytes of frames that were sent when it was last looked at. */
  bytes: number;
  encrypted: number;
  /** Frames that reached the transform, encrypted or not. */
  seen: number;
  /** Frames that the browser has encoded, of videos, when it was last looked at. */
  encoded: number;
  /** How often in succession frames were sent, or encoded, and none passed the transform. */
  missedChecks: number;
  /** Resolves when the sender is closed: the browser may never give its figures then. */
  detached: Promise<null>;
  detach: () => void;
}

/** The last frames may be sent after a check: one is not enough. */
const missedChecksOfFailure = 2;

export class MediaEncryption extends Emitter<MediaEncryptionEvents> {
  readonly #options: MediaEncryptionOptions;
  readonly #sendings = new Map<number, Sending>();
  readonly #receivings = new Map<number, ReceivedTrack>();
  readonly #counts: ((counts: FrameCounts) => void)[] = [];
  readonly #received = new Map<string, ReceivedCounter>();
  readonly #watch: WorkerWatch;
  #nextId = 1;
  #mode: EncryptionMode = 'e2e';
  #modeChanges = 0;
  /** Of `#modeChanges`, those before the last check. */
  #checkedChanges = 0;

  constructor(options: MediaEncryptionOptions) {
    super();
    this.#options = options;
    options.worker.onmessage = ({ data }) => this.#handle(data);
    options.worker.onerror = () => this.emit('failed', null);
    if (options.appSecret) this.tell({ type: 'app-secret', secret: options.appSecret });
    if (options.received) this.tell({ type: 'received', counters: options.received });
    this.#remember(options.received ?? []);
    this.#watch = new WorkerWatch({
      isInUse: () => this.#sendings.size + this.#receivings.size > 0,
      ask: () => this.#ask(),
      handleSilent: () => this.emit('failed', null),
    });
  }

  /** What the worker has said that it received, for one after it. */
  get received(): readonly ReceivedCounter[] {
    return [...this.#received.values()];
  }

  #remember(counters: readonly ReceivedCounter[]): void {
    for (const counter of counters) this.#received.set(`${counter[0]} ${counter[1]}`, counter);
  }

  /** How media goes from now on; `e2e` at first. */
  setMode(mode: EncryptionMode): void {
    if (this.#mode === mode) return;
    this.#mode = mode;
    this.#modeChanges += 1;
    this.tell({ type: 'mode', mode });
  }

  /**
   * To be called as soon as the sender exists: with `encodedInsertableStreams` of the peer connection it sends nothing
   * before, and without it everything in the clear. One transform for each sender.
   * @param mimeType of its codec, such as `video/VP8`
   */
  attachSender(sender: RTCRtpSender, source: string, mimeType: string): void {
    const transformId = this.#nextId++;
    let detach = (): void => {};
    const detached = new Promise<null>((resolve) => {
      detach = () => resolve(null);
    });
    const counts = { bytes: 0, encrypted: 0, seen: 0, encoded: 0, missedChecks: 0 };
    this.#sendings.set(transformId, { sender, source, ...counts, detached, detach });
    const { createTransform, participantId } = this.#options;
    const rids = sender.getParameters().encodings.flatMap(({ rid }) => rid ?? []);
    sender.transform = createTransform({ side: 'send', transformId, participantId, source, mimeType, rids });
  }

  detachSender(sender: RTCRtpSender): void {
    for (const [id, sending] of this.#sendings) {
      if (sending.sender !== sender) continue;
      sending.detach();
      this.#sendings.delete(id);
    }
  }

  /** As `attachSender`. @returns a function that forgets the receiver */
  attachReceiver(receiver: RTCRtpReceiver, track: ReceivedTrack): () => void {
    const transformId = this.#nextId++;
    this.#receivings.set(transformId, track);
    receiver.transform = this.#options.createTransform({ side: 'receive', transformId, ...track });
    return () => void this.#receivings.delete(transformId);
  }

  tell(message: ToWorker): void {
    this.#options.worker.postMessage(message);
  }

  async #ask(): Promise<void> {
    // Rejected if the connection was closed meanwhile. Without an answer of the browser nobody knows what is sent.
    await Promise.all([this.#count(), this.check().catch(() => {})]);
  }

  #count(): Promise<FrameCounts> {
    const counting = new Promise<FrameCounts>((resolve) => this.#counts.push(resolve));
    this.tell({ type: 'count' });
    return counting;
  }

  /** Compares what was sent with what was encrypted, to find transforms that the browser never connects. */
  async check(): Promise<void> {
    const modeChanges = this.#modeChanges;
    // In this order: frames that are encrypted in between are not reported as unencrypted.
    const sent = await Promise.all(
      [...this.#sendings].map(
        async ([id, { sender, detached }]) => [id, await Promise.race([sentBy(sender), detached])] as const,
      ),
    );
    // Not before: if the browser gives no figures of a closed sender, there is no question, and no answer belongs to it.
    const counts = await this.#count();
    // What was sent since the last check may rightly be unencrypted: this one only counts.
    const isSure = this.#mode === 'e2e' && modeChanges === this.#modeChanges && modeChanges === this.#checkedChanges;
    this.#checkedChanges = modeChanges;
    for (const [id, figures] of sent) {
      const sending = this.#sendings.get(id);
      if (!sending || !figures) continue;
      const { bytes, encoded } = figures;
      const [encrypted, seen] = [counts.encrypted[id] ?? 0, counts.seen[id] ?? 0];
      const isClear = isSure && bytes > sending.bytes && encrypted === sending.encrypted;
      // Chromium sends nothing then; other browsers send it unencrypted.
      const isUnconnected = encoded > sending.encoded && seen === sending.seen;
      const missedChecks = isClear || isUnconnected ? sending.missedChecks + 1 : 0;
      Object.assign(sending, { bytes, encoded, encrypted, seen, missedChecks });
      if (missedChecks === missedChecksOfFailure) this.emit('failed', sending.source);
    }
  }

  #handle(message: FromWorker): void {
    switch (message.type) {
      case 'using':
        this.emit('using', message.keyEpoch);
        break;
      case 'key-missing':
        this.emit('keyMissing', message.from);
        break;
      case 'dropped': {
        const track = this.#receivings.get(message.transformId);
        if (track) this.emit('dropped', track, message.reason);
        break;
      }
      case 'decrypted': {
        const track = this.#receivings.get(message.transformId);
        if (track) this.emit('decrypted', track);
        break;
      }
      case 'not-sent': {
        // Without a key nothing is sent for a moment; a codec that can't be encrypted never is.
        const sending = this.#sendings.get(message.transformId);
        if (sending && message.reason === 'codec') this.emit('failed', sending.source);
        break;
      }
      case 'count':
        this.#remember(message.received);
        this.#counts.shift()?.(message);
        break;
    }
  }

  /** Idempotent. Nothing is encrypted, and so nothing is sent, any more. */
  close(): void {
    this.#watch.close();
    this.#options.worker.terminate();
    this.#sendings.clear();
    this.#receivings.clear();
  }
}

/** Bytes of frames: without repetitions, and without packets of padding alone, with which browsers probe the bandwidth. */
async function sentBy(sender: RTCRtpSender): Promise<{ bytes: number; encoded: number }> {
  const sent = { bytes: 0, encoded: 0 };
  for (const report of (await sender.getStats()).values()) {
    if (report.type !== 'outbound-rtp') continue;
    sent.bytes += (report.bytesSent ?? 0) - (report.retransmittedBytesSent ?? 0);
    sent.encoded += report.framesEncoded ?? 0;
  }
  return sent;
}
