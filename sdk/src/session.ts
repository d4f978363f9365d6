import type { AgreementView, Method, Params, Place, Result, Snapshot } from '../protocol/messages/messages.ts';
import type { TrackSource } from '../protocol/schemas/room-schemas.ts';
import { BlockedAudio } from './blocked-audio.ts';
import { ConnectionLoop, connectionLoopOptionsOf } from './connection/connection-loop.ts';
import { ServerClock } from './connection/server-clock.ts';
import type { SessionOptions } from './connection/session-options.ts';
import type { ConnectionEnd } from './connection/signaling.ts';
import type { Playback } from './core/attachable.ts';
import { createEnvironment, type Environment } from './core/environment.ts';
import { HearthroomError, isErrorCode, toHearthroomError } from './core/hearthroom-error.ts';
import { LiveSignals } from './live-signals.ts';
import { LocalParticipant } from './local/local-participant.ts';
import type { MediaOutage } from './media/connection/media-server-address.ts';
import { SessionMedia } from './media/session-media.ts';
import { createNotificationHandlers, dispatch, type NotificationHandlers } from './notification-handlers.ts';
import type { RemoteParticipant } from './people/participant.ts';
import {
  compareSnapshots,
  placeOf,
  previewedOf,
  type RosterChanges,
  sharingOf,
  waitingOf,
} from './people/roster-changes.ts';
import { RoomRequests } from './room-requests.ts';
import { leavePage } from './safe-exit.ts';
import { Chat } from './session-chat.ts';
import { People } from './session-people.ts';
import type { ActiveSpeaker, RoomView, SessionCloseReason, SessionState, WaitingParticipant } from './session-types.ts';
import { type Fault, type SimulateOptions, simulate } from './simulate.ts';

/**
 * One stay in a group session: create it, add listeners, call `connect()`. It reconnects by itself and ends with the
 * event `disconnected`; create a new one for another stay. Requests about the room are inherited from RoomRequests.
 * Every promise rejects with a HearthroomError.
 */
export class Session extends RoomRequests {
  /** This person: name, grants and own devices. */
  readonly localParticipant: LocalParticipant;
  /** The chat of this stay. */
  readonly chat: Chat;
  readonly #environment: Environment;
  readonly #clock = new ServerClock();
  readonly #connection: ConnectionLoop;
  readonly #media: SessionMedia;
  readonly #people: People;
  readonly #signals: LiveSignals;
  readonly #handlers: NotificationHandlers;
  readonly #blockedAudio = new BlockedAudio(() => this.emit('audioPlaybackBlocked'));
  #state: SessionState = 'idle';
  #closeReason: SessionCloseReason | null = null;
  #snapshot: Snapshot | null = null;
  #connecting: { resolve: () => void; reject: (error: HearthroomError) => void } | null = null;

