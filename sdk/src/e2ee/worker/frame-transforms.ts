/** Encrypts and decrypts the frames of all tracks of one page. */
import { type DropReason, FrameDecryptor } from '../frames/frame-decryptor.ts';
import { FrameEncryptor } from '../frames/frame-encryptor.ts';
import { clearLengthOf, trackName } from '../frames/frame-format.ts';
import { SenderKeys } from '../frames/sender-keys.ts';
import type { EncryptionMode, FromWorker, ToWorker, TransformOptions } from './worker-messages.ts';

/** The parts of an encoded frame that are used (WebRTC Encoded Transform). */
export interface EncodedFrame {
  data: ArrayBuffer;
  /** Video only: `key`, `delta` or `empty`. */
  readonly type?: string;
  getMetadata?(): { mimeType?: string };
}

export interface TransformOutput {
  enqueue: (frame: EncodedFrame) => void;
}

/** One sender or receiver. */
export type FrameTransform = (frame: EncodedFrame, output: TransformOutput) => Promise<void>;

const tellMissingEveryMs = 1_000;

export class FrameTransforms {
  readonly #tell: (message: FromWorker) => void;
  readonly #now: () => number;
  readonly #encryptor = new FrameEncryptor();
  readonly #keys = new Map<string, SenderKeys>();
  readonly #encrypted = new Map<number, number>();
  readonly #seen = new Map<number, number>();
  readonly #missingToldAt = new Map<string, number>();
  /** Of the videos that are sent, by transform. */
  readonly #makeKeyFrame = new Map<number, () => Promise<unknown>>();
  #mode: EncryptionMode = 'e2e';
  #appSecret: Uint8Array<ArrayBuffer> | null = null;

  /** @param now monotonic, in milliseconds */
  constructor(tell: (message: FromWorker) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  async handle(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'mode':
        this.#mode = message.mode;
        break;
      case 'app-secret':
        this.#appSecret = message.secret;
        break;
      case 'use':
        await this.#encryptor.useSecret(message.keyEpoch, message.secret, this.#appSecret);
        this.#tell({ type: 'using', keyEpoch: message.keyEpoch });
        if (message.keyFrames) this.#startWithKeyFrames();
        break;
      case 'add':
        await this.#keysOf(message.from).add(message.keyEpoch, message.secret, this.#appSecret);
        break;
      case 'forget':
        this.#keysOf(message.from).forgetBefore(message.beforeEpoch);
        break;
      case 'received':
        for (const [from, salt, counter] of message.counters) this.#keysOf(from).refuseUpTo(salt, counter);
        break;
      case 'count':
        this.#tell({
          type: 'count',
          encrypted: Object.fromEntries(this.#encrypted),
          seen: Object.fromEntries(this.#seen),
          received: [...this.#keys].flatMap(([from, keys]) =>
            keys.takeReceived().map((one) => [from, ...one] as const),
          ),
        });
        break;
    }
  }

  /**
   * @param makeKeyFrame asks the encoder for a key frame of a video that is sent, or the sender for one of a video that is
   *   received; rejects if there is none
   */
  open(options: TransformOptions, makeKeyFrame: () => Promise<unknown>): FrameTransform {
    if (options.side === 'receive') return this.#receiving(options, () => void makeKeyFrame().catch(() => {}));
    if (options.mimeType.startsWith('video/')) this.#makeKeyFrame.set(options.transformId, makeKeyFrame);
    return this.#sending(options);
  }

  /** To be called when the sender or receiver has ended. */
  close({ transformId }: TransformOptions): void {
    this.#makeKeyFrame.delete(transformId);
  }

  /** A new receiver can show nothing else. If it had to ask, the server would ask the sender once a second at most. */
  #startWithKeyFrames(): void {
    // Rejected if the video is off.
    for (const makeKeyFrame of this.#makeKeyFrame.values()) makeKeyFrame().catch(() => {});
  }

  #sending({ participantId, source, transformId, mimeType }: TransformOptions & { side: 'send' }): FrameTransform {
    const track = trackName(participantId, source);
    let told: string | null = null;
    const refuse = (reason: 'no-key' | 'codec'): void => {
      if (told !== reason) this.#tell({ type: 'not-sent', transformId, reason });
      told = reason;
    };
    return async (frame, output) => {
      if (frame.data.byteLength > 0) countUp(this.#seen, transformId);
      // Frames without content are passed on as they are in both modes.
      if (frame.data.byteLength === 0 || this.#mode === 'none') {
        output.enqueue(frame);
        return;
      }
      const clearLength = clearLengthOf(frame.getMetadata?.().mimeType ?? mimeType, frame.type === 'key');
      if (clearLength === null) {
        refuse('codec');
        return;
      }
      const sealed = await this.#encryptor.encrypt(new Uint8Array(frame.data), clearLength, track);
      if (!sealed) {
        refuse('no-key');
        return;
      }
      told = null;
      countUp(this.#encrypted, transformId);
      frame.data = sealed.buffer;
      output.enqueue(frame);
    };
  }

  #receiving(
    { participantId, source, transformId }: TransformOptions & { side: 'receive' },
    requestKeyFrame: () => void,
  ): FrameTransform {
    const decryptor = new FrameDecryptor(this.#keysOf(participantId), trackName(participantId, source));
    let last: 'decrypted' | 'passed' | DropReason | null = null;
    return async (frame, output) => {
      if (frame.data.byteLength === 0) {
        output.enqueue(frame);
        return;
      }
      const result = await decryptor.decrypt(new Uint8Array(frame.data));
      const before = last;
      last = 'frame' in result ? 'decrypted' : this.#mode === 'none' ? 'passed' : result.dropped;
      if (last !== 'decrypted' && last !== 'passed') {
        if (last === 'no-key') this.#tellMissing(participantId);
        if (last !== before) this.#tell({ type: 'dropped', transformId, reason: last });
        return;
      }
      // The frames that this one refers to were dropped.
      const isGap = before !== null && before !== 'decrypted' && before !== 'passed';
      if (isGap && frame.type === 'delta') requestKeyFrame();
      if ('frame' in result) {
        if (before !== last) this.#tell({ type: 'decrypted', transformId, keyEpoch: result.keyEpoch });
        frame.data = result.frame.buffer;
      }
      output.enqueue(frame);
    };
  }

  /** Always the same object for one sender, since decryptors keep it. */
  #keysOf(from: string): SenderKeys {
    const keys = this.#keys.get(from) ?? new SenderKeys();
    this.#keys.set(from, keys);
    return keys;
  }

  #tellMissing(from: string): void {
    const now = this.#now();
    if (now - (this.#missingToldAt.get(from) ?? Number.NEGATIVE_INFINITY) < tellMissingEveryMs) return;
    this.#missingToldAt.set(from, now);
    this.#tell({ type: 'key-missing', from });
  }
}

const countUp = (counts: Map<number, number>, transformId: number): void =>
  void counts.set(transformId, (counts.get(transformId) ?? 0) + 1);
