import { Session, type SessionState } from '../../src/index.ts';
import { AudioOutlets } from '../effects/audio-outlets.ts';
import { Bell } from '../effects/bell.ts';
import { SmallWindow } from '../effects/small-window.ts';
import { WakeLock } from '../effects/wake-lock.ts';
import { HelpNews } from '../news/help-news.ts';
import { NoticeBoard } from '../news/notice-board.ts';
import type { Texts } from '../texts/texts.ts';
import { maskTexts, ScreenMask } from '../views/screen-mask.ts';
import { pageOf } from '../views/session/read-session.ts';
import type { NoticeView, Page, WaitingMessage } from '../views/view-types.ts';
import type { ElementPort, SessionControllerOptions } from './element-port.ts';
import { EncryptionState } from './encryption-state.ts';
import { HostControls } from './host-controls.ts';
import { isHostToken } from './host-token.ts';
import { codeOf, LocalMedia } from './local-media.ts';
import { LoneGroups } from './lone-groups.ts';
import { OwnControls } from './own-controls.ts';
import { leaveQuestion } from './questions.ts';
import { shownChanges } from './shown-changes.ts';
import { tellNews } from './tell-news.ts';
import { TransientState } from './transient-state.ts';

/** Possible error of the estimated server time. */
const clockErrorMs = 2_000;

/**
 * One stay in a session, from the lobby to the closed page: listens to the Session and holds the state that the
 * interface adds.
 */
export class SessionController {
  readonly session: Session;
  readonly media: LocalMedia;
  readonly controls: HostControls;
  readonly own: OwnControls;
  readonly transient: TransientState;
  readonly outlets: AudioOutlets;
  readonly smallWindow: SmallWindow;
  readonly board: NoticeBoard;
  readonly help: HelpNews;
  readonly mask: ScreenMask;
  readonly loneGroups: LoneGroups;
  readonly encryption: EncryptionState;
  page: Page = 'lobby';
  joining = false;
  /** Code of the error that prevented joining. */
  problem: string | null = null;
  messages: WaitingMessage[] = [];
  /** Set after this person was put back into the waiting room: the host's text, or ''; null otherwise. */
  putBack: string | null = null;
  closed: { reason: string; message: string; onTime: boolean } = { reason: 'left', message: '', onTime: false };
  /** The passcode is asked for; `wrong` after a wrong one. */
  passcode: { wrong: boolean; answer: (passcode: string) => void } | null = null;
  isSoundBlocked = false;
  /** Another person was in the session together with this one. */
  hadCompany = false;
  readonly #host: ElementPort;
  readonly #bell = new Bell();
  readonly #wakeLock: WakeLock;
  readonly #subscriptions: (() => void)[] = [];
  #isClosed = false;
  #mayBeHost = false;
  /** As last known: a closed session has no room. */
  #endsAt = Infinity;

  constructor(host: ElementPort, options: SessionControllerOptions) {
    const { url, getToken, useDevices, encryption } = options;
    const changed = () => this.#changed();
    this.#host = host;
    this.#wakeLock = new WakeLock(() => host.document);
    const getKnownToken = async (): Promise<string> => {
      const token = await getToken();
      this.#mayBeHost = isHostToken(token);
      return token;
    };
    this.session = new Session({
      url,
      encryption,
      // The Session explains what is not a function.
      getToken: typeof getToken === 'function' ? getKnownToken : getToken,
      getPasscode: (reason) => this.#askPasscode(reason),
    });
    this.media = new LocalMedia(this.session.localParticipant, changed);
    this.board = new NoticeBoard({ changed, announce: (notice) => this.#announceNotice(notice) });
    this.loneGroups = new LoneGroups(this.session, changed);
    this.encryption = new EncryptionState({ session: this.session, changed });
    this.outlets = new AudioOutlets();
    this.smallWindow = new SmallWindow({ changed, safeExit: () => this.safeExit() });
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

  /** From the token, and from what the server said. */
  get isHost(): boolean {
    return this.#mayBeHost;
  }

  /** The document that the element is in. */
  get shownIn(): Document {
    return this.#host.document;
  }

  /** Whether the chime is switched on. */
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
      (error: unknown) => this.#joinSettled(codeOf(error)),
    );
  }

  leave(): void {
    this.#leave().catch(() => {}); // disconnect() ends as closed in any case, which the page shows.
  }

  /** The question was asked already. */
  leaveAtOnce(): void {
    this.session.disconnect().catch(() => {});
  }

  /** Call it in a click handler, as browsers require before they play sound. */
  startAudio(): void {
    this.isSoundBlocked = false;
    this.#changed();
    // If it is refused again, `audioPlaybackBlocked` is emitted again.
    this.session.startAudio().catch(() => {});
  }

  openAgreement(): void {
    this.#host.openAgreement();
  }

  openEncryption(): void {
    this.#host.openEncryption();
  }

  /**
   * Leaves immediately for a neutral page, from every page. Not for hosts in the session: a mistake would leave the
   * group alone.
   */
  safeExit(): void {
    const isIn = this.page === 'waiting' || this.page === 'call';
    if (!isIn || !this.session.localParticipant.isHost) this.own.safeExit();
  }

  /** The element was moved, perhaps to another window. */
  handleElementMoved(): void {
    this.outlets.resume();
    this.#wakeLock.handleMoved();
  }

  /** The element was removed from the page: leaves, and tells the embedding page, which may not have intended it. */
  handleElementRemoved(): void {
    const isInSession = this.session.state !== 'idle' && this.session.state !== 'closed';
    this.close();
    if (!isInSession) return;
    const reason = 'element-removed';
    this.#host.emit('hearthroom-state-changed', { state: 'closed', reason });
    this.#host.emit('hearthroom-closed', { reason });
  }

  /** Leaves the session without notices or events. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#shutDown();
    // It may be closed already, or may never have been connected.
    if (this.session.state !== 'closed') this.session.disconnect().catch(() => {});
  }

  /** Stops everything except the session: sound, timers, locks. */
  #shutDown(): void {
    this.own.drafts.clear();
    this.passcode?.answer('');
    this.media.close();
    this.transient.close();
    this.encryption.close();
    this.outlets.close();
    this.smallWindow.close();
    this.board.close();
    this.#bell.close();
    this.#wakeLock.set(false);
    this.#host.dismissQuestion({ keepsMessage: false });
  }

