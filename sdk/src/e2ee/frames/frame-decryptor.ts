/** Decrypts the frames of one received track. What can't be authenticated is dropped. */

import { nonceOf, tagLength } from '../bytes/derive-key.ts';
import { additionalData, readTrailer, trailerLength } from './frame-format.ts';
import { ReplayWindow } from './replay-window.ts';
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
  readonly #keys: SenderKeys;
  readonly #track: Uint8Array;
  /** By key epoch: counters begin anew with each key. */
  readonly #windows = new Map<number, ReplayWindow>();

  /** @param track what `trackName` returns for the track that the server says it forwards */
  constructor(keys: SenderKeys, track: Uint8Array) {
    this.#keys = keys;
    this.#track = track;
  }

  async decrypt(sealed: Uint8Array<ArrayBuffer>): Promise<Decrypted> {
    const trailer = readTrailer(sealed);
    if (!trailer) return { dropped: 'not-encrypted' };
    const known = this.#keys.find(trailer.epoch);
    if (!known) return { dropped: 'no-key' };
    const { keyEpoch, media } = known;
    const window = this.#windowOf(keyEpoch);
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

  #windowOf(keyEpoch: number): ReplayWindow {
    const window = this.#windows.get(keyEpoch) ?? new ReplayWindow();
    // Moved to the end: the oldest one is forgotten first.
    this.#windows.delete(keyEpoch);
    this.#windows.set(keyEpoch, window);
    for (const other of this.#windows.keys())
      if (!this.#keys.has(other) && other !== keyEpoch) this.#windows.delete(other);
    return window;
  }
}
