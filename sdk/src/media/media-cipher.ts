/** Encrypts what a connection sends and decrypts what it receives. `MediaEncryption` of sdk/src/e2ee is one. */
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';

export interface ReceivedMedia {
  /** The sender, as the server names it. */
  participantId: string;
  source: TrackSource;
}

export interface MediaCipher {
  /**
   * To be called before the negotiation of the sender, once for each.
   * @param mimeType of its codec, such as `video/VP8`
   */
  attachSender(sender: RTCRtpSender, source: TrackSource, mimeType: string): void;
  /** The sender is closed. */
  detachSender(sender: RTCRtpSender): void;
  /** As `attachSender`. @returns a function that forgets the receiver; it is closed */
  attachReceiver(receiver: RTCRtpReceiver, media: ReceivedMedia): () => void;
  /**
   * `failed`: this source is sent unencrypted, or can't be encrypted; null: nothing can be encrypted any more.
   * @returns a function that removes the listener
   */
  on(event: 'failed', listener: (source: string | null) => void): () => void;
}
