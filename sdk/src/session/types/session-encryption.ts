import type { RoomEncryption } from '../../../protocol/schemas/room-schemas.ts';
import type { HearthroomError } from '../../core/hearthroom-error.ts';
import type { EncryptionProblem } from '../../e2ee/session/problems.ts';

/**
 * Why media of this page is not sent or shown:
 *
 *     restarting  the browser has ended the worker that encrypts, and another one is being started
 *     ended       others could not be started, or have ended too: the page has to be loaded again
 *     refused     the server says that media goes unencrypted here, and the room or `SessionOptions.encryption` requires
 *                 encryption: nothing is sent unencrypted, and nothing unencrypted is shown
 *
 * The first two follow `mediaFailed` with `encryption-failed` for all sources.
 */
export type EncryptionInterruption = 'restarting' | 'ended' | 'refused';

/**
 * End-to-end encryption in a session (`session.encryption`), as far as the room wants it: media and texts can then be
 * read by the people in the same place alone, and not by the server. Keys are made and replaced without the application.
 * Event `encryptionChanged` says that something here has changed.
 */
export interface SessionEncryption {
  /**
   * Whether this client can encrypt: the browser can (WebRTC Encoded Transform, on a secure page), the code for it was
   * loaded or not needed yet, and the option `encryption` is not `off`.
   */
  readonly isSupported: boolean;
  /**
   * Why this client can't encrypt although its browser can: the code for it could not be loaded or started, which the
   * message explains, or `keyProvider` failed. Null: neither. It is tried again with the next connect.
   */
  readonly failure: HearthroomError | null;
  /**
   * The setting of the room; `off` before the first connect. With `SessionOptions.encryption: 'required'` it is
   * `required`, also where the room says `preferred`. `required`: nothing is sent unencrypted. `preferred`: it
   * is, while somebody is inside who can't encrypt.
   */
  readonly setting: RoomEncryption;
  /** How media of this client and messages to everybody in its place go now; `none` before the first connect. */
  readonly state: 'e2e' | 'none';
  /**
   * Ids of the people inside who can't encrypt, so that `state` is `none` (it may contain this client's own); empty with
   * `e2e`, and in rooms without encryption. In a conversation of two people: only of these two.
   */
  readonly unencrypted: readonly string[];
  /** What is wrong, by participant id; empty: nothing is. */
  readonly problems: ReadonlyMap<string, EncryptionProblem>;
  /** Why media is not sent or shown just now; null: it is encrypted and decrypted. */
  readonly interruption: EncryptionInterruption | null;
  /**
   * Computes the number by which people find out whether the server replaced keys: six groups of five digits over the
   * keys of this client and of all listed participants. It is the same for all people who see the same participants;
   * they compare it by reading it aloud. It changes when somebody comes, goes or loads the page again.
   * @returns null: nobody else is there, somebody's keys are missing or invalid, or `state` is not `e2e`
   */
  verificationCode(): Promise<string[] | null>;
}