  /**
   * Texts for sentences that stay in the page for a while or are announced: while this person shares their screen, they
   * contain no names.
   */
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

  /** Everybody is about to see this person's screen: removes earlier announcements and questions from the page. */
  #hideForSharing(): void {
    const isKept = this.#host.dismissQuestion({ keepsMessage: true });
    this.#host.forgetAnnouncements();
    this.help.forgetAlerts();
    if (isKept) this.board.show('kept', this.#texts.mask.keptMessage, 'calm', true);
  }

  #makeControls(): HostControls {
    return new HostControls({
      session: this.session,
      texts: () => this.#texts,
      ask: (question) => this.#host.ask(question),
      // A refusal contains no name; a confirmation may.
      notify: (text, kind) => this.board.show('host', text, kind, kind === 'important'),
      isMasked: () => this.mask.isOn,
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
      isBehindDialog: () => this.#host.isBehindDialog,
      extend: (minutes) => this.controls.extendRoom(minutes),
    });
  }

  #makeOwnControls(exitUrl: () => string): OwnControls {
    return new OwnControls({
      session: this.session,
      media: this.media,
      transient: this.transient,
      smallWindow: this.smallWindow,
      texts: () => this.#texts,
      ask: (question) => this.#host.ask(question),
      notify: (text, kind) => this.board.show('own', text, kind, true),
      changed: () => this.#changed(),
      setHiddenShown: (shown) => this.mask.setShown(shown),
      leave: () => this.leave(),
      openEncryption: () => this.openEncryption(),
      watchNumbers: (isWatched) => this.encryption.setWatched(isWatched),
      exitUrl,
      document: () => this.#host.document,
    });
  }

  /** Resolves with the passcode; '' gives up, and the session is closed. */
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
      // What was begun in a talk of two does not come up in a later one.
      session.on('placeChanged', ({ kind }) => {
        if (kind !== 'preview') this.own.drafts.clear();
      }),
      session.on('sentToWait', (reason) => this.#handlePutBack(reason)),
      session.on('mediaFailed', ({ code, message }) => this.#host.emit('hearthroom-media-failed', { code, message })),
      session.on('mediaRestored', () => this.#host.emit('hearthroom-media-restored', {})),
    );
    this.#subscriptions.push(
      ...tellNews({
        session,
        media: this.media,
        board: this.board,
        texts: () => this.#texts,
        ask: (question) => this.#host.ask(question),
        announce: (text) => this.#announce(text),
        emit: (name, detail) => this.#host.emit(name, detail),
        ring: () => this.#bell.ring(),
        changed,
        isMasked: () => this.mask.isOn,
        isPeoplePanelOpen: () => this.own.panel === 'people',
      }),
      ...this.help.listen(),
      ...this.transient.listen(),
      this.loneGroups.listen(),
      ...this.encryption.listen(),
    );
    for (const event of shownChanges) this.#subscriptions.push(session.on(event, changed));
  }

  #stateChanged(state: SessionState, reason: string | undefined): void {
    const before = this.page;
    this.page = pageOf(state, before);
    this.#wakeLock.set(this.page === 'waiting' || this.page === 'call');
    if (this.page !== before) this.#host.dismissQuestion({ keepsMessage: false });
    if (this.page !== 'call') this.smallWindow.close();
    if (this.page === 'call' && before !== 'call') this.#entered(before);
    if (this.page === 'waiting' || this.page === 'call') this.#stopForbiddenDevices();
    this.#host.emit('hearthroom-state-changed', { state, ...(reason === undefined ? {} : { reason }) });
    this.#changed();
  }

  #entered(before: Page): void {
    this.messages = [];
    this.putBack = null;
    this.own.panel = null;
    if (before !== 'waiting') return;
    // A person who waited may have looked away; from now on they are seen and heard.
    this.#bell.ring();
  }

  /** The grants are known only now: an observer's camera and microphone cannot be used and are switched off. */
  #stopForbiddenDevices(): void {
    const { grants } = this.session.localParticipant;
    if (!grants.publishMicrophone) this.media.setEnabled('microphone', false);
    if (!grants.publishCamera) this.media.setEnabled('camera', false);
  }

  #disconnected(reason: string, message = ''): void {
    this.page = 'closed';
    this.closed = { reason, message, onTime: this.#endsAt <= this.session.serverNow() + clockErrorMs };
    this.messages = [];
    this.#host.forgetAnnouncements();
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

  #handlePutBack(reason: string | undefined): void {
    this.putBack = reason ?? '';
    this.messages = [];
    this.#changed();
  }

  #soundBlocked(): void {
    this.isSoundBlocked = true;
    this.#changed();
  }

  #changed(): void {
    const { room, localParticipant } = this.session;
    if (room) this.#endsAt = room.endsAt ?? Infinity;
    this.#mayBeHost ||= localParticipant.isHost;
    if (this.session.state === 'joined' && this.session.participants.size > 0) this.hadCompany = true;
    if (!this.#isClosed) this.#host.changed();
  }
}
