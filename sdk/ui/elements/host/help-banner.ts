import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../../style/icons.ts';
import { base, callTokens } from '../../style/theme.ts';
import { formatWait } from '../../texts/format.ts';
import type { Alert, HelpView, HostActions } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { Ticker } from '../shared/ticker.ts';

/**
 * Calls for help, above everything else until each is closed. A new call is announced once: by the session, or by an
 * open dialog.
 */
export class HelpBanner extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    requests: { attribute: false },
    actions: { attribute: false },
    show: { attribute: false },
    alerts: { attribute: false },
    focusLost: { attribute: false },
  };
  static override styles = [
    base,
    callTokens,
    css`
      section { position: relative; max-block-size: min(40vh, 15rem); max-block-size: min(40cqh, 15rem); overflow-y: auto; background: var(--hr-warm); border-block-end: 2px solid #f0c987; }
      ul { display: grid; grid-template-columns: minmax(0, 1fr); }
      li { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.9rem; padding-block: 0.4rem; padding-inline: 1rem 0.6rem; }
      li + li { border-block-start: 1px solid var(--hr-control-line); }
      .who { flex: 1 1 14rem; min-inline-size: 0; display: flex; align-items: flex-start; gap: 0.5rem; overflow-wrap: anywhere; }
      .who svg { color: #f0c987; inline-size: 1.4em; block-size: 1.4em; }
      .who div { min-inline-size: 0; }
      .who b { font-weight: 600; }
      .hint { color: inherit; opacity: 0.9; }
      .note { flex: 1 1 100%; white-space: pre-line; overflow-wrap: anywhere; font-size: 0.95rem; }
      .buttons { display: flex; flex-wrap: wrap; gap: 0.4rem; min-inline-size: 0; }
      button { padding-inline: 0.8rem; font-size: 0.92rem; max-inline-size: 100%; }
      @container hearthroom (width < 300px) {
        li { padding-inline: 0.6rem 0.4rem; }
        li { gap: 0.2rem; font-size: 0.9rem; line-height: 1.3; }
        .who { flex-basis: 100%; }
        .private { display: none; }
        button { padding-inline: 0.45rem; font-size: 0.85rem; }
      }
    `,
  ];

  declare requests: readonly HelpView[];
  declare actions: HostActions | null;
  /** Set while the calls are masked: shows whom they are from. */
  declare show: (() => void) | null;
  /** Announced if they are newer than this banner. */
  declare alerts: readonly Alert[];
  /** Called when the last call was closed while its button had the focus. */
  declare focusLost: () => void;
  #said: ReadonlySet<string> | null = null;
  #hadFocus = false;

  constructor() {
    super();
    this.requests = [];
    this.actions = null;
    this.show = null;
    this.alerts = [];
    this.focusLost = () => {};
    new Ticker(this, 15_000, () => this.requests.length > 0);
  }

  override render(): TemplateResult {
    const { requests } = this;
    this.#said ??= new Set(this.alerts.map(({ id }) => id));
    const alerts = this.alerts.filter(({ id }) => !this.#said?.has(id));
    return html`${requests.length === 0 ? nothing : this.#list(requests)}
    ${repeat(
      alerts,
      ({ id }) => id,
      ({ text }) => html`<p class="sr" role="alert">${text}</p>`,
    )}`;
  }

  #list(requests: readonly HelpView[]): TemplateResult {
    const { texts } = this;
    return html`<section aria-label=${texts.help.title(requests.length)}>
      <ul>${repeat(
        requests,
        (request) => request.id,
        (request) => this.#request(request),
      )}</ul>
    </section>`;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#hadFocus = this.#focused !== null;
  }

  /** Closing a call removes its buttons: moves the focus to the next call. */
  protected override updated(_changed: PropertyValues): void {
    if (!this.#hadFocus || this.#focused !== null) return;
    const next = this.renderRoot.querySelector('button');
    if (next) next.focus();
    else this.focusLost();
  }

  get #focused(): Element | null {
    return this.renderRoot instanceof ShadowRoot ? this.renderRoot.activeElement : null;
  }

  #request(request: HelpView): TemplateResult {
    const { help, time } = this.texts;
    const since = help.since(formatWait(this.now() - request.sinceMs, time));
    return html`<li>
      <div class="who">${icons.help}<div>
        <p><b>${help.asks(request.name)}</b> <span class="hint">${since}<span class="private"> · ${help.isPrivate}</span></span></p>
        ${request.askedByOther ? html`<p>${this.texts.host.askedByOther}</p>` : nothing}
        ${request.takenBy === null ? nothing : html`<p>${request.takenBy.isSelf ? help.takenByYou : help.takenBy(request.takenBy.name)}</p>`}
      </div></div>
      ${this.show ? html`<div class="buttons"><button type="button" class="primary" @click=${this.show}>${this.texts.mask.show}</button></div>` : this.#buttons(request)}
      ${request.unreadable ? html`<p class="note">${this.texts.encryption.chat.unreadableNote}</p>` : nothing}
      ${request.note === '' ? nothing : html`<p class="note" dir="auto">${request.note}</p>`}
    </li>`;
  }

  /** The first button leads to the person; it is emphasized only until a host takes the call. */
  #buttons(request: HelpView): TemplateResult {
    const { actions } = this;
    const { help, host } = this.texts;
    const { id, name, group, canSpeakAlone, takenBy } = request;
    const ways = [
      ...(group ? [{ text: help.goTo, label: help.goToName(name), press: () => actions?.visitGroup(group.id) }] : []),
      ...(canSpeakAlone
        ? [{ text: host.sideRoom, label: host.sideRoomName(name), press: () => actions?.openSideRoom(id) }]
        : []),
      { text: host.answer, label: host.answerName(name), press: () => actions?.answerHelp(request) },
      { text: host.helpDone, label: host.helpDoneName(name), press: () => actions?.closeHelp(request) },
    ];
    return html`<div class="buttons">${ways.map(
      ({ text, label, press }, index) =>
        html`<button type="button" class=${index === 0 && takenBy === null ? 'primary' : ''} aria-label=${label} @click=${press}>${text}</button>`,
    )}</div>`;
  }
}
