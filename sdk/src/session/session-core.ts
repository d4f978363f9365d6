/** The parts of a session and how they work together. `Session` is their public interface. */
import type { Result, Snapshot } from '../../protocol/messages/messages.ts';
import type { TrackSource } from '../../protocol/schemas/room-schemas.ts';
import { ConnectionLoop, connectionLoopOptionsOf } from '../connection/connection-loop.ts';
import { ServerClock } from '../connection/server-clock.ts';
import type { SessionOptions } from '../connection/session-options.ts';
import type { ConnectionEnd } from '../connection/signaling.ts';
import type { Playback } from '../core/attachable.ts';
import { createEnvironment, type Environment } from '../core/environment.ts';
import { HearthroomError, isErrorCode, toHearthroomError } from '../core/hearthroom-error.ts';
import { tellDeveloper } from '../core/tell-developer.ts';
import type { Request } from '../core/wire.ts';
import { LocalParticipant } from '../local/local-participant.ts';
import { SessionMedia } from '../media/session-media.ts';
import { compareSnapshots, placeOf, previewedOf, type RosterChanges, sharingOf } from '../people/roster-changes.ts';
import { CheckIns } from './check-ins.ts';
import { BlockedAudio } from './controls/blocked-audio.ts';
import { blurCamera } from './controls/blur-camera.ts';
import { EchoControl } from './controls/echo-control.ts';
import { EncryptionControl } from './controls/encryption-control.ts';
import { leavePage } from './controls/safe-exit.ts';
import { LiveSignals } from './live-signals.ts';
import { createNotificationHandlers, dispatch, type NotificationHandlers } from './notification-handlers.ts';
import { Chat, type SeenPlace } from './session-chat.ts';
import { People } from './session-people.ts';
import { type Fault, type SimulateOptions, simulate } from './simulate.ts';
import type { RoomView } from './types/room-view.ts';
import type { SessionEvents } from './types/session-events.ts';
import type { SessionCloseReason, SessionState } from './types/session-types.ts';

type Emit = <Name extends keyof SessionEvents>(event: Name, ...args: SessionEvents[Name]) => void;

/** The first revision of a server that knows replaced tracks and the sound of screens. */
const musicRevision = 4;

export class SessionCore {
  readonly localParticipant: LocalParticipant;
  readonly chat: Chat;
  readonly checkIns: CheckIns;
  readonly encryption: EncryptionControl;
  readonly echo: EchoControl;
  readonly people: People;
  readonly signals: LiveSignals;
  readonly media: SessionMedia;
  readonly clock = new ServerClock();
  readonly blockedAudio: BlockedAudio;
  readonly request: Request = (method, params) => this.#connection.request(method, params);
  readonly #takesScreenAudio = (): boolean => this.#connection.serverRevision >= musicRevision;
  readonly #emit: Emit;
  readonly #environment: Environment;
  readonly #connection: ConnectionLoop;
  readonly #handlers: NotificationHandlers;
  #state: SessionState = 'idle';
  #closeReason: SessionCloseReason | null = null;
  #snapshot: Snapshot | null = null;
  #connecting: { resolve: () => void; reject: (error: HearthroomError) => void } | null = null;

  /** Throws HearthroomError `invalid-params` when `options.url` is not a valid address. */
  constructor(options: SessionOptions, emit: Emit) {
    this.#emit = emit;
    this.blockedAudio = new BlockedAudio(() => emit('audioPlaybackBlocked'));
    const environment = createEnvironment(options.environment);
    const playback: Playback = {
      MediaStream: environment.MediaStream,
      handleBlocked: (element) => this.blockedAudio.add(element),
    };
    this.#environment = environment;
    this.encryption = new EncryptionControl(options, {
      environment,
      request: this.request,
      emit,
      cipherChanged: () => this.media.handleCipher(),
      notesOpened: () => {
        if (this.#snapshot) this.#follow(this.#snapshot);
      },
    });
    this.people = new People(playback, emit, (consumerId, heightPx) =>
      this.media.handleShownHeight(consumerId, heightPx),
    );
    this.chat = new Chat(
      this.request,
      (message) => emit('chatReceived', message),
      () => this.#seenPlace,
      this.encryption,
    );
    this.checkIns = new CheckIns({
      request: this.request,
      seal: this.encryption.seal,
      serverRevision: () => this.#connection.serverRevision,
      tell: (checkIn) => emit('checkInChanged', checkIn),
    });
    this.localParticipant = new LocalParticipant(environment, playback, {
      blur: (camera) => blurCamera(camera, environment),
      takesScreenAudio: this.#takesScreenAudio,
      changed: (source) => {
        emit('localTrackUpdated', source);
        this.echo.update();
      },
      publish: (source) => this.media.sync(source),
      interrupted: (...args) => emit('deviceInterrupted', ...args),
      restored: (...args) => emit('deviceRestored', ...args),
    });
    this.echo = new EchoControl({
      environment,
      microphone: () => this.localParticipant.sentMicrophone,
      voices: () => this.people.voices,
      handleChanged: (echo) => emit('microphoneEchoChanged', echo),
    });
    this.signals = new LiveSignals({
      find: (id) => (id === this.localParticipant.id ? this.localParticipant : this.people.find(id)),
      tell: emit,
    });
    this.#connection = this.#createConnection(options);
    this.media = this.#createMedia();
    this.#handlers = createNotificationHandlers({
      media: this.media,
      people: this.people,
      chat: this.chat,
      encryption: this.encryption,
      emit,
      snapshotChanged: (change, reason) => {
        if (this.#snapshot) this.#follow(change(this.#snapshot), reason);
      },
      mutedByHost: (source) => this.#handleMutedByHost(source),
      signals: this.signals,
    });
  }

