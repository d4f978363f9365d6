import { HearthroomError, Session, type SessionState } from '../../src/index.ts';
import { AudioOutlets } from '../effects/audio-outlets.ts';
import { Bell } from '../effects/bell.ts';
import { WakeLock } from '../effects/wake-lock.ts';
import { tellAbsenceNews } from '../news/absence-news.ts';
import { tellEndNews } from '../news/end-news.ts';
import { HelpNews } from '../news/help-news.ts';
import { tellLeadNews } from '../news/lead-news.ts';
import { NoticeBoard } from '../news/notice-board.ts';
import { tellPeopleNews } from '../news/people-news.ts';
import { tellWhoSeesWhom } from '../news/who-sees-whom.ts';
import type { Texts } from '../texts/texts.ts';
import { pageOf } from '../views/read-session.ts';
import { maskTexts, ScreenMask } from '../views/screen-mask.ts';
import type { NoticeView, Page, WaitingMessage } from '../views/view-types.ts';
import { tellDeviceNews } from './device-news.ts';
import type { ElementPort, SessionControllerOptions } from './element-port.ts';
import { HostControls } from './host-controls.ts';
import { isHostToken } from './host-token.ts';
import { codeOf, LocalMedia } from './local-media.ts';
import { LoneGroups } from './lone-groups.ts';
import { OwnControls } from './own-controls.ts';
import { leaveQuestion } from './questions.ts';
import { TransientState } from './transient-state.ts';

/** What only the embedding page's developer can mend; the message never quotes a token. */
function tellDeveloper(error: unknown): void {
  if (!(error instanceof HearthroomError) || error.code !== 'token-provider-failed') return;
  // biome-ignore lint/suspicious/noConsole: the person is told in words of their own, and the developer looks here.
  console.error(`hearthroom-session: ${error.message}`);
}

/** By so much a device may know the server's time wrongly. */
const clockErrorMs = 2_000;

/** One stay in a session, from the lobby to the closed page: listens to the Session and keeps what the interface adds to it. */
export class SessionController {
  readonly session: Session;
  readonly media: LocalMedia;
  readonly controls: HostControls;
  readonly own: OwnControls;
  readonly transient: TransientState;
  readonly outlets: AudioOutlets;
  readonly board: NoticeBoard;
  readonly help: HelpNews;
  readonly mask: ScreenMask;
  readonly loneGroups: LoneGroups;
  page: Page = 'lobby';
  joining = false;
  /** Code of what kept the person from going in. */
  problem: string | null = null;
  messages: WaitingMessage[] = [];
  sentBack: string | null = null;
  closed: { reason: string; message: string; onTime: boolean } = { reason: 'left', message: '', onTime: false };
  /** A passcode is asked for; `wrong` after one that was not it. */
  passcode: { wrong: boolean; answer: (passcode: string) => void } | null = null;
  isSoundBlocked = false;
  /** Somebody else was in the session with this person. */
  hadCompany = false;
  readonly #host: ElementPort;
  readonly #bell = new Bell();
  readonly #wakeLock: WakeLock;
  readonly #subscriptions: (() => void)[] = [];
  #isClosed = false;
  #mayBeHost = false;

