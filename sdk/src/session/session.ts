import type {
  AgreementView,
  CheckInQuestion,
  Method,
  Params,
  Place,
  Result,
} from '../../protocol/messages/messages.ts';
import type { Reaction, TrackSource } from '../../protocol/schemas/room-schemas.ts';
import type { SessionOptions } from '../connection/session-options.ts';
import { Emitter } from '../core/emitter.ts';
import { HearthroomError } from '../core/hearthroom-error.ts';
import type { MicrophoneEcho } from '../echo/echo-watch.ts';
import type { LocalParticipant } from '../local/local-participant.ts';
import type { MediaOutage } from '../media/connection/media-server-address.ts';
import type { RemoteParticipant } from '../people/participant.ts';
import { placeOf, waitingOf } from '../people/roster-changes.ts';
import { HostRequests } from './host-requests.ts';
import type { Chat } from './session-chat.ts';
import { SessionCore } from './session-core.ts';
import type { Fault, SimulateOptions } from './simulate.ts';
import type { CheckIn, RoomView } from './types/room-view.ts';
import type { SessionEncryption } from './types/session-encryption.ts';
import type { SessionEvents } from './types/session-events.ts';
import type {
  ActiveSpeaker,
  BreakoutOptions,
  GoRoundOptions,
  MediaDegradation,
  SessionCloseReason,
  SessionState,
  WaitingParticipant,
  WaitingReference,
} from './types/session-types.ts';

/**
 * One stay in a group session: create it, add listeners, call `connect()`. It reconnects by itself and ends with the
 * event `disconnected`; create a new one for another stay. Every promise rejects
 * with a HearthroomError; `HostRequests` lists the codes that all requests have in common.
 */
export class Session extends Emitter<SessionEvents> {
  /** This person: name, grants and own devices. */
  readonly localParticipant: LocalParticipant;
  /** The chat of this stay. */
  readonly chat: Chat;
  /** End-to-end encryption of media and texts. */
  readonly encryption: SessionEncryption;
  /** The requests of hosts; from anybody else the server refuses them with `not-allowed`. */
  readonly host: HostRequests;
  readonly #core: SessionCore;

  /** Throws HearthroomError `invalid-params` when `options.url` is not a valid address. */
  constructor(options: SessionOptions) {
    super();
    const core = new SessionCore(options, (event, ...args) => this.emit(event, ...args));
    this.#core = core;
    this.localParticipant = core.localParticipant;
    this.chat = core.chat;
    this.encryption = core.encryption;
    const known = { inside: () => core.people.participants, waiting: () => waitingOf(core.snapshot) };
    this.host = new HostRequests(core.request, known, core.encryption.seal, core.checkIns);
  }

  /** Where the session is in its lifecycle (event `stateChanged`). */
  get state(): SessionState {
    return this.#core.state;
  }

  /** The code with which the session ended; null before. */
  get closeReason(): SessionCloseReason | null {
    return this.#core.closeReason;
  }

  /** The room as this person may see it (event `roomUpdated`); null before the first connect and once closed. */
  get room(): RoomView | null {
    return this.#core.snapshot?.room ?? null;
  }

  /** The other admitted people, by id; empty while waiting. */
  get participants(): ReadonlyMap<string, RemoteParticipant> {
    return this.#core.people.participants;
  }

