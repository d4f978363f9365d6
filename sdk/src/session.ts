import type { AdmittedSnapshot, Method, Notification, Params, Result, Snapshot } from '../protocol/messages.ts';
import type { TrackSource } from '../protocol/room.ts';
import type { Playback } from './attachable.ts';
import { Emitter } from './emitter.ts';
import { createEnvironment } from './environment.ts';
import { HearthroomError, isErrorCode, toHearthroomError } from './errors.ts';
import { Link } from './link.ts';
import { LocalParticipant } from './local-participant.ts';
import { SessionMedia } from './media/session-media.ts';
import type { RemoteParticipant } from './participant.ts';
import { People } from './people.ts';
import { createReconnectPolicy } from './reconnect.ts';
import { applyNotification } from './roster.ts';
import { compareSnapshots, waitingOf } from './roster-changes.ts';
import type {
  ActiveSpeaker,
  RoomView,
  SessionCloseReason,
  SessionEvents,
  SessionOptions,
  SessionState,
  WaitingParticipant,
  WaitingReference,
} from './session-types.ts';
import { connectUrl, type Ending } from './signaling.ts';

const defaultRequestTimeoutMs = 10_000;

/**
 * One stay in a group session: make it, listen, `connect()`. It reconnects by itself and ends with `disconnected`;
 * for another stay make another one. Every promise rejects with a HearthroomError.
 */
export class Session extends Emitter<SessionEvents> {
  readonly localParticipant: LocalParticipant;
  readonly #link: Link;
  readonly #media: SessionMedia;
  readonly #people: People;
  readonly #blockedElements = new Set<HTMLMediaElement>();
  #state: SessionState = 'idle';
  #closeReason: SessionCloseReason | null = null;
  #snapshot: Snapshot | null = null;
  #activeSpeakers: readonly ActiveSpeaker[] = [];
  #connecting: { resolve: () => void; reject: (error: HearthroomError) => void } | null = null;

