/** End-to-end encryption as people see it, as plain data. */

import type { EncryptionInterruption, EncryptionProblem } from '../../../src/index.ts';
import type { NameView } from './person-view-types.ts';

export interface EncryptionProblemView extends NameView {
  problem: EncryptionProblem;
}

/**
 * The numbers that people compare. `nobody`: this person is alone; `missing`: somebody's keys are; `talk`: they are for
 * the whole group, and a host is alone with a person who waits; `circle`: it is closed, so that clients see other people
 * than hosts do.
 */
export type CodeView =
  | { state: 'shown'; groups: readonly string[] }
  | { state: 'computing' | 'nobody' | 'missing' | 'talk' | 'circle' };

/** Only in rooms that encrypt. */
export interface EncryptionView {
  state: 'e2e' | 'none';
  /** In a conversation of two, this is about these two. */
  isOfTwo: boolean;
  /** The people because of whom it is not encrypted, without this person. '': a name that this person may not see. */
  unencrypted: readonly NameView[];
  /** This person's own browser can't encrypt. */
  isOwn: boolean;
  /** It could, but encryption was not loaded or started on this page. */
  isFailed: boolean;
  /** This person is a host, and can end the session. */
  isHost: boolean;
  /** Without keys that have been missing for a short time only. */
  problems: readonly EncryptionProblemView[];
  /** Why nothing is sent or shown just now; null: it is. */
  interruption: EncryptionInterruption | null;
  code: CodeView;
}

/** What is said about encryption in the waiting room. */
export type WaitingEncryption =
  | 'required'
  | 'preferred'
  | 'cannot-enter'
  | 'is-asked'
  | 'not-started'
  | 'not-started-is-asked'
  | 'talk-on'
  | 'talk-off'
  | 'talk-restarting'
  | 'talk-ended'
  | 'talk-refused';