  get #seenPlace(): SeenPlace | null {
    if (this.#connection.serverRevision < 1) return null;
    const room: RoomView | undefined = this.#snapshot?.room;
    const circle = room?.circle;
    return { place: placeOf(this.#snapshot), breakout: Boolean(room?.breakout), ...(circle && { circle }) };
  }

  get state(): SessionState {
    return this.#state;
  }

  get closeReason(): SessionCloseReason | null {
    return this.#closeReason;
  }

  /** What the server has told last; null before the first connect and once closed. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /** See `Session.connect`. */
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

  /** See `Session.disconnect`. */
  async leave(quickly = false): Promise<void> {
    if (this.#state === 'closed') return;
    const leaving = this.#connection.leave(quickly);
    this.#handleClosed({ code: 'left' });
    await leaving;
  }

  /** See `Session.safeExit`. */
  safeExit(url: string): void {
    try {
      this.localParticipant.close();
      this.leave(true).catch(() => {});
      this.#connection.forget();
      this.chat.clear();
    } finally {
      leavePage(this.#environment, url);
    }
  }

  /** See `Session.simulate`. */
  simulate(fault: Fault, options: SimulateOptions): void {
    if (this.#state !== 'waiting' && this.#state !== 'joined') throw new HearthroomError('not-connected');
    simulate(fault, options, { connection: this.#connection, media: this.media });
  }

  #createConnection(options: SessionOptions): ConnectionLoop {
    return new ConnectionLoop(
      { ...connectionLoopOptionsOf(options, this.#environment), clock: this.clock },
      {
        opened: (arrival) => this.#handleOpened(arrival),
        notified: (notification) => dispatch(this.#handlers, notification),
        interrupted: ({ code }) => this.#handleInterrupted(code),
        closed: (ending, cause) => this.#handleClosed(ending, cause),
        findCapabilities: (routerRtpCapabilities) => this.media.findCapabilities(routerRtpCapabilities),
        findIdentity: (token) => this.encryption.findIdentity(token),
        isIdentityWanted: () => this.encryption.setting !== 'off',
        hasMedia: () => this.media.hasTransports,
        lastChatSeq: () => this.chat.lastSeq,
      },
    );
  }

  #createMedia(): SessionMedia {
    return new SessionMedia({
      environment: this.#environment,
      request: this.request,
      wanted: (source) => this.localParticipant.wanted(source),
      takesScreenAudio: this.#takesScreenAudio,
      cipher: () => this.encryption.part?.cipher ?? null,
      handlers: {
        trackReceived: (...args) => {
          this.people.addTrack(...args);
          this.echo.update();
        },
        trackClosed: (consumerId) => {
          this.people.removeTrack(consumerId);
          this.echo.update();
        },
        receptionChanged: (consumerId, isReceived) => this.people.handleReception(consumerId, isReceived),
        mutedMeanwhile: (source) => this.#handleMutedByHost(source),
        failed: (error, source) => this.#emit('mediaFailed', error, source),
        restored: () => this.#emit('mediaRestored'),
      },
    });
  }

  // ---------------------------------------------------------------- what the server tells

  #handleOpened(arrival: Result<'authenticate'>): void {
    const { snapshot } = arrival;
    this.encryption.handleSnapshot(snapshot, previewedOf(snapshot));
    const isCipherChanged = this.encryption.follow();
    if (this.#leaveIfRefused()) return;
    this.media.handleConnected(arrival, this.#sharingOf(snapshot));
    // At first there are no transports without it.
    if (isCipherChanged && this.#snapshot) this.media.handleCipher();
    this.#follow(snapshot);
    // A listener may have left.
    if (this.#state === 'closed') return;
    this.signals.handleConnected([this.localParticipant, ...this.people.everybody]);
    this.encryption.part?.handleConnected();
    this.chat.handleReceived(arrival.chat);
    this.#connecting?.resolve();
    this.#connecting = null;
  }

  /** Takes over a new snapshot: participants and media first, so that every listener sees the new state. */
  #follow(told: Snapshot, reason?: string): void {
    const after = this.encryption.handleSnapshot(told, previewedOf(told));
    const changes = compareSnapshots(this.#snapshot, after);
    this.#snapshot = after;
    this.localParticipant.handleSelf(after.self);
    this.localParticipant.handleBackgroundBlur(after.room.backgroundBlur);
    if (this.encryption.follow()) this.media.handleCipher();
    if (this.#leaveIfRefused()) return;
    this.media.setSharing(this.#sharingOf(after));
    if (after.state === 'waiting') this.signals.handleSpeakers([]);
    if (changes.isPutBack) this.chat.clear();
    if (changes.room) this.media.handleGrants();
    this.people.follow(changes.participants, previewedOf(after));
    this.#setState(after.state === 'admitted' ? 'joined' : 'waiting', reason);
    if (this.#snapshot) this.#tellChanges(changes, after, reason);
  }

  /** Leaves a room without encryption if the page requires it. @returns whether it did */
  #leaveIfRefused(): boolean {
    const { refusal } = this.encryption;
    if (!refusal) return false;
    void this.#connection.leave();
    this.#handleClosed({ code: refusal.code }, refusal);
    return true;
  }

  #sharingOf(snapshot: Snapshot): 'on' | 'off' {
    return this.encryption.mayShare ? sharingOf(snapshot) : 'off';
  }

  #tellChanges({ waiting, room, place, isPutBack }: RosterChanges, after: Snapshot, reason?: string): void {
    // A listener may leave; nothing of the people is told after that.
    const tell: Emit = (name, ...args) => {
      if (this.#snapshot) this.#emit(name, ...args);
    };
    for (const entry of waiting.removed) tell('waitingParticipantRemoved', entry);
    for (const entry of waiting.updated) tell('waitingParticipantUpdated', entry);
    for (const entry of waiting.added) tell('waitingParticipantAdded', entry);
    if (room) tell('roomUpdated', after.room);
    if (place) tell('placeChanged', after.self.place);
    if (isPutBack) tell('sentToWait', reason);
    if (this.#snapshot) this.checkIns.follow(after);
    this.encryption.announce();
  }

  #handleMutedByHost(source: TrackSource): void {
    if (this.localParticipant.handleMutedByHost(source)) this.#emit('mutedByHost', source);
  }

  #handleInterrupted(code: string): void {
    this.media.handleDisconnected();
    this.signals.handleDisconnected();
    this.#setState('reconnecting', code);
  }

  #handleClosed({ code, message }: ConnectionEnd, cause?: unknown): void {
    if (this.#state === 'closed') return;
    this.#closeReason = isErrorCode(code) ? code : 'internal';
    this.media.close();
    this.encryption.close();
    this.people.close();
    this.signals.handleDisconnected();
    this.localParticipant.close();
    this.echo.close();
    this.#forgetPeople();
    this.#setState('closed', this.#closeReason);
    const isNamed = cause instanceof HearthroomError && cause.code === this.#closeReason;
    const error = isNamed ? cause : new HearthroomError(this.#closeReason, message, { cause });
    // A connection that is lost later is the network's fault.
    if (this.#connecting || code !== 'connection-lost') tellDeveloper(error);
    this.#connecting?.reject(error);
    this.#connecting = null;
    this.#emit('disconnected', this.#closeReason, ...(message === undefined ? [] : [message]));
  }

  /** A page that stays open after the session must not show who was in it. */
  #forgetPeople(): void {
    this.#snapshot = null;
    this.checkIns.follow(null);
    this.chat.close();
    this.localParticipant.handleSelf(null);
  }

  #setState(state: SessionState, reason?: string): void {
    if (this.#state === state || this.#state === 'closed') return;
    this.#state = state;
    this.#emit('stateChanged', state, ...(reason === undefined ? [] : [reason]));
  }
}
