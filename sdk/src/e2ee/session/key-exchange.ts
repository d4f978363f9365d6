/** Exchanges secrets with the people in the same place through the server, and gives them to the media of this page. */
import type { NotificationParams, PublicIdentity } from '../../../protocol/messages/messages.ts';
import type { Request } from '../../core/wire.ts';
import { AudienceCheck } from '../exchange/audience-check.ts';
import { OwnSecrets } from '../exchange/own-secrets.ts';
import { ReceivedSecrets } from '../exchange/received-secrets.ts';
import type { Identity, VerifiedIdentity } from '../keys/identity.ts';
import type { MediaEncryption } from '../page/media-encryption.ts';
import type { EncryptionMode } from '../worker/worker-messages.ts';
import type { PlacePeople } from './place-people.ts';
import type { Problems } from './problems.ts';

/** What is given the keys. */
export type KeyedMedia = Pick<MediaEncryption, 'tell' | 'on'>;

export interface KeyExchangeOptions {
  roomId: string;
  participantId: string;
  identity: Identity;
  /** See `OwnSecretsOptions`. */
  lastEpoch?: number;
  verify: (identity: PublicIdentity) => Promise<VerifiedIdentity | null>;
  request: Request;
  media: KeyedMedia;
  problems: Problems;
  /** What this participant sends can't be decrypted. */
  handleMissing: (participantId: string) => void;
  schedule: (work: () => void, afterMs: number) => () => void;
}

/** A sender whose frames can't be decrypted for this long has a problem: keys and media take different ways. */
export const missingMs = 2_000;

export class KeyExchange {
  readonly #options: KeyExchangeOptions;
  readonly #own: OwnSecrets;
  readonly #received: ReceivedSecrets;
  readonly #check: AudienceCheck;
  /** By participant id: cancels telling that their frames can't be decrypted. */
  readonly #missing = new Map<string, () => void>();
  #senders: ReadonlySet<string> = new Set();
  #media: KeyedMedia;
  #stopListening = (): void => {};
  #mode: EncryptionMode = 'e2e';
  #isClosed = false;

  constructor(options: KeyExchangeOptions) {
    this.#options = options;
    const { request, media, problems } = options;
    this.#media = media;
    this.#own = new OwnSecrets({
      ...options,
      send: (secret) => request('sendKeys', secret),
      use: (keyEpoch, secret, hasNewReceiver) =>
        this.#media.tell({ type: 'use', keyEpoch, secret, keyFrames: hasNewReceiver }),
    });
    this.#received = new ReceivedSecrets({
      ...options,
      add: (from, keyEpoch, secret) => this.#media.tell({ type: 'add', from, keyEpoch, secret }),
      forget: (from, beforeEpoch) => this.#media.tell({ type: 'forget', from, beforeEpoch }),
      // A sender who is not told waits for half a second at most, and sends again after a lost connection.
      acknowledge: (participantId, keyEpoch) =>
        void request('acknowledgeKeys', { participantId, keyEpoch }).catch(() => {}),
      // Frames that can't be decrypted tell of it, if there are any.
      refuse: () => {},
      noteAudience: (from, hash) => this.#check.note(from, hash),
    });
    this.#check = new AudienceCheck({
      ...options,
      differs: (from, isDifferent) => problems.set(from, 'people-differ', isDifferent),
    });
    this.#listen();
  }

  #listen(): void {
    const stops = [
      this.#media.on('keyMissing', (from) => this.#requestKeys(from)),
      this.#media.on('dropped', ({ participantId }) => this.#handleDropped(participantId, this.#options.schedule)),
      this.#media.on('decrypted', ({ participantId }) => this.#handleDecrypted(participantId)),
    ];
    this.#stopListening = () => {
      for (const stop of stops) stop();
    };
  }

  /** Another worker, which knows no keys: it gets those of others again, and a new one of this person. */
  useMedia(media: KeyedMedia): void {
    this.#stopListening();
    this.#media = media;
    this.#listen();
    this.#received.addAgain();
    this.#own.renew();
  }

  /** See `OwnSecretsOptions`. */
  get lastEpoch(): number {
    return this.#own.lastEpoch;
  }

  /** To be called after every change of what this person sees. @param mode of media */
  follow(people: PlacePeople, mode: EncryptionMode): void {
    const { audience, stay } = people;
    this.#senders = new Set(audience.map(({ participantId }) => participantId));
    // Received first: nothing of somebody who has gone is accepted while the new secret is made.
    this.#received.update(stay, audience);
    this.#own.update(audience);
    this.#check.update([...this.#senders], people.sameForAll(this.#options.identity.wire));
    this.#mode = mode;
    // What is dropped while people change over to sending unencrypted media is no problem, and need not be decrypted later.
    for (const id of this.#missing.keys()) if (!this.#senders.has(id) || mode === 'none') this.#handleDecrypted(id);
  }

  /** The server is reached again: what it was sent meanwhile is lost. */
  handleConnected(): void {
    void this.#own.sendMissing();
  }

  handleReceived(secret: NotificationParams<'keysReceived'>): void {
    void this.#received.receive(secret);
  }

  handleAcknowledged({ participantId, keyEpoch }: NotificationParams<'keysAcknowledged'>): void {
    this.#own.acknowledge(participantId, keyEpoch);
  }

  handleRequested({ participantId }: NotificationParams<'keysRequested'>): void {
    void this.#own.sendAgain(participantId);
  }

  #requestKeys(participantId: string): void {
    if (this.#isClosed || !this.#senders.has(participantId)) return;
    // The worker reports it again after a second.
    this.#options.request('requestKeys', { participantId }).catch(() => {});
  }

  #handleDropped(participantId: string, schedule: KeyExchangeOptions['schedule']): void {
    if (this.#isClosed || this.#mode === 'none') return;
    if (this.#missing.has(participantId) || !this.#senders.has(participantId)) return;
    const tell = () => {
      if (this.#options.problems.set(participantId, 'key-missing', true)) this.#options.handleMissing(participantId);
    };
    this.#missing.set(participantId, schedule(tell, missingMs));
  }

  #handleDecrypted(participantId: string): void {
    this.#missing.get(participantId)?.();
    this.#missing.delete(participantId);
    this.#options.problems.set(participantId, 'key-missing', false);
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#own.close();
    this.#received.close();
    this.#check.close();
    for (const cancel of this.#missing.values()) cancel();
    this.#missing.clear();
  }
}