  /** The people who wait, longest first; empty unless this person is a host, and once closed. */
  get waitingParticipants(): readonly WaitingParticipant[] {
    return waitingOf(this.#core.snapshot);
  }

  /** The people who speak now, loudest first (event `activeSpeakersChanged`). */
  get activeSpeakers(): readonly ActiveSpeaker[] {
    return this.#core.signals.speakers;
  }

  /**
   * Where this person is (event `placeChanged`): in the group, a preview, a side room or a breakout group. While they
   * wait outside a preview it is the group.
   */
  get place(): Place {
    return placeOf(this.#core.snapshot);
  }

  /** The other person in the current identity check (event `previewOpened`); null without one. */
  get previewedParticipant(): RemoteParticipant | null {
    return this.#core.people.previewed;
  }

  /**
   * The rules of the group, and whether this person accepted them; null: the room has none. Also known while waiting.
   */
  get agreement(): AgreementView | null {
    return this.room?.agreement ?? null;
  }

  /** The check-in that runs, as this person may see it (event `checkInChanged`); null: there is none. */
  get checkIn(): CheckIn | null {
    return this.#core.checkIns.current;
  }

  /**
   * Milliseconds since 1970-01-01 UTC by the server's clock. All times of a session are by this clock (`room.endsAt`,
   * `turnEndsAt`, `waitingSince`, `at` …): the time left is `endsAt - session.serverNow()`. It is right even if the
   * device's clock is wrong or is changed. Before the first connect it is the device's clock.
   */
  serverNow(): number {
    return this.#core.clock.now();
  }

  /**
   * Connects. Resolves when the person waits or has joined; later changes are events. Rejects with the code that ended
   * the session (`token-provider-failed`, `token-invalid`, `connection-lost` …), and with `not-connected` when called a
   * second time.
   */
  connect(): Promise<void> {
    return this.#core.connect();
  }

  /**
   * Leaves. The seat is free at once, and coming back is a new entry. Resolves when the server has answered or the
   * request has failed; never rejects. Idempotent.
   */
  disconnect(): Promise<void> {
    return this.#core.leave();
  }

  /**
   * Leaves immediately: stops the devices, deletes what would resume the seat, blanks the page, and replaces it with
   * `url` in the tab's history. Waits for no answer, and replaces the page also when something fails on the way.
   * @param options `url` is the address of a neutral page (http: or https:); with any other value the page becomes
   *   about:blank
   */
  safeExit(options: { url: string }): void {
    this.#core.safeExit(options.url);
  }

  /**
   * Plays what the browser blocked (event `audioPlaybackBlocked`); call it in a click handler. Rejects with
   * `permission-denied` when the browser still refuses.
   */
  startAudio(): Promise<void> {
    return this.#core.blockedAudio.start();
  }

  /**
   * The addresses that no media reaches: set from `mediaFailed` with `media-unreachable` until `mediaRestored`. Null
   * otherwise.
   */
  get mediaOutage(): MediaOutage | null {
    return this.#core.media.outage;
  }

  /**
   * What does not pass well between this client and the others, whose fault it is, and what the session does about it
   * (event `mediaDegradationChanged`). Null: media passes well, or the server is not reached. No action is needed: it is
   * for telling the person.
   */
  get mediaDegradation(): MediaDegradation | null {
    return this.#core.signals.degradation;
  }

  /**
   * What of the others' sound this person's microphone sends back to them (event `microphoneEchoChanged`); null: nothing
   * that was noticed. It is looked for while the microphone is on and others are heard.
   */
  get microphoneEcho(): MicrophoneEcho | null {
    return this.#core.echo.found;
  }

  /** Whether this client receives video (`setVideoReception`). */
  get videoReception(): 'on' | 'off' {
    return this.#core.media.videoReception;
  }

  /**
   * With `off`, for example on a slow connection, no video is sent to this client, now or later, until `on`. Video
   * tracks stay, with `isReceived` false. Without a connection it takes effect with the next one.
   */
  setVideoReception(video: 'on' | 'off'): Promise<void> {
    return this.#core.media.setVideoReception(video);
  }

  /**
   * Causes a fault for this client only, to test an interface; the other people see what they would see after a real
   * one. Throws HearthroomError `not-connected` unless the state is `waiting` or `joined`, and `invalid-params` for an
   * unknown fault.
   */
  simulate(fault: Fault, options: SimulateOptions = {}): void {
    this.#core.simulate(fault, options);
  }

  // ---------------------------------------------------------------- requests of everybody

  /**
   * Accepts the agreement in the version that `agreement` shows. Rejects with `not-found` when the room has none or has
   * a newer version.
   */
  async acceptAgreement(): Promise<void> {
    const { agreement } = this;
    if (!agreement) throw new HearthroomError('not-found', 'The room has no agreement');
    await this.request('acceptAgreement', { version: agreement.version });
  }

  /** Withdraws the acceptance. A person inside has to wait again. */
  async withdrawAgreement(): Promise<void> {
    await this.request('withdrawAgreement', {});
  }

  /**
   * A client's answer about an observer (`room.consents`). It can be changed at any time; a no sends the observer back
   * to wait.
   * @param participantId the observer
   */
  async answerConsent(participantId: string, consent: boolean): Promise<void> {
    await this.request('answerConsent', { participantId, consent });
  }

  /**
   * Answers a host who would like to speak with this person alone (`room.meeting`). Needs no grant. Rejects with
   * `not-found` when that host does not ask any more.
   * @param participantId the host: `room.meeting.participantId`
   * @param accept true starts the conversation at once; false declines, and the host is told "not now"
   */
  async answerMeeting(participantId: string, accept: boolean): Promise<void> {
    await this.request('answerMeeting', { participantId, accept });
  }

  /**
   * Sends a text to the other person in the preview, from either side (event `previewText`). Needs no grant.
   * @param text plain text, at most 1,000 characters
   */
  async sendPreviewText(text: string): Promise<void> {
    await this.request('sendPreviewText', await this.#core.encryption.seal('preview', text));
  }

  /** Ends the side room, or cancels it before it has begun. Either person may call it. */
  closeSideRoom(): Promise<void> {
    return this.host.closeSideRoom();
  }

  /**
   * Calls for help; only hosts see it. For clients.
   * @param note at most 1,000 characters
   */
  async requestHelp(note?: string): Promise<void> {
    const content = note === undefined ? null : await this.#core.encryption.seal('help', note);
    await this.request('requestHelp', content?.text === undefined ? { ...content } : { note: content.text });
  }

  /**
   * Withdraws one's own request for help; a host closes a client's request.
   * @param participantId the client; default: this person
   */
  closeHelp(participantId?: string): Promise<void> {
    return this.host.closeHelp(participantId);
  }

  /**
   * Answers the check-in that runs (`checkIn`); a later answer replaces it. Only hosts learn it. For clients. Rejects
   * with `too-late` when it is over.
   * @param value a number of the scale, or the index of a choice; null takes the answer back
   */
  async answerCheckIn(value: number | null): Promise<void> {
    await this.#core.checkIns.answer(value);
  }

  /** Raises this person's hand (`room.hands`). */
  async raiseHand(): Promise<void> {
    await this.request('raiseHand', {});
  }

  /**
   * Lowers a hand. For another person's hand it needs `canModerate`.
   * @param participantId default: this person
   */
  lowerHand(participantId?: string): Promise<void> {
    return this.host.lowerHand(participantId);
  }

  /** Ends the current turn; for hosts and for the person whose turn it is. After the last turn the round is over. */
  nextTurn(): Promise<void> {
    return this.host.nextTurn();
  }

  /**
   * Gives a turn to somebody. A person who missed their turn (`room.goRound.missed`) chooses when they want it; a host
   * gives a turn to anybody. Rejects with `too-late` when the person has the turn already or has no turn to take.
   * @param when `now` interrupts the current turn (hosts only), `next` follows it, `end` is last, `never` declines a
   *   missed turn
   * @param participantId default: this person
   */
  giveTurn(when: 'now' | 'next' | 'end' | 'never', participantId?: string): Promise<void> {
    return this.host.giveTurn(when, participantId);
  }

  /** Shows a reaction for a moment to the people in the same place (event `reactionReceived`). */
  async react(reaction: Reaction): Promise<void> {
    await this.request('react', { reaction });
  }

  /**
   * Changes this person's own display name. Needs `canRename`.
   * @param name 1 to 80 characters, at least one of them visible
   */
  async rename(name: string): Promise<void> {
    await this.request('rename', { name });
  }

  // ---------------------------------------------------------------- requests of hosts, the same as in `host`

  /** Same as `host.admit`. */
  admit(entry: WaitingReference, options?: { unencrypted?: boolean }): Promise<void> {
    return this.host.admit(entry, options);
  }

  /** Same as `host.admitAll`. */
  admitAll(entries?: readonly WaitingReference[]): Promise<Result<'admitAll'>> {
    return this.host.admitAll(entries);
  }

  /** Same as `host.deny`. */
  deny(entry: WaitingReference, options?: { ban?: boolean; reason?: string }): Promise<void> {
    return this.host.deny(entry, options);
  }

  /** Same as `host.putInWaitingRoom`. */
  putInWaitingRoom(participantId: string, options?: { reason?: string }): Promise<void> {
    return this.host.putInWaitingRoom(participantId, options);
  }

  /** Same as `host.messageWaiting`. */
  messageWaiting(text: string, participantId?: string): Promise<void> {
    return this.host.messageWaiting(text, participantId);
  }

  /** Same as `host.openPreview`. */
  openPreview(entry: WaitingReference): Promise<void> {
    return this.host.openPreview(entry);
  }

  /** Same as `host.closePreview`. */
  closePreview(): Promise<void> {
    return this.host.closePreview();
  }

  /** Same as `host.openCircle`. */
  openCircle(): Promise<void> {
    return this.host.openCircle();
  }

  /** Same as `host.cancelCircle`. */
  cancelCircle(): Promise<void> {
    return this.host.cancelCircle();
  }

  /** Same as `host.askConsent`. */
  askConsent(entry: WaitingReference): Promise<void> {
    return this.host.askConsent(entry);
  }

  /** Same as `host.remove`. */
  remove(participantId: string, options?: { ban?: boolean; reason?: string }): Promise<void> {
    return this.host.remove(participantId, options);
  }

  /** Same as `host.mute`. */
  mute(participantId: string, source: TrackSource): Promise<void> {
    return this.host.mute(participantId, source);
  }

  /** Same as `host.askToUnmute`. */
  askToUnmute(participantId: string, source: 'microphone' | 'camera'): Promise<void> {
    return this.host.askToUnmute(participantId, source);
  }

  /** Same as `host.lock`. */
  lock(): Promise<void> {
    return this.host.lock();
  }

  /** Same as `host.unlock`. */
  unlock(): Promise<void> {
    return this.host.unlock();
  }

  /** Same as `host.setSpotlight`. */
  setSpotlight(participantId: string | null): Promise<void> {
    return this.host.setSpotlight(participantId);
  }

  /** Same as `host.answerHelp`. */
  answerHelp(participantId: string, text: string): Promise<void> {
    return this.host.answerHelp(participantId, text);
  }

  /** Same as `host.markDepartureSeen`. */
  markDepartureSeen(participantId: string): Promise<void> {
    return this.host.markDepartureSeen(participantId);
  }

  /** Same as `host.openSideRoom`. */
  openSideRoom(participantId: string): Promise<void> {
    return this.host.openSideRoom(participantId);
  }

  /** Same as `host.startGoRound`. */
  startGoRound(options?: GoRoundOptions): Promise<void> {
    return this.host.startGoRound(options);
  }

  /** Same as `host.pauseGoRound`. */
  pauseGoRound(): Promise<void> {
    return this.host.pauseGoRound();
  }

  /** Same as `host.resumeGoRound`. */
  resumeGoRound(): Promise<void> {
    return this.host.resumeGoRound();
  }

  /** Same as `host.stopGoRound`. */
  stopGoRound(): Promise<void> {
    return this.host.stopGoRound();
  }

  /** Same as `host.undoTurn`. */
  undoTurn(): Promise<void> {
    return this.host.undoTurn();
  }

  /** Same as `host.startCheckIn`. */
  startCheckIn(question: CheckInQuestion): Promise<void> {
    return this.host.startCheckIn(question);
  }

  /** Same as `host.endCheckIn`. */
  endCheckIn(): Promise<void> {
    return this.host.endCheckIn();
  }

  /** Same as `host.startBreakout`. */
  startBreakout(options: BreakoutOptions): Promise<void> {
    return this.host.startBreakout(options);
  }

  /** Same as `host.moveToGroup`. */
  moveToGroup(groupId: string | null, participantId?: string): Promise<void> {
    return this.host.moveToGroup(groupId, participantId);
  }

  /** Same as `host.messageGroups`. */
  messageGroups(text: string): Promise<void> {
    return this.host.messageGroups(text);
  }

  /** Same as `host.endBreakout`. */
  endBreakout(options?: { countdownSeconds?: number }): Promise<void> {
    return this.host.endBreakout(options);
  }

  /** Same as `host.extend`. */
  extend(minutes: number): Promise<void> {
    return this.host.extend(minutes);
  }

  /** Same as `host.undoExtension`. */
  undoExtension(): Promise<void> {
    return this.host.undoExtension();
  }

  /** Same as `host.endRoom`. */
  endRoom(options?: { message?: string }): Promise<void> {
    return this.host.endRoom(options);
  }

  protected request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#core.request(method, params);
  }
}