  constructor(host: ElementPort, options: SessionControllerOptions) {
    const { url, getToken, useDevices } = options;
    const changed = () => this.#changed();
    this.#host = host;
    this.#wakeLock = new WakeLock(() => host.document);
    const getKnownToken = async (): Promise<string> => {
      const token = await getToken();
      this.#mayBeHost = isHostToken(token);
      return token;
    };
    this.session = new Session({ url, getToken: getKnownToken, getPasscode: (reason) => this.#askPasscode(reason) });
    this.media = new LocalMedia(this.session.localParticipant, changed);
    this.board = new NoticeBoard({ changed, announce: (notice) => this.#announceNotice(notice) });
    this.loneGroups = new LoneGroups(this.session, changed);
    this.outlets = new AudioOutlets();
    this.mask = new ScreenMask({ session: this.session, changed, masked: () => this.#hideForSharing() });
    this.controls = this.#makeControls();
    this.help = this.#makeHelpNews();
    this.transient = this.#makeTransientState();
    this.own = this.#makeOwnControls(options.exitUrl);
    this.#listen();
    if (useDevices) {
      this.media.setEnabled('microphone', true);
      this.media.setEnabled('camera', true);
    }
  }

  /** By what the server said, and before that by what the token says. */
  get isHost(): boolean {
    return this.session.localParticipant.isHost || this.#mayBeHost;
  }

  /** The chime is wanted. */
  get sound(): boolean {
    return this.#bell.isOn;
  }

  join(): void {
    if (this.joining) return;
    this.joining = true;
    this.problem = null;
    this.#changed();
    this.session.connect().then(
      () => this.#joinSettled(null),
      (error: unknown) => {
        tellDeveloper(error);
        this.#joinSettled(codeOf(error));
      },
    );
  }

  leave(): void {
    this.#leave().catch(() => {}); // disconnect() settles as closed in any case; the page says so.
  }

  /** To be called in a click, which is what browsers wait for before they play sound. */
  startAudio(): void {
    this.isSoundBlocked = false;
    this.#changed();
    // Refused again: `audioPlaybackBlocked` comes again.
    this.session.startAudio().catch(() => {});
  }

  openAgreement(): void {
    this.#host.openAgreement();
  }

  /** Leaves at once to a neutral page, from every page. Not for hosts who are in: a slip of theirs would leave the group alone. */
  safeExit(): void {
    const isIn = this.page === 'waiting' || this.page === 'call';
    if (!isIn || !this.session.localParticipant.isHost) this.own.safeExit();
  }

  /** The element was moved, perhaps into another window. */
  handleElementMoved(): void {
    this.outlets.resume();
    this.#wakeLock.handleMoved();
  }

  /** The element was taken out of the page: leaves, and tells the embedding page, which may not have meant it. */
  handleElementRemoved(): void {
    const isInSession = this.session.state !== 'idle' && this.session.state !== 'closed';
    this.close();
    if (!isInSession) return;
    const reason = 'element-removed';
    this.#host.emit('hearthroom-state-changed', { state: 'closed', reason });
    this.#host.emit('hearthroom-closed', { reason });
  }

  /** Idempotent. Leaves the session without a word. */
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
    this.passcode?.answer('');
    this.media.close();
    this.transient.close();
    this.outlets.close();
    this.board.close();
    this.#bell.close();
    this.#wakeLock.set(false);
    this.#host.dismissQuestion();
  }

  /** For sentences that stay in the page for a while, or are said: while the own screen is shared they name nobody. */
  get #texts(): Texts {
    const { texts } = this.#host;
    return this.mask.isOn ? maskTexts(texts) : texts;
  }

  #announce(text: string): void {
    if (text !== '') this.#host.announce(text);
  }

  #announceNotice({ text, isPublic = false }: Pick<NoticeView, 'text' | 'isPublic'>): void {
    if (isPublic || !this.mask.isOn) this.#announce(text);
  }

  /** The own screen will be seen by everybody in a moment: takes out of the page what was said and asked before. */
  #hideForSharing(): void {
    this.#host.dismissQuestion();
    this.#host.forgetAnnouncements();
    this.help.forgetAlerts();
  }

  #makeControls(): HostControls {
    return new HostControls({
      session: this.session,
      texts: () => this.#texts,
      ask: (question) => this.#host.ask(question),
      // What was refused names nobody; what was done may.
      notify: (text, kind) => this.board.show('host', text, kind, kind === 'important'),
      setSound: (on) => {
        this.#bell.setOn(on);
        this.#changed();
      },
    });
  }

