import type { RoomEncryption } from '../protocol/schemas/room-schemas.ts';

/**
 * Why media and texts of a participant can't be trusted or decrypted:
 *
 *     key-missing       what they send can't be decrypted: their key does not arrive, or they use another secret
 *                       (`SessionOptions.keyProvider`)
 *     identity-invalid  their keys are not valid. Nothing is encrypted for them, and nothing of theirs is accepted
 *     people-differ     they encrypt for other people than those whom this client sees: the server may have shown
 *                       somebody a person who is not there
 */
export type EncryptionProblem = 'key-missing' | 'identity-invalid' | 'people-differ';

/**
 * End-to-end encryption in a session (`session.encryption`), as far as the room wants it: media and texts can then be
 * read by the people in the same place alone, and not by the server. Keys are made and replaced without the application.
 * Event `encryptionChanged` says that something here has changed.
 */
export class SessionEncryption {
  /** Whether this client can encrypt: the browser can (WebRTC Encoded Transform, on a secure page), and it is not off. */
  get isSupported(): boolean {
    return false;
  }

  /**
   * The setting of the room; `off` before the first connect. `required`: nothing is sent unencrypted. `preferred`: it
   * is, while somebody is inside who can't encrypt.
   */
  get setting(): RoomEncryption {
    return 'off';
  }

  /** How media of this client and messages to everybody in its place go now; `none` before the first connect. */
  get state(): 'e2e' | 'none' {
    return 'none';
  }

  /**
   * Ids of the people inside who can't encrypt, so that `state` is `none` (it may contain this client's own); empty with
   * `e2e`, and in rooms without encryption. In a conversation of two people: only of these two.
   */
  get unencrypted(): readonly string[] {
    return [];
  }

  /** What is wrong, by participant id; empty: nothing is. */
  get problems(): ReadonlyMap<string, EncryptionProblem> {
    return new Map();
  }

  /**
   * Computes the number by which people find out whether the server replaced keys: six groups of five digits over the
   * keys of this client and of all listed participants. It is the same for all people who see the same participants;
   * they compare it by reading it aloud. It changes when somebody comes, goes or loads the page again.
   * @returns null: nobody else is there, somebody's keys are missing or invalid, or `state` is not `e2e`
   */
  verificationCode(): Promise<string[] | null> {
    return Promise.resolve(null);
  }
}
