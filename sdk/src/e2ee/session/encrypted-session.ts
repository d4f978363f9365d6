/** End-to-end encryption of one session: its identity, keys, media and texts. Loaded by `EncryptionControl`. */
import type {
  NotificationParams,
  Participant,
  PublicIdentity,
  SealedText,
  Snapshot,
} from '../../../protocol/messages/messages.ts';
import type { Request } from '../../core/wire.ts';
import { createIdentity, type Identity } from '../keys/identity.ts';
import { verificationCode } from '../keys/verification-code.ts';
import { VerifiedIdentities } from '../keys/verified-identities.ts';
import { createMediaEncryption } from '../page/create-media-encryption.ts';
import { prepareWorker } from '../page/encryption-workers.ts';
import type { MediaEncryption } from '../page/media-encryption.ts';
import { SealedTexts } from '../texts/sealed-texts.ts';
import type { Open, TextKind } from '../texts/text-kinds.ts';
import type { ReceivedCounter } from '../worker/worker-messages.ts';
import { readAppSecret } from './app-secret.ts';
import { HelpNotes } from './help-notes.ts';
import { KeyExchange } from './key-exchange.ts';
import { KnownIdentities } from './known-identities.ts';
import { MediaKeeper, type WorkerInterruption } from './media-keeper.ts';
import { OpenedCheckIn } from './opened-check-in.ts';
import { PlacePeople } from './place-people.ts';
import { type EncryptionProblem, Problems } from './problems.ts';

export interface EncryptedSessionOptions {
  /** An identity is for one room. */
  roomId: string;
  /** Of the application; its secret is mixed into all keys. */
  keyProvider: (() => unknown) | undefined;
  request: Request;
  /** `problems` or `interruption` has changed. */
  handleChanged: () => void;
  /** `cipher` is another one: the worker before it has ended. */
  handleCipher: () => void;
  /** What this participant sends can't be decrypted. */
  handleMissing: (participantId: string) => void;
  /** A text in the room's view was decrypted: `withTexts` has it. */
  handleNotes: () => void;
}

/** What belongs to one participant id: of this person, in this room. */
interface Seat {
  participantId: string;
  media: MediaKeeper;
  keys: KeyExchange;
  texts: SealedTexts;
}

const maxChatLength = 4_000;
const maxTextLength = 1_000;

const schedule = (work: () => void, afterMs: number): (() => void) => {
  const timer = setTimeout(work, afterMs);
  return () => clearTimeout(timer);
};

export class EncryptedSession {
  readonly #options: EncryptedSessionOptions;
  readonly #identity: Identity;
  readonly #appSecret: Uint8Array<ArrayBuffer> | null;
  readonly #verified: VerifiedIdentities;
  readonly #known = new KnownIdentities();
  readonly #problems: Problems;
  readonly #notes: HelpNotes;
  readonly #checkIn: OpenedCheckIn;
  #seat: Seat | null = null;
  /** Of the seats before it: the identity is the same. */
  #lastEpoch = 0;
  /** Of all seats so far: a server that gives this page another seat and this one again can't repeat frames or texts. */
  #receivedCounters: readonly ReceivedCounter[] = [];
  readonly #texts = new Map<string, SealedTexts>();
  #people: PlacePeople | null = null;
  #mode: 'e2e' | 'none' = 'none';
  #code: { keys: string; value: Promise<string[]> } | null = null;
  #isClosed = false;
  /** Texts are sent and shown in the order in which they were written and received. */
  #sealing: Promise<unknown> = Promise.resolve();
  #opening: Promise<unknown> = Promise.resolve();
  #opened = 0;

  /** Rejects if the application's secret isn't usable. */
  static async create(options: EncryptedSessionOptions): Promise<EncryptedSession> {
    const [identity, appSecret] = await Promise.all([
      createIdentity(options.roomId),
      readAppSecret(options.keyProvider),
    ]);
    return new EncryptedSession(options, identity, appSecret);
  }

  private constructor(options: EncryptedSessionOptions, identity: Identity, appSecret: Uint8Array<ArrayBuffer> | null) {
    this.#options = options;
    this.#identity = identity;
    this.#appSecret = appSecret;
    this.#verified = new VerifiedIdentities(options.roomId);
    this.#problems = new Problems(options.handleChanged);
    const handleOpened = (): void => {
      if (!this.#isClosed) options.handleNotes();
    };
    this.#notes = new HelpNotes(
      (sealed, occasion, writerId) => this.open('help', sealed, occasion, writerId),
      handleOpened,
    );
    this.#checkIn = new OpenedCheckIn((...sealed) => this.open(...sealed), handleOpened);
  }

  /** For the server and the other people. */
  get identity(): PublicIdentity {
    return this.#identity.wire;
  }

  get problems(): ReadonlyMap<string, EncryptionProblem> {
    return this.#problems.shown;
  }

  /** Why the worker encrypts nothing; null: it does. */
  get interruption(): WorkerInterruption | null {
    return this.#seat?.media.interruption ?? null;
  }

  /** Encrypts the media of the next transports; null: before the first `follow`. */
  get cipher(): MediaEncryption | null {
    return this.#seat?.media.media ?? null;
  }

