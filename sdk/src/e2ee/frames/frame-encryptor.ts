/** Encrypts the frames of one sender: of all tracks and layers, with one counter. */

import { type DerivedKey, deriveKey, nonceOf, tagLength } from '../bytes/derive-key.ts';
import { additionalData, overhead, trailerLength, writeTrailer } from './frame-format.ts';

/** A counter is used once for each key; after the last one nothing can be sent. */
const lastCounter = 2 ** 32 - 1;

export class FrameEncryptor {
  #current: { media: DerivedKey; keyEpoch: number; counter: number } | null = null;
  #lastEpoch = -1;
  readonly #firstCounter: number;

  /** @param firstCounter of each key; a test of the last one can't encrypt all before it */
  constructor(firstCounter = 0) {
    this.#firstCounter = firstCounter;
  }

  /** Number of the secret that frames are encrypted with; null: none yet, and nothing may be sent. */
  get keyEpoch(): number | null {
    return this.#current?.keyEpoch ?? null;
  }

  /**
   * Frames are encrypted with this secret from the moment in which the promise resolves.
   * @param keyEpoch greater than all before, so that no counter is used twice under one key
   * @param appSecret as for `deriveKey`
   */
  async useSecret(
    keyEpoch: number,
    secret: Uint8Array<ArrayBuffer>,
    appSecret: Uint8Array<ArrayBuffer> | null = null,
  ): Promise<void> {
    if (keyEpoch <= this.#lastEpoch) throw new RangeError('a key epoch is used once');
    this.#lastEpoch = keyEpoch;
    const media = await deriveKey(secret, 'media', appSecret);
    // A later secret may have been derived first.
    if (keyEpoch === this.#lastEpoch) this.#current = { media, keyEpoch, counter: this.#firstCounter };
  }

  /**
   * @param clearLength how many bytes stay readable; a shorter frame stays readable as a whole, but is authenticated
   * @param track what `trackName` returns
   * @returns null: there is no key, or it is used up. The frame must not be sent
   */
  async encrypt(
    frame: Uint8Array<ArrayBuffer>,
    clearLength: number,
    track: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const current = this.#current;
    if (!current || current.counter > lastCounter) return null;
    const counter = current.counter++;
    const clear = Math.min(clearLength, frame.byteLength);
    const sealed = new Uint8Array(frame.byteLength + overhead);
    sealed.set(frame.subarray(0, clear));
    writeTrailer(sealed, { counter, epoch: current.keyEpoch % 256, clearLength: clear });
    const ciphertext = await crypto.subtle.encrypt(
      {
        name: 'AES-GCM',
        iv: nonceOf(current.media, counter),
        additionalData: additionalData(sealed, clear, track),
        tagLength: tagLength * 8,
      },
      current.media.key,
      frame.subarray(clear),
    );
    sealed.set(new Uint8Array(ciphertext), clear);
    if (clear + ciphertext.byteLength + trailerLength !== sealed.byteLength) throw new Error('unexpected length');
    return sealed;
  }
}
