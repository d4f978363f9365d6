import type {
  NotificationParams,
  Participant,
  PublicIdentity,
  ReceivedSealedText,
  SealedText,
  Snapshot,
} from '../protocol/messages/messages.ts';
import type { RoomEncryption } from '../protocol/schemas/room-schemas.ts';
import { readSeat } from './connection/resume-storage.ts';
import type { SessionOptions } from './connection/session-options.ts';
import type { Environment } from './core/environment.ts';
import { HearthroomError } from './core/hearthroom-error.ts';
import type { Request } from './core/wire.ts';
import { isEncryptionSupported } from './e2ee/is-encryption-supported.ts';
import { loadEncryption } from './e2ee/load-encryption.ts';
import type { EncryptedSession } from './e2ee/session/encrypted-session.ts';
import type { EncryptionProblem } from './e2ee/session/problems.ts';
import type { OpenedText, TextKind } from './e2ee/texts/sealed-texts.ts';
import type { MediaCipher } from './media/media-cipher.ts';
import type { SessionEvents } from './session-types.ts';

export type { EncryptionProblem };

export interface SessionEncryptionHooks {
  environment: Environment;
  request: Request;
  emit<Name extends 'encryptionChanged' | 'encryptionFailed'>(event: Name, ...args: SessionEvents[Name]): void;
  /** A note of a request for help was decrypted. */
  notesOpened(): void;
}

const maxChatLength = 4_000;
const maxTextLength = 1_000;

/**
 * End-to-end encryption in a session (`session.encryption`), as far as the room wants it: media and texts can then be
 * read by the people in the same place alone, and not by the server. Keys are made and replaced without the application.
 * Event `encryptionChanged` says that something here has changed.
 */
export class SessionEncryption {
  readonly #options: Pick<SessionOptions, 'encryption' | 'keyProvider'>;
  readonly #hooks: SessionEncryptionHooks;
  #session: EncryptedSession | null = null;
  /** Why there is none, although this browser can encrypt. */
  #failure: { cause: unknown; isTold: boolean } | null = null;
  #snapshot: Snapshot | null = null;
  #partner: Participant | null = null;
  /** The room has said so to somebody inside; it can't be changed then. */
  #isRequired = false;
  #isClosed = false;
  /** What was told last. */
  #told = '';

