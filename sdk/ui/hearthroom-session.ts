import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { onTripleEscape, type Session } from '../src/index.ts';
import { callViewOf, devicesViewOf, waitingViewOf } from './call-view.ts';
import type { Answer, ConfirmDialog, Question } from './elements/confirm-dialog.ts';
import { ClockRequest, HearthroomElement } from './elements/element.ts';
import { SessionController } from './session-controller.ts';
import { byCode, type Texts } from './texts.ts';
import { base, tokens } from './theme.ts';
import type { Page } from './view.ts';

const announcementsKept = 4;

/**
 * A whole session as one element: lobby, waiting room, call, host's panel, end.
 *
 *     <hearthroom-session url="https://calls.example.org"></hearthroom-session>
 *
 * Give it `getToken`. It fills the box it is given. README.md lists its attributes, properties, events and CSS properties.
 */
export class HearthroomSession extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    url: {},
    listenOnly: { type: Boolean, attribute: 'listen-only' },
    exitUrl: { attribute: 'exit-url' },
    getToken: { attribute: false },
    announcements: { state: true },
  };
  static override styles = [
    base,
    tokens,
    css`
      :host { block-size: 100%; min-block-size: 20rem; inline-size: 100%; background: var(--hr-bg); container: hearthroom / inline-size; color-scheme: light dark; overflow: hidden; position: relative; }
      .page { block-size: 100%; overflow: auto; }
    `,
  ];

  /** Base address of the server; the page's own origin when there is none. */
  declare url: string;
  /** For people who only watch and listen: no camera or microphone is asked for. */
  declare listenOnly: boolean;
  /** Where “Leave quickly” and Escape pressed three times lead; an empty page without it. */
  declare exitUrl: string;
  /** Gives an access token (a compact JWT); asked at every connect and reconnect. */
  declare getToken: (() => string | Promise<string>) | null;
  declare announcements: readonly string[];
  #controller: SessionController | null = null;
  #shownPage: Page | 'passcode' | null = null;
  #ownTitle: string | null = null;
  #stopEscape: () => void = () => {};

  constructor() {
    super();
    this.url = '';
    this.listenOnly = false;
    this.exitUrl = '';
    this.getToken = null;
    this.announcements = [];
    this.addEventListener(ClockRequest.type, (event) => this.#answerClock(event));
  }

  /** The session behind the element, for what the interface doesn't offer. Null before `getToken` is set. */
  get session(): Session | null {
    return this.#controller?.session ?? null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopEscape();
    this.#controller?.close();
    this.#controller = null;
    this.#showWaitingCount(0);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopEscape = onTripleEscape(() => this.#controller?.safeExit());
    this.requestUpdate();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (!this.#controller && this.getToken && this.isConnected) this.#controller = this.#start(this.getToken);
  }

  protected override updated(_changed: PropertyValues): void {
    const controller = this.#controller;
    const page = controller?.page ?? null;
    const shown = controller?.passcode ? 'passcode' : page;
    if (controller && (page === 'call' || page === 'waiting')) {
      const container = this.renderRoot.querySelector<HTMLElement>('.audio');
      if (container) controller.outlets.sync(controller.session, container, controller.media.speakerId);
    } else controller?.outlets.close();
    this.#showWaitingCount(page === 'call' ? (controller?.session.waitingParticipants.length ?? 0) : 0);
    if (shown === this.#shownPage) return;
    // The first page must not take the focus away from the page around it.
    if (this.#shownPage !== null)
      this.renderRoot
        .querySelector<HearthroomElement>('.page > *')
        ?.focusHeading()
        .catch(() => {});
    this.#shownPage = shown;
  }

  override render(): TemplateResult {
    return html`
      <div class="page">${this.#page()}</div>
      <hearthroom-confirm-dialog .texts=${this.texts}></hearthroom-confirm-dialog>
      <div class="sr" role="log" aria-live="polite">${this.announcements.map((text) => html`<p>${text}</p>`)}</div>
      <div class="audio" hidden></div>`;
  }

  #page(): TemplateResult {
    const controller = this.#controller;
    if (!controller) return html``;
    const { texts } = this;
    const { passcode } = controller;
    if (passcode) {
      return html`<hearthroom-passcode-page .wrong=${passcode.wrong} .submit=${passcode.answer} .cancel=${() => passcode.answer('')} .texts=${texts}></hearthroom-passcode-page>`;
    }
    switch (controller.page) {
      case 'lobby':
        return html`<hearthroom-lobby .devices=${devicesViewOf(controller)} .actions=${controller.own} .joining=${controller.joining} .listening=${this.listenOnly}
          .problem=${controller.problem === null ? '' : byCode<string>(texts.actionErrors, controller.problem)} .join=${() => controller.join()} .texts=${texts}></hearthroom-lobby>`;
      case 'waiting':
        return html`<hearthroom-waiting-page .view=${waitingViewOf(controller, texts)} .devices=${devicesViewOf(controller)} .actions=${controller.own} .texts=${texts}></hearthroom-waiting-page>`;
      case 'call':
        return html`<hearthroom-call .view=${callViewOf(controller, texts)} .actions=${controller.own} .hostActions=${controller.controls} .texts=${texts}></hearthroom-call>`;
      case 'closed':
        return html`<hearthroom-closed-page .reason=${controller.closed.reason} .message=${controller.closed.message} .comeBack=${() => this.#restart()} .texts=${texts}></hearthroom-closed-page>`;
    }
  }

  #start(getToken: () => string | Promise<string>): SessionController {
    const element = this;
    return new SessionController(
      {
        get texts(): Texts {
          return element.texts;
        },
        changed: () => this.requestUpdate(),
        ask: (question) => this.#ask(question),
        dismissQuestion: () => this.#dialog?.dismiss(),
        announce: (text) => {
          this.announcements = [...this.announcements, text].slice(-announcementsKept);
        },
        openAgreement: () => this.renderRoot.querySelector('hearthroom-call')?.openAgreement(),
        emit: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true })),
      },
      {
        url: this.url || location.origin,
        getToken,
        useDevices: !this.listenOnly,
        exitUrl: () => this.exitUrl || 'about:blank',
      },
    );
  }

  #restart(): void {
    this.#controller?.close();
    this.#controller = null;
    this.announcements = [];
    this.requestUpdate();
  }

  /** Asked at each reading: “Come back” makes another session. */
  #answerClock(event: Event): void {
    event.stopPropagation();
    if (event instanceof ClockRequest) event.answer(() => this.session?.serverNow() ?? Date.now());
  }

  get #dialog(): ConfirmDialog | null {
    return this.renderRoot.querySelector('hearthroom-confirm-dialog');
  }

  #ask(question: Question): Promise<Answer | null> {
    return this.#dialog?.ask(question) ?? Promise.resolve(null);
  }

  /** Hosts see in the browser's tab that somebody waits, also while they look at another page. */
  #showWaitingCount(count: number): void {
    if (count > 0) {
      this.#ownTitle ??= document.title;
      document.title = this.texts.documentTitle(count, this.#ownTitle);
    } else if (this.#ownTitle !== null) {
      document.title = this.#ownTitle;
      this.#ownTitle = null;
    }
  }
}
