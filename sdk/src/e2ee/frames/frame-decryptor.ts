/** Decrypts the frames of one received track. What can't be authenticated is dropped. */

import { nonceOf, tagLength } from '../bytes/derive-key.ts';
import { additionalData, readTrailer, trailerLength } from './frame-format.ts';
import type { SenderKeys } from './sender-keys.ts';

/**
 * Why a frame was dropped.
 *
 * - `not-encrypted`: it has no valid trailer
 * - `no-key`: its key has not been received, or was removed
 * - `replayed`: it was received before, or is too old
 * - `not-authentic`: it was changed on its way, belongs to another track, or is encrypted with another key
 */
export type DropReason = 'not-encrypted' | 'no-key' | 'replayed' | 'not-authentic';

export type Decrypted = { frame: Uint8Array<ArrayBuffer>; keyEpoch: number } | { dropped: DropReason };

export class FrameDecryptor {
  readonly #keys: Pick<SenderKeys, 'find'>;
  readonly #track: Uint8Array;

  /** @param track what `trackName` returns for the track that the server says it forwards */
  constructor(keys: Pick<SenderKeys, 'find'>, track: Uint8Array) {
    this.#keys = keys;
    this.#track = track;
  }

  async decrypt(sealed: Uint8Array<ArrayBuffer>): Promise<Decrypted> {
    const trailer = readTrailer(sealed);
    if (!trailer) return { dropped: 'not-encrypted' };
    const known = this.#keys.find(trailer.epoch);
    if (!known) return { dropped: 'no-key' };
    const { keyEpoch, media, window } = known;
    if (!window.isNew(trailer.counter)) return { dropped: 'replayed' };
    const { clearLength } = trailer;
    let plaintext: ArrayBuffer;
    try {
      plaintext = await crypto.subtle.decrypt(
        {
          name: 'AES-GCM',
          iv: nonceOf(media, trailer.counter),
          additionalData: additionalData(sealed, clearLength, this.#track),
          tagLength: tagLength * 8,
        },
        media.key,
        sealed.subarray(clearLength, sealed.byteLength - trailerLength),
      );
    } catch {
      return { dropped: 'not-authentic' };
    }
    if (!window.accept(trailer.counter)) return { dropped: 'replayed' };
    const frame = new Uint8Array(clearLength + plaintext.byteLength);
    frame.set(sealed.subarray(0, clearLength));
    frame.set(new Uint8Array(plaintext), clearLength);
    return { frame, keyEpoch };
  }
}
