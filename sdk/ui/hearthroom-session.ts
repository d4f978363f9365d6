import { css, html, type PropertyValues, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { HearthroomError, onTripleEscape, type Session } from '../src/index.ts';
import { HostLanguage } from './controllers/host-language.ts';
import { SessionController } from './controllers/session-controller.ts';
import { restoreFocus } from './effects/focus-memory.ts';
import { remindOfToken } from './effects/missing-token.ts';
import { keepWhenPopOutCloses } from './effects/pop-out.ts';
import { showCountInTitle } from './effects/tab-title.ts';
import { followVisibleArea } from './effects/visible-area.ts';
import type { Answer, ConfirmDialog, Question } from './elements/shared/dialogs/confirm-dialog.ts';
import { type HelpCalls, helpCallsOf } from './elements/shared/dialogs/help-calls.ts';
import { DialogToggled, OpenDialogs, SpeechRequest, speechLog } from './elements/shared/dialogs/speech.ts';
import { ClockRequest, HearthroomElement } from './elements/shared/element.ts';
import { callViewOf, devicesViewOf, waitingViewOf } from './presenters/page-views.ts';
import { smallWindowContent } from './presenters/small-window-content.ts';
import { type Step, spokenOf, stepOf } from './presenters/steps.ts';
import { areaBox, base, safeArea, tokens } from './style/theme.ts';
import { isolateTexts } from './texts/isolated-texts.ts';
import { byCode, type Texts } from './texts/texts.ts';

const announcementsKept = 4;
/** The custom properties of pages. */
const pageProperties = new Set(tokens.cssText.match(/--hearthroom-[\w-]+/g));

/**
 * A complete session as one element: lobby, waiting room, call, host's panel, end.
 *
 *     <hearthroom-session url="https://calls.example.org"></hearthroom-session>
 *
 * Set `getToken`. The element fills the box around it; in a box without a height it is about as high as the window.
 * README.md describes its attributes, properties, events and CSS properties.
 *
 * @tagname hearthroom-session
 * @fires {CustomEvent<{ state: string, reason?: string }>} hearthroom-state-changed - The state is another one: `connecting`, `waiting`, `joined`, `reconnecting`, `closed`
 * @fires {CustomEvent<{ reason: string, message?: string }>} hearthroom-closed - The session is over for this person; `reason` is an error code or `element-removed`, `message` the host's words
 * @fires {CustomEvent<{ participantId: string }>} hearthroom-participant-connected - A person came in
 * @fires {CustomEvent<{ participantId: string }>} hearthroom-participant-disconnected - A person left
 * @fires {CustomEvent<{ participantId: string }>} hearthroom-waiting-added - A person waits; hosts only
 * @fires {CustomEvent<{ participantId: string }>} hearthroom-waiting-removed - A person waits no more; hosts only
 * @fires {CustomEvent<{ code: string, message: string }>} hearthroom-media-failed - No media gets through; the message names the server's addresses
 * @fires {CustomEvent<Record<string, never>>} hearthroom-media-restored - Media gets through again
 * @fires {CustomEvent<{ state: string }>} hearthroom-encryption-changed - In rooms that encrypt: sound, pictures and messages of this place are `e2e` (encrypted end to end) or `none`
 * @cssprop --hearthroom-font - Font family
 * @cssprop --hearthroom-radius - Radius of round corners
 * @cssprop --hearthroom-background - Pages
 * @cssprop --hearthroom-background-dark - Pages: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-surface - Cards, fields, panel
 * @cssprop --hearthroom-surface-dark - Cards, fields, panel: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-text - Text
 * @cssprop --hearthroom-text-dark - Text: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-text-muted - Hints
 * @cssprop --hearthroom-text-muted-dark - Hints: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-line - Dividing lines
 * @cssprop --hearthroom-line-dark - Dividing lines: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-control-line - Borders of buttons and fields
 * @cssprop --hearthroom-control-line-dark - Borders of buttons and fields: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-accent - The main button, the speaker’s frame
 * @cssprop --hearthroom-accent-dark - The main button, the speaker’s frame: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-on-accent - Text on the accent
 * @cssprop --hearthroom-on-accent-dark - Text on the accent: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-soft - Calm notices
 * @cssprop --hearthroom-soft-dark - Calm notices: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-warm - Important notices
 * @cssprop --hearthroom-warm-dark - Important notices: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-danger - What can’t be undone
 * @cssprop --hearthroom-danger-dark - What can’t be undone: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-on-danger - Text on the colour of danger
 * @cssprop --hearthroom-on-danger-dark - Text on the colour of danger: in the call, and on pages in a dark colour scheme
 * @cssprop --hearthroom-focus - The ring around what has the keyboard’s focus
 * @cssprop --hearthroom-focus-dark - The ring around what has the keyboard’s focus: in the call, and on pages in a dark colour scheme
 */
export class HearthroomSession extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    url: {},
    listenOnly: { type: Boolean, attribute: 'listen-only' },
    exitUrl: { attribute: 'exit-url' },
    encryption: {},
    locale: {},
    getToken: { attribute: false },
    announcements: { state: true },
  };
  /** Style sheets of the element itself; its parts have their own. */
  static override styles = [
    base,
    tokens,
    css`
      .language { display: contents; }
      :host { box-sizing: border-box; block-size: 100%; inline-size: 100%; background: var(--hr-bg); color-scheme: light dark; overflow: hidden; position: relative; }
      /* Size if the containing box has no height: the height of the window minus the default margins of a page; at most 60rem wide. */
      :host::before { content: ''; display: grid; grid-template-columns: minmax(0, 60rem); block-size: max(20rem, 100vh - 1rem); block-size: max(20rem, 100dvh - 1rem); max-block-size: 100%; }
      .page { ${areaBox} }
      .page > * { ${safeArea} }
      /* At the start, where it makes nothing scroll. */
      .language > .sr { inset-block-start: 0; }
    `,
  ];

  /** Base URL of the server; default: the page's own origin. */
  declare url: string;
  /** For people who only watch and listen: camera and microphone are not requested. */
  declare listenOnly: boolean;
  /** URL that replaces the page after “Leave quickly” or after Escape is pressed three times; default: about:blank. */
  declare exitUrl: string;
  /**
   * `required`: takes part in encrypted sessions only, whatever the server says; `off`: never encrypts; default: `auto`.
   * Read when a session begins.
   */
  declare encryption: 'auto' | 'required' | 'off';
  /**
   * Tag of the language (BCP 47) for this person, such as `de` or `de-AT`. Default: the `lang` of the page, then what
   * the browser prefers. May be changed at any time.
   */
  declare locale: string;
  /**
   * Returns an access token (a compact JWT, RFC 7519); called at every connect and reconnect. Null: nothing is shown.
   */
  declare getToken: (() => string | Promise<string>) | null;
  /** Texts announced to screen readers; set by the element. */
  declare announcements: readonly string[];
  #controller: SessionController | null = null;
  /** Code of the error for which there is no session. */
  #failure: string | null = null;
  /** How many of the announcements are on the page. */
  #renderedCount = 0;
  #shownStep: Step | null = null;
  #stopListening: () => void = () => {};
  #titledDocument: Document | null = null;
  readonly #dialogs = new OpenDialogs();
  readonly #language = new HostLanguage(this);

  constructor() {
    super();
    this.url = '';
    this.listenOnly = false;
    this.exitUrl = '';
    this.encryption = 'auto';
    this.locale = '';
    this.getToken = null;
    this.announcements = [];
    this.addEventListener(ClockRequest.type, (event) => this.#answerClock(event));
    this.addEventListener(DialogToggled.type, (event) => this.#handleDialog(event));
    this.addEventListener(SpeechRequest.type, (event) => this.#handleSpeech(event));
  }

  /**
   * The session of this element, for functions that the interface doesn't offer. Null before `getToken` is set. Another
   * one after “Come back”.
   */
  get session(): Session | null {
    return this.#controller?.session ?? null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listenToPage();
    this.#controller?.handleElementMoved();
    // After its parts are connected again.
    queueMicrotask(() => restoreFocus(this));
    this.requestUpdate();
  }

  protected override handleGone(): void {
    this.#controller?.handleElementRemoved();
    this.#controller = null;
    this.#showWaitingCount(0);
    // In a closed window the parts get no callbacks: rendering without them stops their timers and sounds.
    this.announcements = [];
    this.#shownStep = null;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#dialogs.removeGone()) this.#forgetRendered();
    if (changed.has('url') || changed.has('getToken')) this.#failure = null;
    if (this.#controller || this.#failure !== null || !this.getToken || this.isGone) return;
    try {
      this.#controller = this.#start(this.getToken);
    } catch (error) {
      if (!(error instanceof HearthroomError)) throw error;
      this.#failure = error.code;
      this.#emit('hearthroom-state-changed', { state: 'closed', reason: error.code });
      this.#emit('hearthroom-closed', { reason: error.code });
    }
  }

  protected override updated(_changed: PropertyValues): void {
    this.#renderedCount = this.announcements.length;
    const controller = this.#controller;
    const page = controller?.page ?? null;
    if (controller && (page === 'call' || page === 'waiting')) {
      const container = this.renderRoot.querySelector<HTMLElement>('.audio');
      if (container) controller.outlets.sync(controller.session, container, controller.media.speakerId);
    } else controller?.outlets.close();
    const isTitled = page === 'call' && !this.isGone && controller?.mask.isOn === false;
    this.#showWaitingCount(isTitled ? controller.session.waitingParticipants.length : 0);
    this.#drawSmallWindow(controller);
    this.#showStep(controller);
  }

  /** The texts that are shown, with names isolated in them. */
  get #texts(): Texts {
    return isolateTexts(this.#language.texts);
  }

  #drawSmallWindow(controller: SessionController | null): void {
    const body = controller?.smallWindow.body;
    const like = this.#languageBox;
    if (!controller || !body || !like) return;
    const texts = this.#texts;
    controller.smallWindow.applyAppearance({ title: texts.smallWindow.title, like, properties: pageProperties });
    render(smallWindowContent(controller, this.#dialogs.top === this.#dialog, texts), body);
  }

  #showStep(controller: SessionController | null): void {
    const step = controller && stepOf(controller);
    const before = this.#shownStep;
    this.#shownStep = step;
    // The first step must not take the focus from the page around it.
    if (!controller || step === null || step === before || before === null) return;
    this.renderRoot
      .querySelector<HearthroomElement>('.page > *')
      ?.focusHeading()
      .catch(() => {});
    const texts = this.#texts;
    const spoken = spokenOf(step, () => waitingViewOf(controller, texts), texts);
    if (spoken !== '') this.#announce(spoken);
  }

  #announce(text: string): void {
    if (this.#dialogs.removeGone()) this.#forgetRendered();
    this.announcements = [...this.announcements, text].slice(-announcementsKept);
  }

  /** What was said before a dialog opens or closes is not said again in the other live region. */
  #forgetRendered(): void {
    this.announcements = this.announcements.slice(this.#renderedCount);
    this.#renderedCount = 0;
  }

  #handleDialog(event: Event): void {
    event.stopPropagation();
    if (event instanceof DialogToggled && this.#dialogs.handleToggled(event)) this.#forgetRendered();
  }

  #handleSpeech(event: Event): void {
    event.stopPropagation();
    if (!(event instanceof SpeechRequest) || this.#dialogs.top === null) return;
    event.isTaken = true;
    this.#announce(event.text);
  }

  /** The announcements, for the live region that can be heard now. */
  #spokenIn(region: 'page' | 'question' | 'dialog'): readonly string[] {
    const { top } = this.#dialogs;
    const heard = top === null ? 'page' : top === this.#dialog ? 'question' : 'dialog';
    return region === heard ? this.announcements : [];
  }

  override render(): TemplateResult {
    return this.#language.wrap(html`
      <div class="page">${this.#page()}</div>
      <hearthroom-confirm-dialog .spoken=${this.#spokenIn('question')} .help=${this.#help()} .texts=${this.#language.texts}></hearthroom-confirm-dialog>
      ${repeat(
        this.#controller?.page === 'call' ? this.#controller.help.alerts : [],
        ({ id }) => id,
        ({ text }) => html`<p class="sr" role="alert">${text}</p>`,
      )}
      ${speechLog(this.#spokenIn('page'))}
      <div class="audio" hidden></div>`);
  }

  #page(): TemplateResult {
    const controller = this.#controller;
    const texts = this.#texts;
    if (this.#failure !== null)
      return html`<hearthroom-closed-page .reason=${this.#failure} .texts=${texts}></hearthroom-closed-page>`;
    if (!controller) return html``;
    const { passcode } = controller;
    if (passcode) {
      return html`<hearthroom-passcode-page .wrong=${passcode.wrong} .isHost=${controller.isHost} .submit=${passcode.answer} .cancel=${() => passcode.answer('')} .texts=${texts}></hearthroom-passcode-page>`;
    }
    switch (controller.page) {
      case 'lobby':
        return html`<hearthroom-lobby .devices=${devicesViewOf(controller)} .actions=${controller.own} .joining=${controller.joining} .listening=${this.listenOnly}
          .problem=${controller.problem === null ? '' : byCode<string>(texts.actionErrors, controller.problem)} .join=${() => controller.join()} .check=${this.#check} .spoken=${this.#spokenIn('dialog')} .texts=${texts}></hearthroom-lobby>`;
      case 'waiting':
        return html`<hearthroom-waiting-page .view=${waitingViewOf(controller, texts)} .devices=${devicesViewOf(controller)} .actions=${controller.own} .texts=${texts}></hearthroom-waiting-page>`;
      case 'call':
        return html`<hearthroom-call .view=${callViewOf(controller, texts)} .actions=${controller.own} .hostActions=${controller.controls} .alerts=${controller.help.alerts} .spoken=${this.#spokenIn('dialog')} .texts=${texts}></hearthroom-call>`;
      case 'closed':
        return html`<hearthroom-closed-page .reason=${controller.closed.reason} .message=${controller.closed.message} .onTime=${controller.closed.onTime} .isHost=${controller.isHost}
          .comeBack=${() => this.#restart()} .texts=${texts}></hearthroom-closed-page>`;
    }
  }

  get #check(): { url: string; getToken: () => string | Promise<string> } | null {
    const { getToken } = this;
    return getToken && { url: this.url || location.origin, getToken };
  }

  /** For questions, which are shown above the call. */
  #help(): HelpCalls | null {
    const controller = this.#controller;
    if (controller?.page !== 'call') return null;
    const { controls, own, help } = controller;
    const view = callViewOf(controller, this.#texts);
    return helpCallsOf(view, controls, help.alerts, () => own.setHiddenShown(true));
  }

  #start(getToken: () => string | Promise<string>): SessionController {
    const element = this;
    return new SessionController(
      {
        get texts(): Texts {
          return element.#texts;
        },
        get document(): Document {
          return element.ownerDocument;
        },
        get isBehindDialog(): boolean {
          return element.#dialogs.top !== null;
        },
        changed: () => this.requestUpdate(),
        ask: (question) => this.#ask(question),
        dismissQuestion: (options) => this.#dialog?.dismiss(options) ?? false,
        announce: (text) => this.#announce(text),
        forgetAnnouncements: () => {
          this.announcements = [];
        },
        openAgreement: () => this.renderRoot.querySelector('hearthroom-call')?.openAgreement(),
        openEncryption: () => this.renderRoot.querySelector('hearthroom-call')?.openEncryption(),
        emit: (name, detail) => this.#emit(name, detail),
      },
      {
        url: this.url || location.origin,
        getToken,
        useDevices: !this.listenOnly,
        exitUrl: () => this.exitUrl || 'about:blank',
        // Null: the attribute was removed.
        encryption: this.encryption ?? 'auto',
      },
    );
  }

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #restart(): void {
    this.#controller?.close();
    this.#controller = null;
    this.announcements = [];
    this.requestUpdate();
  }

  /** Evaluated at each reading, because “Come back” creates another session. */
  #answerClock(event: Event): void {
    event.stopPropagation();
    if (event instanceof ClockRequest) event.answer(() => this.session?.serverNow() ?? Date.now());
  }

  get #languageBox(): HTMLElement | null {
    return this.renderRoot.querySelector('.language');
  }

  get #dialog(): ConfirmDialog | null {
    return this.renderRoot.querySelector('hearthroom-confirm-dialog');
  }

  #ask(question: Question): Promise<Answer | null> {
    return this.#dialog?.ask(question) ?? Promise.resolve(null);
  }

  /** Shows hosts in the title of the browser's tab that somebody waits, also while they look at another page. */
  #showWaitingCount(count: number): void {
    const { ownerDocument } = this;
    const show = (document: Document, count: number): void =>
      showCountInTitle({ document, owner: this, count }, this.#language.texts.documentTitle);
    if (this.#titledDocument && this.#titledDocument !== ownerDocument) show(this.#titledDocument, 0);
    show(ownerDocument, count);
    this.#titledDocument = ownerDocument;
  }

  /** Listens in the document that the element is in now, which may be that of a pop-out window. */
  #listenToPage(): void {
    this.#stopListening();
    const { ownerDocument } = this;
    const stopEscape = onTripleEscape(() => this.#controller?.safeExit(), ownerDocument);
    const stopReminder = remindOfToken(this);
    const stopPageHide = keepWhenPopOutCloses(this);
    const stopArea = followVisibleArea(this, () => this.#languageBox);
    this.#stopListening = () => {
      stopEscape();
      stopReminder();
      stopPageHide();
      stopArea();
    };
  }
}
