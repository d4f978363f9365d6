import type { Participant, PublicIdentity, Snapshot } from '../../../protocol/messages/messages.ts';
import type { RoomEncryption } from '../../../protocol/schemas/room-schemas.ts';
import { readSeat } from '../../connection/resume-storage.ts';
import type { SessionOptions } from '../../connection/session-options.ts';
import { withoutPlainCheckIn } from '../../core/check-in-texts.ts';
import type { Environment } from '../../core/environment.ts';
import { HearthroomError } from '../../core/hearthroom-error.ts';
import { tellDeveloper } from '../../core/tell-developer.ts';
import type { Request } from '../../core/wire.ts';
import { isEncryptionSupported } from '../../e2ee/is-encryption-supported.ts';
import { loadEncryption } from '../../e2ee/load-encryption.ts';
import type { EncryptedSession } from '../../e2ee/session/encrypted-session.ts';
import type { EncryptionProblem } from '../../e2ee/session/problems.ts';
import type { Open, Seal } from '../../e2ee/texts/text-kinds.ts';
import { withoutPlainNotes } from '../../people/roster.ts';
import type { EncryptionInterruption, SessionEncryption } from '../types/session-encryption.ts';
import type { SessionEvents } from '../types/session-events.ts';

export interface EncryptionHooks {
  environment: Environment;
  request: Request;
  emit<Name extends 'encryptionChanged' | 'encryptionFailed'>(event: Name, ...args: SessionEvents[Name]): void;
  /** The worker that encrypts was replaced by another one. */
  cipherChanged(): void;
  /** A note of a request for help was decrypted. */
  notesOpened(): void;
}

/** `session.encryption`, and what other parts of the Session use of it. The work is done by code that is loaded when it connects. */
export class EncryptionControl implements SessionEncryption {
  readonly #options: Pick<SessionOptions, 'encryption' | 'keyProvider'>;
  readonly #hooks: EncryptionHooks;
  #part: EncryptedSession | null = null;
  /** Resolves when there is a part, or a failure. */
  #beginning: Promise<void> | null = null;
  #isClosed = false;
  #failure: HearthroomError | null = null;
  #snapshot: Snapshot | null = null;
  #partner: Participant | null = null;
  /** What the room has said to somebody inside, or in a preview; it can't be changed then. Null: nothing yet, or `off`. */
  #fixedSetting: RoomEncryption | null = null;
  /** What was told last. */
  #told = '';
  #toldFailure: HearthroomError | null = null;

  constructor(options: Pick<SessionOptions, 'encryption' | 'keyProvider'>, hooks: EncryptionHooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  get isSupported(): boolean {
    // A WebRTC that is given has no transforms.
    const isWanted = this.#options.encryption !== 'off' && !this.#hooks.environment.RTCPeerConnection;
    return isWanted && !this.#failure && isEncryptionSupported();
  }

  get failure(): HearthroomError | null {
    return this.#failure;
  }

  /** The application takes part in encrypted sessions only. An unknown value may be a misspelt `required`. */
  get #isRequiredByPage(): boolean {
    const wanted = this.#options.encryption ?? 'auto';
    return wanted !== 'auto' && wanted !== 'off';
  }

  get setting(): RoomEncryption {
    const told = this.#fixedSetting ?? this.#snapshot?.room.encryption ?? 'off';
    return this.#isRequiredByPage && told !== 'off' ? 'required' : told;
  }

  /** Why this room may not be entered; null: it may. */
  get refusal(): HearthroomError | null {
    return this.#isRequiredByPage && this.#snapshot && this.setting === 'off'
      ? new HearthroomError('encryption-failed', 'The room does not encrypt, and this page requires it')
      : null;
  }

  get state(): 'e2e' | 'none' {
    const { setting } = this;
    const isClear = setting === 'preferred' && this.#snapshot?.self.encryption === 'none';
    return setting === 'off' || isClear || !this.#part ? 'none' : 'e2e';
  }

