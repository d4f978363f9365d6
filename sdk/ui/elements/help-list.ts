import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatWait } from '../format.ts';
import { icons } from '../icons.ts';
import { base } from '../theme.ts';
import type { HelpView, HostActions } from '../view.ts';
import { HearthroomElement } from './element.ts';
import { listStyles } from './list-styles.ts';
import { Ticker } from './ticker.ts';

/** Clients who asked the hosts for help, privately. It stands before everything else. */
export class HelpList extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    requests: { attribute: false },
    canSpeakAlone: { type: Boolean },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    listStyles,
    css`
      .box { padding: 0.9rem 1rem; border-radius: var(--hr-radius); background: var(--hr-warm); display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.4rem; }
      h2 { display: flex; align-items: center; gap: 0.5rem; }
      .hint { color: inherit; opacity: 0.85; }
      .note { white-space: pre-line; overflow-wrap: anywhere; padding-block: 0.2rem; }
      li { border-color: var(--hr-control-line); }
      li:first-child { border-block-start: 0; }
    `,
  ];

  declare requests: readonly HelpView[];
  declare canSpeakAlone: boolean;
  declare actions: HostActions | null;

  constructor() {
    super();
    this.requests = [];
    this.canSpeakAlone = false;
    this.actions = null;
    new Ticker(this, 15_000, () => this.requests.length > 0);
  }

  override render(): TemplateResult | null {
    const { requests, texts } = this;
    if (requests.length === 0) return null;
    return html`<div class="box">
      <h2>${icons.help}${texts.host.helpTitle(requests.length)}</h2>
      <p class="hint">${texts.host.helpPrivate}</p>
      <ul>${repeat(
        requests,
        (request) => request.id,
        (request) => this.#request(request),
      )}</ul>
    </div>`;
  }

  #request(request: HelpView): TemplateResult {
    const { host, time } = this.texts;
    const button = (text: string, label: string, press: () => void, kind = '') =>
      html`<button type="button" class=${kind} aria-label=${label} @click=${press}>${text}</button>`;
    const { actions } = this;
    return html`<li>
      <div class="who">
        <p class="name"><bdi>${request.name}</bdi></p>
        <p class="hint">${host.helpSince(formatWait(this.now() - request.sinceMs, time))}</p>
        ${request.note === '' ? nothing : html`<p class="note">${request.note}</p>`}
      </div>
      <div class="buttons">
        ${this.canSpeakAlone ? button(host.sideRoom, host.sideRoomName(request.name), () => actions?.openSideRoom(request.id), 'primary') : nothing}
        ${button(host.answer, host.answerName(request.name), () => actions?.answerHelp(request))}
        ${button(host.helpDone, host.helpDoneName(request.name), () => actions?.closeHelp(request))}
      </div>
    </li>`;
  }
}
