import { css, html, nothing, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { byCode } from '../../texts/texts.ts';
import { HearthroomElement } from '../shared/element.ts';

/** Reasons after which coming back is not possible. */
const finalReasons = new Set([
  'removed',
  'denied',
  'room-ended',
  'token-invalid',
  'token-expired',
  'token-revoked',
  'media-unsupported',
  'origin-not-allowed',
  'invalid-params',
]);
/** Reasons that the text explains completely; for others the code is shown, for support. */
const plainReasons = new Set(['left', 'removed', 'denied', 'room-ended', 'replaced']);

/** Whether “come back” makes sense after such an end. */
export function mayComeBack(reason: string): boolean {
  return !finalReasons.has(reason);
}

export class ClosedPage extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    reason: {},
    message: {},
    onTime: { type: Boolean },
    isHost: { type: Boolean },
    comeBack: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host { min-block-size: 100%; display: grid; place-items: center; padding: clamp(1.5rem, 5vmin, 3rem); background: var(--hr-bg); }
      .main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.1rem; justify-items: center; text-align: center; inline-size: min(100%, 28rem); }
      .message { inline-size: 100%; padding: 0.9rem 1.1rem; border-radius: var(--hr-radius); background: var(--hr-soft); text-align: start; overflow-wrap: anywhere; white-space: pre-line; }
      .message h2 { font-size: 0.85rem; color: var(--hr-muted); font-weight: 600; }
      button { margin-block-start: 0.6rem; min-inline-size: min(12rem, 100%); }
      .body { font-size: 1.05rem; }
    `,
  ];

  declare reason: string;
  declare message: string;
  /** The session ended at its set time, by itself. */
  declare onTime: boolean;
  declare isHost: boolean;
  declare comeBack: () => void;

  constructor() {
    super();
    this.reason = 'left';
    this.message = '';
    this.onTime = false;
    this.isHost = false;
    this.comeBack = () => {};
  }

  override render(): TemplateResult {
    const { closed, closedPage } = this.texts;
    const text = byCode(closed, this.reason);
    const button = this.reason === 'left' || this.reason === 'replaced' ? closedPage.comeBack : closedPage.tryAgain;
    return html`<div class="main">
      <h1 tabindex="-1">${text.title}</h1>
      <p class="body">${this.#body()}</p>
      ${this.message === '' ? nothing : html`<div class="message"><h2>${closedPage.message}</h2><p dir="auto">${this.message}</p></div>`}
      ${mayComeBack(this.reason) ? html`<button type="button" class=${this.reason === 'left' ? '' : 'primary'} @click=${this.comeBack}>${button}</button>` : nothing}
      ${plainReasons.has(this.reason) ? nothing : html`<p class="hint">${closedPage.code(this.reason)}</p>`}
    </div>`;
  }

  #body(): string {
    const { closed, closedForHosts, closedPage } = this.texts;
    if (this.reason === 'room-ended' && this.onTime && this.message === '') return closedPage.onTime;
    const { body } = byCode(closed, this.reason);
    return this.isHost ? byCode<string>({ ...closedForHosts, other: body }, this.reason) : body;
  }
}