  #makeHelpNews(): HelpNews {
    return new HelpNews({
      session: this.session,
      board: this.board,
      texts: () => this.#texts,
      announce: (text) => this.#announce(text),
      ring: (tune) => this.#bell.ring(tune),
    });
  }

  #makeTransientState(): TransientState {
    return new TransientState({
      session: this.session,
      board: this.board,
      texts: () => this.#texts,
      announce: (text) => this.#announce(text),
      ring: () => this.#bell.ring(),
      changed: () => this.#changed(),
      isReadingChat: () => this.own.panel === 'chat' && this.#host.document.visibilityState === 'visible',
      extend: (minutes) => this.controls.extendRoom(minutes),
    });
  }

  #makeOwnControls(exitUrl: () => string): OwnControls {
    return new OwnControls({
      session: this.session,
      media: this.media,
      transient: this.transient,
      texts: () => this.#texts,
      ask: (question) => this.#host.ask(question),
      notify: (text, kind) => this.board.show('own', text, kind, true),
      changed: () => this.#changed(),
      setHiddenShown: (shown) => this.mask.setShown(shown),
      leave: () => this.leave(),
      exitUrl,
      document: () => this.#host.document,
    });
  }

  /** '' gives up: then the session is closed. */
  #askPasscode(reason: 'passcode-required' | 'passcode-wrong'): Promise<string> {
    return new Promise((resolve) => {
      const answer = (passcode: string): void => {
        this.passcode = null;
        this.#changed();
        resolve(passcode);
      };
      this.passcode = { wrong: reason === 'passcode-wrong', answer };
      this.#changed();
    });
  }

  #tellNews(): (() => void)[] {
    const { session, media, board } = this;
    const texts = () => this.#texts;
    const deviceNews = tellDeviceNews({
      session,
      texts,
      isHost: () => session.localParticipant.isHost,
      show: (id, text, kind) => board.show(id, text, kind, true),
      ask: (question) => this.#host.ask(question),
      isEnabled: (source) => session.localParticipant.isEnabled(source) || session.localParticipant.isStarting(source),
      enable: (source) => media.setEnabled(source, true),
      interrupted: (...args) => media.handleInterrupted(...args),
      restored: (...args) => media.handleRestored(...args),
      ring: () => this.#bell.ring(),
    });
    const peopleNews = tellPeopleNews({
      session,
      texts,
      announce: (text) => this.#announce(text),
      emit: (name, detail) => this.#host.emit(name, detail),
      ring: () => this.#bell.ring(),
      changed: () => this.#changed(),
    });
    const seenNews = tellWhoSeesWhom({
      session,
      board,
      texts,
      announce: (text) => this.#announce(text),
      ring: () => this.#bell.ring(),
    });
    const absenceNews = tellAbsenceNews({ session, board, texts, ring: () => this.#bell.ring() });
    const isNoticed = () =>
      session.localParticipant.isHost && session.room?.extensionUndo !== undefined && this.own.panel !== 'people';
    const endNews = tellEndNews({ session, board, texts, isNoticed });
    return [
      ...deviceNews,
      ...peopleNews,
      ...tellLeadNews({ session, board, texts }),
      ...seenNews,
      ...absenceNews,
      ...endNews,
    ];
  }

  #listen(): void {
    const { session } = this;
    const changed = () => this.#changed();
    this.#subscriptions.push(
      session.on('localTrackUpdated', () => this.mask.update()),
      session.on('stateChanged', (state, reason) => this.#stateChanged(state, reason)),
      session.on('disconnected', (reason, message) => this.#disconnected(reason, message)),
      session.on('messageToWaiting', (text, { from = null, alone = false }) =>
        this.#messageCame({ text, from, alone }),
      ),
      session.on('audioPlaybackBlocked', () => this.#soundBlocked()),
      session.on('trackUnsubscribed', (track) => this.outlets.remove(track)),
      session.on('sentToWait', (reason) => this.#sentToWait(reason)),
      session.on('mediaFailed', ({ code, message }) => this.#host.emit('hearthroom-media-failed', { code, message })),
      session.on('mediaRestored', () => this.#host.emit('hearthroom-media-restored', {})),
    );
    this.#subscriptions.push(
      ...this.#tellNews(),
      ...this.help.listen(),
      ...this.transient.listen(),
      this.loneGroups.listen(),
    );
    for (const event of [
      'participantUpdated',
      'trackSubscribed',
      'trackUnsubscribed',
      'trackUpdated',
      'localTrackUpdated',
      'activeSpeakersChanged',
      'connectionQualityChanged',
      'mediaFailed',
      'mediaRestored',
      'waitingParticipantUpdated',
      'roomUpdated',
      'placeChanged',
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
    this.own.panel = null;
    if (before !== 'waiting') return;
    // Whoever waited may have looked away; from now on they are seen and heard.
    this.#bell.ring();
  }

  /** An observer's token is known only now: their camera and microphone are of no use any more, so they are turned off. */
  #stopForbiddenDevices(): void {
    const { grants } = this.session.localParticipant;
    if (!grants.publishMicrophone) this.media.setEnabled('microphone', false);
    if (!grants.publishCamera) this.media.setEnabled('camera', false);
  }

  #disconnected(reason: string, message = ''): void {
    this.page = 'closed';
    const endsAt = this.session.room?.endsAt ?? Infinity;
    this.closed = { reason, message, onTime: endsAt <= this.session.serverNow() + clockErrorMs };
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

  #messageCame(message: WaitingMessage): void {
    this.messages = [...this.messages, message];
    this.#changed();
  }

  #sentToWait(reason: string | undefined): void {
    this.sentBack = reason ?? '';
    this.messages = [];
    this.#changed();
  }

  #soundBlocked(): void {
    this.isSoundBlocked = true;
    this.#changed();
  }

  #changed(): void {
    if (this.session.state === 'joined' && this.session.participants.size > 0) this.hadCompany = true;
    if (!this.#isClosed) this.#host.changed();
  }
}