  /** Throws HearthroomError `invalid-params` when `options.url` is not a valid address. */
  constructor(options: SessionOptions) {
    super();
    const environment = createEnvironment(options.environment);
    const playback: Playback = {
      MediaStream: environment.MediaStream,
      handleBlocked: (element) => this.#blockedAudio.add(element),
    };
    this.#environment = environment;
    this.#people = new People(
      playback,
      (event, ...args) => this.emit(event, ...args),
      (consumerId, heightPx) => this.#media.handleShownHeight(consumerId, heightPx),
    );
    this.chat = new Chat(
      (method, params) => this.request(method, params),
      (message) => this.emit('chatReceived', message),
      () => ({ place: this.place, breakout: Boolean(this.room?.breakout) }),
    );
    this.localParticipant = new LocalParticipant(environment, playback, {
      changed: (source) => this.emit('localTrackUpdated', source),
      publish: (source) => this.#media.sync(source),
      interrupted: (...args) => this.emit('deviceInterrupted', ...args),
      restored: (...args) => this.emit('deviceRestored', ...args),
    });
    this.#signals = new LiveSignals({
      find: (id) => (id === this.localParticipant.id ? this.localParticipant : this.#people.find(id)),
      tell: (event, ...args) => this.emit(event, ...args),
    });
    this.#connection = this.#createConnection(options);
    this.#media = this.#createMedia();
    this.#handlers = createNotificationHandlers({
      media: this.#media,
      people: this.#people,
      chat: this.chat,
      emit: (event, ...args) => this.emit(event, ...args),
      snapshotChanged: (change, reason) => {
        if (this.#snapshot) this.#follow(change(this.#snapshot), reason);
      },
      mutedByHost: (source) => this.#handleMutedByHost(source),
      signals: this.#signals,
    });
  }

  /** Where the session is in its lifecycle (event `stateChanged`). */
  get state(): SessionState {
    return this.#state;
  }

  /** The code with which the session ended; null before. */
  get closeReason(): SessionCloseReason | null {
    return this.#closeReason;
  }

  /** The room as this person may see it (event `roomUpdated`); null before the first connect. */
  get room(): RoomView | null {
    return this.#snapshot?.room ?? null;
  }

  /** The other admitted people, by id; empty while waiting. */
  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#people.participants;
  }

  /** The people who wait, longest first; empty unless this person is a host. */
  get waitingParticipants(): readonly WaitingParticipant[] {
    return waitingOf(this.#snapshot);
  }

  /** The people who speak now, loudest first (event `activeSpeakersChanged`). */
  get activeSpeakers(): readonly ActiveSpeaker[] {
    return this.#signals.speakers;
  }

  /**
   * Where this person is (event `placeChanged`): in the group, a preview, a side room or a breakout group. While they
   * wait outside a preview it is the group.
   */
  get place(): Place {
    return placeOf(this.#snapshot);
  }

  /** The other person in the current identity check (event `previewOpened`); null without one. */
  get previewedParticipant(): RemoteParticipant | null {
    return this.#people.previewed;
  }

  /**
   * The rules of the group, and whether this person accepted them; null: the room has none. Also known while waiting.
   */
  get agreement(): AgreementView | null {
    return this.#snapshot?.room.agreement ?? null;
  }

  /**
   * Milliseconds since 1970-01-01 UTC by the server's clock. All times of a session are by this clock (`room.endsAt`,
   * `turnEndsAt`, `waitingSince`, `at` …): the time left is `endsAt - session.serverNow()`. It is right even if the
   * device's clock is wrong or is changed. Before the first connect it is the device's clock.
   */
  serverNow(): number {
    return this.#clock.now();
  }

  /**
   * Connects. Resolves when the person waits or has joined; later changes are events. Rejects with the code that ended
   * the session (`token-provider-failed`, `token-invalid`, `connection-lost` …), and with `not-connected` when called a
   * second time.
   */
  connect(): Promise<void> {
    if (this.#state !== 'idle') {
      return Promise.reject(new HearthroomError('not-connected', 'A session connects once; make a new one'));
    }
    return new Promise((resolve, reject) => {
      this.#connecting = { resolve, reject };
      this.#setState('connecting');
      this.#connection.run().catch((error: unknown) => {
        this.#connection.close();
        this.#handleClosed({ code: toHearthroomError(error).code }, error);
      });
    });
  }

  /**
   * Leaves. The seat is free at once, and coming back is a new entry. Resolves when the server has answered or the
   * request has failed; never rejects. Idempotent.
   */
  disconnect(): Promise<void> {
    return this.#leave();
  }

  async #leave(quickly = false): Promise<void> {
    if (this.#state === 'closed') return;
    const leaving = this.#connection.leave(quickly);
    this.#handleClosed({ code: 'left' });
    await leaving;
  }

  /**
   * Leaves immediately: stops the devices, deletes what would resume the seat, blanks the page, and replaces it with
   * `url` in the tab's history. Waits for no answer, and replaces the page also when something fails on the way.
   * @param options.url address of a neutral page (http: or https:); with any other value the page becomes about:blank
   */
  safeExit({ url }: { url: string }): void {
    try {
      this.localParticipant.close();
      this.#leave(true).catch(() => {});
      this.#connection.forget();
      this.chat.clear();
    } finally {
      leavePage(this.#environment, url);
    }
  }

  /**
   * Plays what the browser blocked (event `audioPlaybackBlocked`); call it in a click handler. Rejects with
   * `permission-denied` when the browser still refuses.
   */
  startAudio(): Promise<void> {
    return this.#blockedAudio.start();
  }

  /**
   * The addresses that no media reaches: set from `mediaFailed` with `media-unreachable` until `mediaRestored`. Null
   * otherwise.
   */
  get mediaOutage(): MediaOutage | null {
    return this.#media.outage;
  }

  /** Whether this client receives video (`setVideoReception`). */
  get videoReception(): 'on' | 'off' {
    return this.#media.videoReception;
  }

  /**
   * With `off`, for example on a slow connection, no video is sent to this client, now or later, until `on`. Video
   * tracks stay, with `isReceived` false. Without a connection it takes effect with the next one.
   */
  setVideoReception(video: 'on' | 'off'): Promise<void> {
    return this.#media.setVideoReception(video);
  }

  /**
   * Causes a fault for this client only, to test an interface; the other people see what they would see after a real
   * one. Throws HearthroomError `not-connected` unless the state is `waiting` or `joined`, and `invalid-params` for an
   * unknown fault.
   */
  simulate(fault: Fault, options: SimulateOptions = {}): void {
    if (this.#state !== 'waiting' && this.#state !== 'joined') throw new HearthroomError('not-connected');
    simulate(fault, options, { connection: this.#connection, media: this.#media });
  }

  protected request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#connection.request(method, params);
  }

  #createConnection(options: SessionOptions): ConnectionLoop {
    return new ConnectionLoop(
      { ...connectionLoopOptionsOf(options, this.#environment), clock: this.#clock },
      {
        opened: (arrival) => this.#handleOpened(arrival),
        notified: (notification) => dispatch(this.#handlers, notification),
        interrupted: ({ code }) => this.#handleInterrupted(code),
        closed: (ending, cause) => this.#handleClosed(ending, cause),
        findCapabilities: (routerRtpCapabilities) => this.#media.findCapabilities(routerRtpCapabilities),
        hasMedia: () => this.#media.hasTransports,
        lastChatSeq: () => this.chat.lastSeq,
      },
    );
  }

  #createMedia(): SessionMedia {
    return new SessionMedia({
      environment: this.#environment,
      request: (method, params) => this.#connection.request(method, params),
      wanted: (source) => this.localParticipant.wanted(source),
      handlers: {
        trackReceived: (...args) => this.#people.addTrack(...args),
        trackClosed: (consumerId) => this.#people.removeTrack(consumerId),
        receptionChanged: (consumerId, isReceived) => this.#people.handleReception(consumerId, isReceived),
        mutedMeanwhile: (source) => this.#handleMutedByHost(source),
        failed: (error, source) => this.emit('mediaFailed', error, source),
        restored: () => this.emit('mediaRestored'),
      },
    });
  }

  // ---------------------------------------------------------------- what the server tells

  #handleOpened(arrival: Result<'authenticate'>): void {
    this.#media.handleConnected(arrival, sharingOf(arrival.snapshot));
    this.#follow(arrival.snapshot);
    this.#signals.handleConnected([this.localParticipant, ...this.#people.everybody]);
    this.chat.handleReceived(arrival.chat);
    this.#connecting?.resolve();
    this.#connecting = null;
  }

  /** Takes over a new snapshot: participants and media first, so that every listener sees the new state. */
  #follow(after: Snapshot, reason?: string): void {
    const changes = compareSnapshots(this.#snapshot, after);
    this.#snapshot = after;
    this.localParticipant.handleSelf(after.self);
    this.#media.setSharing(sharingOf(after));
    if (after.state === 'waiting') this.#signals.handleSpeakers([]);
    if (changes.isPutBack) this.chat.clear();
    if (changes.room) this.#media.handleGrants();
    this.#people.follow(changes.participants, previewedOf(after));
    this.#setState(after.state === 'admitted' ? 'joined' : 'waiting', reason);
    this.#tellChanges(changes, after, reason);
  }

  #tellChanges({ waiting, room, place, isPutBack }: RosterChanges, after: Snapshot, reason?: string): void {
    for (const entry of waiting.removed) this.emit('waitingParticipantRemoved', entry);
    for (const entry of waiting.updated) this.emit('waitingParticipantUpdated', entry);
    for (const entry of waiting.added) this.emit('waitingParticipantAdded', entry);
    if (room) this.emit('roomUpdated', after.room);
    if (place) this.emit('placeChanged', after.self.place);
    if (isPutBack) this.emit('sentToWait', reason);
  }

  #handleMutedByHost(source: TrackSource): void {
    if (this.localParticipant.handleMutedByHost(source)) this.emit('mutedByHost', source);
  }

  #handleInterrupted(code: string): void {
    this.#media.handleDisconnected();
    this.#signals.handleSpeakers([]);
    this.#setState('reconnecting', code);
  }

  #handleClosed({ code, message }: ConnectionEnd, cause?: unknown): void {
    if (this.#state === 'closed') return;
    this.#closeReason = isErrorCode(code) ? code : 'internal';
    const changes = compareSnapshots(this.#snapshot, null);
    this.#media.close();
    this.#people.follow(changes.participants, null);
    this.#signals.handleSpeakers([]);
    this.localParticipant.close();
    this.#setState('closed', this.#closeReason);
    const isNamed = cause instanceof HearthroomError && cause.code === this.#closeReason;
    this.#connecting?.reject(isNamed ? cause : new HearthroomError(this.#closeReason, message, { cause }));
    this.#connecting = null;
    this.emit('disconnected', this.#closeReason, ...(message === undefined ? [] : [message]));
  }

  #setState(state: SessionState, reason?: string): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    this.emit('stateChanged', state, ...(reason === undefined ? [] : [reason]));
  }
}