  /**
   * To be called with everything that the server says of the room.
   * @param partner the other person in a preview
   */
  follow(snapshot: Snapshot, partner: Participant | null, mode: 'e2e' | 'none'): void {
    if (this.#isClosed) return;
    const people = new PlacePeople(snapshot, partner);
    this.#people = people;
    this.#known.remember(people);
    const { keys, media } = this.#seatOf(people.id);
    this.#problems.keep(new Set(people.everybody.map(({ id }) => id)));
    for (const { id, e2ee } of people.everybody) if (e2ee) void this.#checkIdentity(id, e2ee);
    keys.follow(people, mode);
    media.setMode(mode);
    this.#mode = mode;
  }

  #seatOf(participantId: string): Seat {
    if (this.#seat?.participantId === participantId) return this.#seat;
    this.#closeSeat();
    const { roomId, request, handleMissing } = this.#options;
    const media = this.#createMedia(participantId);
    const shared = {
      roomId,
      participantId,
      identity: this.#identity,
      verify: (identity: PublicIdentity) => this.#verified.verify(identity),
    };
    const problems = this.#problems;
    const keys = new KeyExchange({
      ...shared,
      lastEpoch: this.#lastEpoch,
      request,
      media: media.media,
      problems,
      handleMissing,
      schedule,
    });
    const texts = this.#texts.get(participantId) ?? new SealedTexts({ ...shared, appSecret: this.#appSecret });
    this.#texts.set(participantId, texts);
    this.#seat = { participantId, media, keys, texts };
    return this.#seat;
  }

  #createMedia(participantId: string): MediaKeeper {
    const { handleChanged, handleCipher } = this.#options;
    const setup = { participantId, appSecret: this.#appSecret };
    return new MediaKeeper({
      media: createMediaEncryption({ ...setup, received: this.#receivedCounters }),
      start: async (received) => {
        await prepareWorker();
        return createMediaEncryption({ ...setup, received });
      },
      handleReplaced: (media) => {
        this.#seat?.keys.useMedia(media);
        handleCipher();
      },
      handleChanged,
      schedule,
    });
  }

  async #checkIdentity(id: string, identity: PublicIdentity): Promise<void> {
    const isInvalid = (await this.#verified.verify(identity)) === null;
    const now = this.#people?.everybody.find((person) => person.id === id)?.e2ee;
    if (now?.sign === identity.sign && now.sig === identity.sig)
      this.#problems.set(id, 'identity-invalid', isInvalid && !this.#isClosed);
  }

  handleConnected(): void {
    this.#seat?.keys.handleConnected();
  }

  handleReceived(secret: NotificationParams<'keysReceived'>): void {
    this.#seat?.keys.handleReceived(secret);
  }

  handleAcknowledged(about: NotificationParams<'keysAcknowledged'>): void {
    this.#seat?.keys.handleAcknowledged(about);
  }

  handleRequested(about: NotificationParams<'keysRequested'>): void {
    this.#seat?.keys.handleRequested(about);
  }

  /**
   * @returns null: one of the readers can't encrypt; or the error code for a text that is empty or too long, or that the
   *   server could read by hiding the keys of a reader
   */
  async seal(
    kind: TextKind,
    text: string,
    participantId?: string,
  ): Promise<SealedText | 'invalid-params' | 'e2ee-unsupported' | null> {
    const { length } = [...text];
    if (length === 0 || length > (kind.startsWith('chat:') || kind === 'check-in' ? maxChatLength : maxTextLength))
      return 'invalid-params';
    const [seat, people] = [this.#seat, this.#people];
    const receivers = people?.receiversOf(kind, participantId);
    if (!seat || !people) return null;
    if (!receivers) return this.#mode === 'e2e' && people.haveKeysFor(kind) ? 'e2ee-unsupported' : null;
    const sealed = this.#sealing.then(() => seat.texts.seal(kind, text, people.stay, receivers));
    this.#sealing = sealed.catch(() => {});
    return await sealed;
  }

  /** Never rejects. */
  readonly open: Open = (kind, sealed, occasion, writerId) => {
    this.#opened += 1;
    const named = occasion ?? `${this.#opened}`;
    // The server can't show a text under another name than its writer's.
    const isOfWriter = writerId === undefined || writerId === sealed.from;
    const unreadable = { text: '', unreadable: true } as const;
    const opened = this.#opening.then(async () => {
      const [seat, people] = [this.#seat, this.#people];
      if (!seat || !people || !isOfWriter) return unreadable;
      const senders = sealed.from === seat.participantId ? [this.identity] : this.#known.of(sealed.from);
      return await seat.texts.open(kind, sealed, people.stay, senders, `${kind} ${named}`).catch(() => unreadable);
    });
    this.#opening = opened;
    return opened;
  };

  /** The snapshot with those notes for help, and texts of a check-in, that are decrypted already; the others follow. */
  withTexts(snapshot: Snapshot): Snapshot {
    return this.#checkIn.read(this.#notes.read(snapshot));
  }

  /** See `SessionEncryption.verificationCode`. */
  async verificationCode(): Promise<string[] | null> {
    const participants = this.#people?.participants ?? [];
    const others = participants.flatMap(({ e2ee }) => e2ee ?? []);
    const verified = await Promise.all(others.map((identity) => this.#verified.verify(identity)));
    if (others.length === 0 || others.length < participants.length || verified.includes(null)) return null;
    const identities = [this.identity, ...others];
    const keys = JSON.stringify(identities.map(({ sign }) => sign).sort());
    if (this.#code?.keys !== keys) this.#code = { keys, value: verificationCode(this.#options.roomId, identities) };
    return await this.#code.value;
  }

  #closeSeat(): void {
    this.#lastEpoch = this.#seat?.keys.lastEpoch ?? this.#lastEpoch;
    this.#receivedCounters = this.#seat?.media.media.received ?? this.#receivedCounters;
    this.#seat?.keys.close();
    this.#seat?.media.close();
    this.#seat = null;
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#closeSeat();
    this.#people = null;
  }
}
