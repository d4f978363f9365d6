import { Session, type SessionState, type TrackSource } from '../src/index.ts';
import { AudioOutlets } from './audio-outlets.ts';
import { Chime } from './chime.ts';
import type { Answer, Question } from './elements/confirm-dialog.ts';
import { HostControls } from './host-controls.ts';
import { codeOf, LocalMedia } from './local-media.ts';
import { NoticeBoard } from './notice-board.ts';
import { tellPeopleNews } from './people-news.ts';
import { loadPreferences, savePreferences } from './preferences.ts';
import { leaveQuestion, unmuteQuestion } from './questions.ts';
import { byCode, type Texts } from './texts.ts';
import type { CallActions, Page, Source } from './view.ts';
import { pageOf } from './view-of.ts';
import { WakeLock } from './wake-lock.ts';

/** What the outermost element does for the controller. */
export interface ControllerHost {
  readonly texts: Texts;
  /** Something that is shown has changed. */
  changed(): void;
  ask(question: Question): Promise<Answer | null>;
  /** Closes a question that is open. */
  dismissQuestion(): void;
  /** Says something to a screen reader, politely. */
  announce(text: string): void;
  /** Tells the embedding page. */
  emit(name: string, detail: Record<string, unknown>): void;
}

/** One stay in a session, from the lobby to the closed page: listens to the Session and keeps what the interface adds to it. */
export class SessionController implements CallActions {
  readonly session: Session;
  readonly media: LocalMedia;
  readonly controls: HostControls;
  readonly outlets: AudioOutlets;
  readonly board: NoticeBoard;
  page: Page = 'lobby';
  joining = false;
  /** Code of what kept the person from going in. */
  problem: string | null = null;
  messages: string[] = [];
  sentBack: string | null = null;
  closed: { reason: string; message: string } = { reason: 'left', message: '' };
  selfViewHidden = false;
  panelOpen = false;
  isSoundBlocked = false;
  sound = loadPreferences().sound ?? true;
  readonly #host: ControllerHost;
  readonly #chime = new Chime();
  readonly #wakeLock = new WakeLock();
  readonly #subscriptions: (() => void)[] = [];
  #isClosed = false;

  constructor(
    host: ControllerHost,
    options: { url: string; getToken: () => string | Promise<string>; useDevices: boolean },
  ) {
    const { url, getToken, useDevices } = options;
    const changed = () => this.#changed();
    this.#host = host;
    this.session = new Session({ url, getToken });
    this.media = new LocalMedia(this.session.localParticipant, changed);
    this.board = new NoticeBoard(changed);
    this.outlets = new AudioOutlets();
    this.controls = this.#makeControls();
    this.#listen();
    if (useDevices) {
      this.media.setEnabled('microphone', true);
      this.media.setEnabled('camera', true);
    }
  }

  join(): void {
    if (this.joining) return;
    this.joining = true;
    this.problem = null;
    this.#changed();
    this.session.connect().then(
      () => this.#joinSettled(null),
      (error: unknown) => this.#joinSettled(codeOf(error)),
    );
  }

  leave(): void {
    this.#leave().catch(() => {}); // disconnect() settles as closed in any case; the page says so.
  }

  setEnabled(source: Source, enabled: boolean): void {
    this.media.setEnabled(source, enabled);
  }

  choose(kind: Source | 'speaker', deviceId: string): void {
    this.media.choose(kind, deviceId);
  }

  setScreen(enabled: boolean): void {
    this.session.localParticipant.setScreenShareEnabled(enabled).then(
      () => this.#changed(),
      (error: unknown) => {
        // Closing the browser's list of screens counts as permission denied: that was a choice, not a failure.
        if (codeOf(error) !== 'permission-denied')
          this.board.show('screen', this.#host.texts.actionErrors.other, 'important');
      },
    );
  }

  /** To be called in a click, which is what browsers wait for before they play sound. */
  startAudio(): void {
    this.isSoundBlocked = false;
    this.#changed();
    // Refused again: `audioPlaybackBlocked` comes again.
    this.session.startAudio().catch(() => {});
  }

  setSelfViewHidden(hidden: boolean): void {
    this.selfViewHidden = hidden;
    this.#changed();
  }

  setPanelOpen(open: boolean): void {
    this.panelOpen = open;
    this.#changed();
  }

  /** Idempotent. Leaves the session without a word when its element is taken out of the page. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#shutDown();
    // It may be closed already, or never have been connected.
    if (this.session.state !== 'closed') this.session.disconnect().catch(() => {});
  }

  /** Everything but the session itself: sound, timers, locks. */
  #shutDown(): void {
    this.media.close();
    this.outlets.close();
    this.board.close();
    this.#chime.close();
    this.#wakeLock.set(false);
    this.#host.dismissQuestion();
  }