  /** Throws `invalid-params` when the url is none. */
  constructor(options: SessionOptions) {
    super();
    const environment = createEnvironment(options.environment);
    const playback: Playback = {
      MediaStream: environment.MediaStream,
      handleBlocked: (element) => this.#handleBlocked(element),
    };
    this.#people = new People(
      playback,
      (event, ...args) => this.emit(event, ...args),
      (consumerId, heightPx) => this.#media.handleShownHeight(consumerId, heightPx),
    );
    this.localParticipant = new LocalParticipant(environment, playback, {
      changed: (source) => this.emit('localTrackUpdated', source),
      publish: (source) => this.#media.sync(source),
    });
    this.#link = new Link(
      {
        address: connectUrl(options.url),
        getToken: options.getToken,
        reconnectPolicy: options.reconnectPolicy ?? createReconnectPolicy(),
        requestTimeoutMs: options.requestTimeoutMs ?? defaultRequestTimeoutMs,
        environment,
      },
      {
        opened: (arrival) => this.#handleOpened(arrival),
        notified: (notification) => this.#handleNotification(notification),
        interrupted: ({ code }) => this.#handleInterrupted(code),
        closed: (ending, cause) => this.#handleClosed(ending, cause),
        hasMedia: () => this.#media.hasTransports,
      },
    );
    this.#media = new SessionMedia({
      environment,
      request: (method, params) => this.#link.request(method, params),
      wanted: (source) => this.localParticipant.wanted(source),
      handlers: {
        trackReceived: (description, track) => this.#people.addTrack(description, track),
        trackClosed: (consumerId) => this.#people.removeTrack(consumerId),
        mutedMeanwhile: (source) => this.#handleMutedByHost(source),
        failed: (error, source) => this.emit('mediaFailed', error, source),
      },
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The code that ended the session; null before. */
  get closeReason(): SessionCloseReason | null {
    return this.#closeReason;
  }

  /** Null before the first connect. */
  get room(): RoomView | null {
    return this.#snapshot?.room ?? null;
  }

  /** The other admitted people, by id; empty while waiting. */
  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#people.participants;
  }

  /** Who waits, for hosts; empty for everybody else. */
  get waitingParticipants(): readonly WaitingParticipant[] {
    return waitingOf(this.#snapshot);
  }

  /** Loudest first. */
  get activeSpeakers(): readonly ActiveSpeaker[] {
    return this.#activeSpeakers;
  }

  /** Resolves when waiting or joined; what comes after is told by events. */
  connect(): Promise<void> {
    if (this.#state !== 'idle') {
      return Promise.reject(new HearthroomError('not-connected', 'A session connects once; make a new one'));
    }
    return new Promise((resolve, reject) => {
      this.#connecting = { resolve, reject };
      this.#setState('connecting');
      this.#link.run().catch((error: unknown) => {
        this.#link.close();
        this.#handleClosed({ code: toHearthroomError(error).code }, error);
      });
    });
  }

  /** Leaves on purpose: the seat is free at once, and coming back is a new entry. Idempotent. */
  async disconnect(): Promise<void> {
    if (this.#state === 'closed') return;
    const leaving = this.#link.leave();
    this.#handleClosed({ code: 'left' });
    await leaving;
  }

  /** Plays what the browser held back; to be called in a click (`audioPlaybackBlocked`). */
  async startAudio(): Promise<void> {
    const elements = [...this.#blockedElements];
    this.#blockedElements.clear();
    const results = await Promise.allSettled(elements.map((element) => element.play()));
    if (results.some(({ status }) => status === 'rejected')) {
      throw new HearthroomError('permission-denied', 'The browser still plays no sound: call startAudio in a click');
    }
  }

  // ---------------------------------------------------------------- hosts

  /** Lets in the one who was seen; `stale-entry` when they dropped or came anew since. */
  async admit({ id, epoch }: WaitingReference): Promise<void> {
    await this.#request('admit', { participantId: id, epoch });
  }

  /** @param entries those whom the host saw; without them those who wait now and are connected */
  admitAll(entries: readonly WaitingReference[] = this.#connectedWaiting()): Promise<Result<'admitAll'>> {
    return this.#request('admitAll', {
      entries: entries.map(({ id, epoch }) => ({ participantId: id, epoch })),
    });
  }

  /** Sends a waiting person away. @param options.reason is shown to them; `ban` refuses them in this room from now on */
  async deny({ id, epoch }: WaitingReference, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.#request('deny', { participantId: id, epoch, ...options });
  }

  async putInWaitingRoom(participantId: string, options: { reason?: string } = {}): Promise<void> {
    await this.#request('putInWaitingRoom', { participantId, ...options });
  }

  async remove(participantId: string, options: { ban?: boolean; reason?: string } = {}): Promise<void> {
    await this.#request('remove', { participantId, ...options });
  }

  /** Nobody is unmuted but by themselves: see askToUnmute. */
  async mute(participantId: string, source: TrackSource): Promise<void> {
    await this.#request('mute', { participantId, source });
  }

  async askToUnmute(participantId: string, source: 'microphone' | 'camera'): Promise<void> {
    await this.#request('askToUnmute', { participantId, source });
  }

  async lock(): Promise<void> {
    await this.#request('lock', {});
  }

  async unlock(): Promise<void> {
    await this.#request('unlock', {});
  }

  /** To one who waits, or without an id to all who wait now. */
  async messageWaiting(text: string, participantId?: string): Promise<void> {
    await this.#request('messageWaiting', { text, ...(participantId !== undefined && { participantId }) });
  }

  /** Ends the session for everybody, for good. */
  async endRoom(): Promise<void> {
    await this.#request('endRoom', {});
  }

  #request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#link.request(method, params);
  }

  #connectedWaiting(): WaitingParticipant[] {
    return this.waitingParticipants.filter(
      ({ connection, secondDevice }) => connection === 'connected' && !secondDevice,
    );
  }

  // ---------------------------------------------------------------- what the server tells

  #handleOpened(arrival: Result<'authenticate'>): void {
    this.#media.handleConnected(arrival, arrival.snapshot.state === 'admitted');
    this.#follow(arrival.snapshot);
    this.#connecting?.resolve();
    this.#connecting = null;
  }

  #handleNotification(notification: Notification): void {
    switch (notification.method) {
      case 'messageToWaiting':
        this.emit('messageToWaiting', notification.params.text);
        break;
      case 'askedToUnmute':
        if (notification.params.source !== 'screen') this.emit('askedToUnmute', notification.params.source);
        break;
      case 'trackMuted':
        this.#handleMuted(notification.params);
        break;
      case 'consumersAdded':
        this.#media.handleConsumersAdded(notification.params.consumers);
        break;
      case 'consumerUpdated':
        this.#media.handleConsumerUpdated(notification.params);
        this.#people.handlePaused(notification.params.consumerId, notification.params.paused);
        break;
      case 'consumersClosed':
        this.#media.handleConsumersClosed(notification.params.consumerIds);
        break;
      case 'activeSpeakersChanged':
        this.#setActiveSpeakers(notification.params.speakers);
        break;
      case 'mediaReset':
        this.#media.handleReset();
        break;
      case 'closing':
        // Signaling keeps it and tells it with the end of the connection.
        break;
      default:
        this.#handleRosterChange(notification);
    }
  }

  #handleRosterChange(notification: Notification): void {
    if (!this.#snapshot) return;
    const reason = notification.method === 'snapshotReplaced' ? notification.params.reason : undefined;
    this.#follow(applyNotification(this.#snapshot, notification), reason);
  }

  /** Goes on with a new snapshot: participants and media first, so that every listener finds them as they are. */
  #follow(after: Snapshot, reason?: string): void {
    const before = this.#snapshot;
    const changes = compareSnapshots(before, after);
    this.#snapshot = after;
    this.localParticipant.handleSelf(after.self);
    this.#media.setAdmitted(after.state === 'admitted');
    if (after.state === 'waiting') this.#setActiveSpeakers([]);
    if (changes.room) this.#media.handleGrants();
    this.#people.follow(changes.participants);
    this.#setState(after.state === 'admitted' ? 'joined' : 'waiting', reason);
    for (const entry of changes.waiting.removed) this.emit('waitingParticipantRemoved', entry);
    for (const entry of changes.waiting.updated) this.emit('waitingParticipantUpdated', entry);
    for (const entry of changes.waiting.added) this.emit('waitingParticipantAdded', entry);
    if (changes.room) this.emit('roomUpdated', after.room);
    if (isAdmitted(before) && after.state === 'waiting') this.emit('sentToWait', reason);
  }

  #handleMuted({ trackId, source }: { trackId: string; source: TrackSource }): void {
    // A mute of a track that was closed meanwhile is not one of its successor.
    if (this.#media.handleMuted(source, trackId)) this.#handleMutedByHost(source);
  }

  #handleMutedByHost(source: TrackSource): void {
    this.localParticipant.handleMutedByHost(source);
    this.emit('mutedByHost', source);
  }

  #handleInterrupted(code: string): void {
    this.#media.handleDisconnected();
    this.#setActiveSpeakers([]);
    this.#setState('reconnecting', code);
  }

  #handleClosed({ code, message }: Ending, cause?: unknown): void {
    if (this.#state === 'closed') return;
    this.#closeReason = isErrorCode(code) ? code : 'internal';
    const changes = compareSnapshots(this.#snapshot, null);
    this.#media.close();
    this.#people.follow(changes.participants);
    this.#setActiveSpeakers([]);
    this.localParticipant.close();
    this.#setState('closed', this.#closeReason);
    const isNamed = cause instanceof HearthroomError && cause.code === this.#closeReason;
    this.#connecting?.reject(isNamed ? cause : new HearthroomError(this.#closeReason, message, { cause }));
    this.#connecting = null;
    this.emit('disconnected', this.#closeReason, ...(message === undefined ? [] : [message]));
  }

  #setActiveSpeakers(speakers: readonly ActiveSpeaker[]): void {
    if (speakers.length === 0 && this.#activeSpeakers.length === 0) return;
    this.#activeSpeakers = speakers;
    this.emit('activeSpeakersChanged', [...speakers]);
  }

  #handleBlocked(element: HTMLMediaElement): void {
    this.#blockedElements.add(element);
    if (this.#blockedElements.size === 1) this.emit('audioPlaybackBlocked');
  }

  #setState(state: SessionState, reason?: string): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    this.emit('stateChanged', state, ...(reason === undefined ? [] : [reason]));
  }
}

const isAdmitted = (snapshot: Snapshot | null): snapshot is AdmittedSnapshot => snapshot?.state === 'admitted';