  get unencrypted(): readonly string[] {
    const self = this.#snapshot?.self;
    if (!self || this.setting === 'off' || this.state === 'e2e') return [];
    const { id, place } = self;
    const others = this.#everybody.filter(
      (one) => !one.e2ee && (!('participantId' in place) || one.id === place.participantId),
    );
    return [...(this.#part ? [] : [id]), ...others.map((one) => one.id)];
  }

  get problems(): ReadonlyMap<string, EncryptionProblem> {
    return this.#part?.problems ?? new Map();
  }

  get interruption(): EncryptionInterruption | null {
    const snapshot = this.#snapshot;
    const isTogether = snapshot?.state === 'admitted' || this.#partner;
    const isRefused = isTogether && snapshot?.self.encryption === 'none' && this.setting === 'required';
    return this.#part?.interruption ?? (isRefused ? 'refused' : null);
  }

  async verificationCode(): Promise<string[] | null> {
    return (this.state === 'e2e' && (await this.#part?.verificationCode())) || null;
  }

  get #everybody(): readonly Participant[] {
    const participants = this.#snapshot?.state === 'admitted' ? this.#snapshot.participants : [];
    return this.#partner ? [...participants, this.#partner] : participants;
  }

  /** What does the work; null: this client can't encrypt, or nothing was loaded yet. */
  get part(): EncryptedSession | null {
    return this.#part;
  }

  /** False: media would go unencrypted in a room that forbids it, so that none may be sent. */
  get mayShare(): boolean {
    const { setting } = this;
    return setting === 'required' ? !!this.#part : !this.#isRequiredByPage;
  }

  /**
   * Keys of this client for the server and the others; null: it can't encrypt. Loads the code. Never rejects.
   * @param token read for `room`, without verification
   */
  async findIdentity(token: string): Promise<PublicIdentity | null> {
    const roomId = readSeat(token)?.room;
    // One that began with an earlier connect goes on: `keyProvider` may ask the person something.
    if (!this.#beginning) {
      this.#failure = null;
      if (roomId && !this.#part && this.isSupported) this.#beginning = this.#begin(roomId);
    }
    await this.#beginning;
    return this.#part?.identity ?? null;
  }

  async #begin(roomId: string): Promise<void> {
    try {
      const { EncryptedSession } = await loadEncryption();
      if (this.#isClosed) return;
      const part = await EncryptedSession.create({
        roomId,
        keyProvider: this.#options.keyProvider,
        request: this.#hooks.request,
        handleChanged: () => this.announce(),
        handleCipher: () => this.#hooks.cipherChanged(),
        handleMissing: (participantId) =>
          this.#hooks.emit('encryptionFailed', new HearthroomError('key-missing'), participantId),
        handleNotes: () => this.#hooks.notesOpened(),
      });
      if (this.#isClosed) part.close();
      else this.#part = part;
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : undefined;
      this.#failure = new HearthroomError('encryption-failed', message, { cause });
      this.announce();
    }
    this.#beginning = null;
  }

  /**
   * Takes over what the server says of the room. `follow` has to be called next.
   * @param partner the other person in a preview
   * @returns the snapshot with the notes of requests for help, and the texts of a check-in, that may be shown: those that are decrypted already, and
   *   plain ones where encryption is not required. The others are decrypted, and told with `notesOpened`
   */
  handleSnapshot(snapshot: Snapshot, partner: Participant | null): Snapshot {
    this.#snapshot = snapshot;
    this.#partner = partner;
    // While a person waits alone, the setting may change.
    const { encryption } = snapshot.room;
    const isFixed = encryption && encryption !== 'off' && this.#fixedSetting !== 'required';
    if (isFixed && (snapshot.state === 'admitted' || partner)) this.#fixedSetting = encryption;
    const shown = this.setting === 'required' ? withoutPlainCheckIn(withoutPlainNotes(snapshot)) : snapshot;
    return this.#part?.withTexts(shown) ?? shown;
  }

  /**
   * Encrypts for the people of the last snapshot. To be called before the media follows it.
   * @returns whether media is encrypted by another cipher now
   */
  follow(): boolean {
    const before = this.#part?.cipher;
    if (this.#snapshot && (this.setting !== 'off' || before))
      this.#part?.follow(this.#snapshot, this.#partner, this.state);
    return before !== this.#part?.cipher;
  }

  /** Emits what has changed since the last call. */
  announce(): void {
    if (!this.#snapshot) return;
    const { setting, state, unencrypted, problems, interruption } = this;
    const keys = this.#everybody.map(({ id, e2ee }) => [id, e2ee?.sign]);
    const all = [setting, state, unencrypted, keys, [...problems], interruption, this.#failure?.message];
    const news = setting === 'off' ? '' : JSON.stringify(all);
    if (this.#told !== news) {
      this.#told = news;
      this.#hooks.emit('encryptionChanged', state);
    }
    const failure = this.#failure;
    if (!failure || setting === 'off' || this.#toldFailure === failure) return;
    this.#toldFailure = failure;
    tellDeveloper(failure);
    this.#hooks.emit('encryptionFailed', failure, null);
  }

  /**
   * A text as it goes to the server: encrypted for its readers, or as it is. Rejects with `invalid-params` when it is too
   * long, with `e2ee-unsupported` when it can't be encrypted and the room requires it, and with `encryption-failed` when
   * that fails, or encryption could not begin.
   * @param participantId of the only reader, with `help-answer`
   */
  readonly seal: Seal = async (kind, text, participantId) => {
    const { setting } = this;
    const sealed = setting !== 'off' && (await this.#part?.seal(kind, text, participantId).catch(failed));
    if (typeof sealed === 'string') throw new HearthroomError(sealed);
    if (sealed) return { sealed };
    if (setting === 'required' || this.#isRequiredByPage)
      throw this.#failure ?? new HearthroomError('e2ee-unsupported');
    return { text };
  };

  /** Decrypts a text; null: it was received before. Never rejects. See `EncryptedSession.open`. */
  readonly open: Open = async (...sealed) =>
    this.#part ? await this.#part.open(...sealed) : { text: '', unreadable: true };

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#part?.close();
    this.#part = null;
    this.#snapshot = null;
    this.#fixedSetting = null;
  }
}

function failed(cause: unknown): never {
  throw new HearthroomError('encryption-failed', undefined, { cause });
}