  #makeControls(): HostControls {
    return new HostControls({
      session: this.session,
      texts: () => this.#host.texts,
      ask: (question) => this.#host.ask(question),
      notify: (text, kind) => this.board.show('host', text, kind),
      setSound: (on) => {
        this.sound = on;
        savePreferences({ ...loadPreferences(), sound: on });
        if (on) this.#chime.play();
        this.#changed();
      },
    });
  }

  #tellNews(): (() => void)[] {
    return tellPeopleNews({
      session: this.session,
      texts: () => this.#host.texts,
      announce: (text) => this.#host.announce(text),
      emit: (name, detail) => this.#host.emit(name, detail),
      ring: () => this.#ring(),
      changed: () => this.#changed(),
    });
  }

  #listen(): void {
    const { session } = this;
    const changed = () => this.#changed();
    this.#subscriptions.push(
      session.on('stateChanged', (state, reason) => this.#stateChanged(state, reason)),
      session.on('disconnected', (reason, message) => this.#disconnected(reason, message)),
      session.on('messageToWaiting', (text) => this.#messageCame(text)),
      session.on('askedToUnmute', (source) => this.#asked(source)),
      session.on('mutedByHost', (source) => this.#muted(source)),
      session.on('audioPlaybackBlocked', () => this.#soundBlocked()),
      session.on('mediaFailed', (error, source) => this.#mediaFailed(error.code, source)),
      session.on('sentToWait', (reason) => this.#sentToWait(reason)),
    );
    this.#subscriptions.push(...this.#tellNews());
    for (const event of [
      'participantUpdated',
      'trackSubscribed',
      'trackUnsubscribed',
      'trackUpdated',
      'localTrackUpdated',
      'activeSpeakersChanged',
      'waitingParticipantUpdated',
      'roomUpdated',
    ] as const) {
      this.#subscriptions.push(session.on(event, changed));
    }
  }

  #stateChanged(state: SessionState, reason: string | undefined): void {
    const before = this.page;
    this.page = pageOf(state, before);
    this.#wakeLock.set(this.page === 'waiting' || this.page === 'call');
    if (this.page !== before) this.#host.dismissQuestion();
    if (this.page === 'call' && before !== 'call') this.#entered(before);
    if (this.page === 'waiting' || this.page === 'call') this.#stopForbiddenDevices();
    this.#host.emit('hearthroom-state-changed', { state, ...(reason === undefined ? {} : { reason }) });
    this.#changed();
  }

  #entered(before: Page): void {
    this.messages = [];
    this.sentBack = null;
    if (before !== 'waiting') return;
    // Whoever waited may have looked away; from now on they are seen and heard.
    this.board.show('in', this.#host.texts.notices.nowIn);
    this.#ring();
  }

  #ring(): void {
    if (this.sound) this.#chime.play();
  }

  /** An observer's token is known only now: their camera and microphone are of no use any more, so they are turned off. */
  #stopForbiddenDevices(): void {
    const { grants } = this.session.localParticipant;
    if (!grants.publishMicrophone) this.media.setEnabled('microphone', false);
    if (!grants.publishCamera) this.media.setEnabled('camera', false);
  }

  #disconnected(reason: string, message = ''): void {
    this.page = 'closed';
    this.closed = { reason, message };
    this.#shutDown();
    this.#host.emit('hearthroom-closed', { reason, ...(message === '' ? {} : { message }) });
    this.#changed();
  }

  #joinSettled(code: string | null): void {
    this.joining = false;
    this.problem = this.page === 'lobby' ? code : null;
    this.#changed();
  }

  async #leave(): Promise<void> {
    if (this.page === 'call' && !(await this.#confirmLeave())) return;
    await this.session.disconnect();
  }

  async #confirmLeave(): Promise<boolean> {
    const question = leaveQuestion(this.#host.texts.dialogs, this.session.localParticipant.isHost);
    return (await this.#host.ask(question)) !== null;
  }

  #messageCame(text: string): void {
    this.messages = [...this.messages, text];
    this.#changed();
  }

  #sentToWait(reason: string | undefined): void {
    this.sentBack = reason ?? '';
    this.messages = [];
    this.#changed();
  }

  #asked(source: Source): void {
    if (this.session.localParticipant.isEnabled(source)) return;
    const question = unmuteQuestion(this.#host.texts.dialogs, source);
    this.#host.ask(question).then(
      (answer) => {
        if (answer) this.media.setEnabled(source, true);
      },
      () => {},
    );
  }

  #soundBlocked(): void {
    this.isSoundBlocked = true;
    this.#changed();
  }

  #mediaFailed(code: string, source: TrackSource | null): void {
    const { deviceErrors, devices, notices } = this.#host.texts;
    const text = source === null ? notices.mediaFailed : byCode(deviceErrors, code)(devices[source]);
    this.board.show('media', text, 'important');
  }

  #muted(source: TrackSource): void {
    const { mutedByHost, cameraOffByHost, screenOffByHost } = this.#host.texts.notices;
    const text = source === 'microphone' ? mutedByHost : source === 'camera' ? cameraOffByHost : screenOffByHost;
    this.board.show('muted', text);
    this.#changed();
  }

  #changed(): void {
    if (!this.#isClosed) this.#host.changed();
  }
}