  /** Created by the Session. */
  constructor(options: Pick<SessionOptions, 'encryption' | 'keyProvider'>, hooks: SessionEncryptionHooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  /**
   * Whether this client can encrypt: the browser can (WebRTC Encoded Transform, on a secure page), the code for it was
   * loaded or not needed yet, and the option `encryption` is not `off`.
   */
  get isSupported(): boolean {
    const isWanted = this.#options.encryption !== 'off' && this.#hooks.environment.RTCPeerConnection === null;
    return isWanted && this.#failure === null && isEncryptionSupported();
  }

  /**
   * The setting of the room; `off` before the first connect. `required`: nothing is sent unencrypted. `preferred`: it
   * is, while somebody is inside who can't encrypt.
   */
  get setting(): RoomEncryption {
    if (!this.#snapshot) return 'off';
    return this.#isRequired ? 'required' : (this.#snapshot.room.encryption ?? 'off');
  }

  /** How media of this client and messages to everybody in its place go now; `none` before the first connect. */
  get state(): 'e2e' | 'none' {
    const { setting } = this;
    if (setting === 'off' || !this.#session) return 'none';
    return setting === 'preferred' && this.#snapshot?.self.encryption === 'none' ? 'none' : 'e2e';
  }

  /**
   * Ids of the people inside who can't encrypt, so that `state` is `none` (it may contain this client's own); empty with
   * `e2e`, and in rooms without encryption. In a conversation of two people: only of these two.
   */
  get unencrypted(): readonly string[] {
    const snapshot = this.#snapshot;
    if (!snapshot || this.setting === 'off' || this.state === 'e2e') return [];
    const { id, place } = snapshot.self;
    const isPair = 'participantId' in place;
    const others = this.#everybody.filter((one) => !one.e2ee && (!isPair || one.id === place.participantId));
    return [...(this.#session ? [] : [id]), ...others.map((one) => one.id)];
  }

  /** What is wrong, by participant id; empty: nothing is. */
  get problems(): ReadonlyMap<string, EncryptionProblem> {
    return this.#session?.problems ?? new Map();
  }

  /**
   * Computes the number by which people find out whether the server replaced keys: six groups of five digits over the
   * keys of this client and of all listed participants. It is the same for all people who see the same participants;
   * they compare it by reading it aloud. It changes when somebody comes, goes or loads the page again.
   * @returns null: nobody else is there, somebody's keys are missing or invalid, or `state` is not `e2e`
   */
  async verificationCode(): Promise<string[] | null> {
    if (this.state !== 'e2e' || this.#snapshot?.state !== 'admitted') return null;
    const identities = this.#snapshot.participants.flatMap(({ e2ee }) => e2ee ?? []);
    if (identities.length < this.#snapshot.participants.length) return null;
    return (await this.#session?.verificationCode(identities)) ?? null;
  }

  get #everybody(): readonly Participant[] {
    const participants = this.#snapshot?.state === 'admitted' ? this.#snapshot.participants : [];
    return this.#partner ? [...participants, this.#partner] : participants;
  }

  /** Encrypts the media of the next transports; null: it is not encrypted. Called by the Session. */
  get cipher(): MediaCipher | null {
    return this.#session?.cipher ?? null;
  }

  /** False: media would go unencrypted in a room that forbids it, so that none may be sent. Called by the Session. */
  get mayShare(): boolean {
    return this.setting !== 'required' || this.#session !== null;
  }

  /**
   * Keys of this client for the server and the others; null: it can't encrypt. Loads the code. Never rejects. Called by
   * the Session.
   * @param token read for `room`, without verification
   */
  async findIdentity(token: string): Promise<PublicIdentity | null> {
    if (this.#session) return this.#session.identity;
    const roomId = readSeat(token)?.room;
    this.#failure = null;
    if (!this.isSupported || roomId === undefined) return null;
    try {
      const { EncryptedSession } = await loadEncryption();
      const session = await EncryptedSession.create({
        roomId,
        keyProvider: this.#options.keyProvider,
        request: this.#hooks.request,
        handleProblems: () => this.announce(),
        handleMissing: (participantId) => this.#fail('key-missing', participantId),
        handleNotes: () => this.#hooks.notesOpened(),
      });
      // A connection that was given up meanwhile may have begun the same.
      if (this.#isClosed || this.#session) session.close();
      else this.#session = session;
    } catch (cause) {
      if (!this.#session) this.#failure = { cause, isTold: false };
    }
    return this.#session?.identity ?? null;
  }

  /**
   * Takes over what the server says of the room. Called by the Session, before its media.
   * @param partner the other person in a preview
   * @returns whether `cipher` is another one now
   */
  handleSnapshot(snapshot: Snapshot, partner: Participant | null): boolean {
    const before = this.cipher;
    this.#snapshot = snapshot;
    this.#partner = partner;
    const isInside = snapshot.state === 'admitted' || partner !== null;
    this.#isRequired ||= isInside && snapshot.room.encryption === 'required';
    if (this.setting !== 'off' || before) this.#session?.follow(snapshot, partner, this.state);
    return before !== this.cipher;
  }

  /** Emits what has changed since the last call. Called by the Session. */
  announce(): void {
    if (this.#isClosed || !this.#snapshot) return;
    const { setting, state, unencrypted } = this;
    const keys = this.#everybody.map(({ id, e2ee }) => [id, e2ee?.sign]);
    const news = JSON.stringify([setting, state, unencrypted, keys, [...this.problems]]);
    if (this.#told !== news && (this.#told !== '' || setting !== 'off')) {
      this.#told = news;
      this.#hooks.emit('encryptionChanged', state);
    }
    if (setting === 'off' || !this.#failure || this.#failure.isTold) return;
    this.#failure.isTold = true;
    this.#fail('encryption-failed', null, this.#failure.cause);
  }

  #fail(code: 'key-missing' | 'encryption-failed', participantId: string | null, cause?: unknown): void {
    if (!this.#isClosed)
      this.#hooks.emit('encryptionFailed', new HearthroomError(code, undefined, { cause }), participantId);
  }

  /** The server is reached again. Called by the Session. */
  handleConnected(): void {
    this.#session?.handleConnected();
  }

  /** Called by the Session. */
  handleReceived(secret: NotificationParams<'keysReceived'>): void {
    this.#session?.handleReceived(secret);
  }

  /** Called by the Session. */
  handleAcknowledged(about: NotificationParams<'keysAcknowledged'>): void {
    this.#session?.handleAcknowledged(about);
  }

  /** Called by the Session. */
  handleRequested(about: NotificationParams<'keysRequested'>): void {
    this.#session?.handleRequested(about);
  }

  /** Decrypts notes of requests for help as far as it is done; see `notesOpened`. Called by the Session. */
  withNotes(snapshot: Snapshot): Snapshot {
    return this.#session?.withNotes(snapshot) ?? snapshot;
  }

  /**
   * Encrypts a text for its readers; null: it goes as it is. Rejects with `invalid-params` when it is too long, and
   * with `e2ee-unsupported` when it can't be encrypted and the room requires it. Called by the Session.
   * @param participantId of the only receiver, with `help-answer`
   */
  readonly seal = async (kind: TextKind, text: string, participantId?: string): Promise<SealedText | null> => {
    const { setting, state } = this;
    if (setting === 'off') return null;
    const { length } = [...text];
    if (length === 0 || length > (kind.startsWith('chat') ? maxChatLength : maxTextLength))
      throw new HearthroomError('invalid-params', 'The text is empty or too long');
    const sealed = (await this.#session?.seal(kind, text, participantId)) ?? null;
    const mayBeClear = setting === 'preferred' && !(state === 'e2e' && kind === 'chat:group');
    if (sealed || mayBeClear) return sealed;
    throw new HearthroomError('e2ee-unsupported', 'This text cannot be encrypted for everybody who would get it');
  };

  /** Decrypts a text. Never rejects. Called by the Session. @param occasion names the message that it came with */
  readonly open = async (kind: TextKind, sealed: ReceivedSealedText, occasion: string): Promise<OpenedText> =>
    (await this.#session?.open(kind, sealed, occasion).catch(() => null)) ?? 'unreadable';

  /** Idempotent. Called by the Session. */
  close(): void {
    this.#isClosed = true;
    this.#session?.close();
    this.#session = null;
    this.#snapshot = null;
    this.#partner = null;
  }
}
