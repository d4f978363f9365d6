/** What the page and the worker that encrypts tell each other. */
import type { DropReason } from '../frames/frame-decryptor.ts';

/** Given to `RTCRtpScriptTransform` (WebRTC Encoded Transform) for each sender and receiver. */
export type TransformOptions = { participantId: string; source: string } & (
  | {
      side: 'send';
      transformId: number;
      mimeType: string;
      /** Of the simulcast layers of a video; empty without simulcast. */
      rids: string[];
    }
  | { side: 'receive'; transformId: number }
);

/**
 * `e2e`: nothing is sent unencrypted, and nothing unencrypted is shown. `none`: frames are sent as they are, and what can't
 * be decrypted is passed on, since it may be unencrypted.
 */
export type EncryptionMode = 'e2e' | 'none';

export type ToWorker =
  /** How frames are treated from now on; `e2e` at first. */
  | { type: 'mode'; mode: EncryptionMode }
  /** Mixed into all secrets that come after it. */
  | { type: 'app-secret'; secret: Uint8Array<ArrayBuffer> }
  /**
   * Frames of this person are encrypted with this secret from now on. `keyFrames`: videos begin with a key frame under
   * it, since somebody can decrypt it who could not decrypt what was before. Default: false.
   */
  | { type: 'use'; keyEpoch: number; secret: Uint8Array<ArrayBuffer>; keyFrames?: boolean }
  /** Frames of this sender can be decrypted with this secret. */
  | { type: 'add'; from: string; keyEpoch: number; secret: Uint8Array<ArrayBuffer> }
  /** Nothing that this sender encrypted before that epoch can be decrypted any more. Infinity: nothing at all. */
  | { type: 'forget'; from: string; beforeEpoch: number }
  /** Frames of these senders up to these counters were received by a worker before this one, and are not accepted again. */
  | { type: 'received'; counters: readonly ReceivedCounter[] }
  | { type: 'count' };

export type FromWorker =
  /** The worker runs; the first message. */
  | { type: 'ready' }
  /** Media is encrypted with the secret of this epoch. */
  | { type: 'using'; keyEpoch: number }
  /** This sender's newest key is missing; told once a second at most. */
  | { type: 'key-missing'; from: string }
  /** Frames of this track were dropped; told for the first one, and again when another reason comes. */
  | { type: 'dropped'; transformId: number; reason: DropReason }
  /** The first frame of this track, or the first one after some were dropped, was decrypted. */
  | { type: 'decrypted'; transformId: number; keyEpoch: number }
  /** A frame could not be encrypted, and was not sent. */
  | { type: 'not-sent'; transformId: number; reason: 'no-key' | 'codec' }
  /** Answer to `count`; `received` has those that are higher than in the answer before. */
  | ({ type: 'count'; received: readonly ReceivedCounter[] } & FrameCounts);

/** The highest counter that was received with one secret of a sender; the secret is named by the salt of its key. */
export type ReceivedCounter = readonly [from: string, salt: string, counter: number];

/** Of senders, by transform. */
export interface FrameCounts {
  encrypted: Record<number, number>;
  /** Frames with content that came, encrypted or not. */
  seen: Record<number, number>;
}
