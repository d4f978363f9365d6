import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { markStateOf, problemText, whyNotEncrypted } from '../../views/session/encryption-view.ts';
import type { CallActions, EncryptionView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** What encryption means here, who can't encrypt, and the numbers that people compare by reading them aloud. */
export class EncryptionDetails extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    hasChanged: { state: true },
  };
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem; }
      section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; }
      p { overflow-wrap: anywhere; }
      .warm { padding: 0.7rem 1rem; border-radius: var(--hr-radius); background: var(--hr-warm); }
      .numbers { border-block-start: 1px solid var(--hr-line); padding-block-start: 1.2rem; }
      ol { display: grid; grid-template-columns: repeat(3, max-content); justify-content: center; gap: 0.6rem clamp(1rem, 6cqw, 2.4rem); margin: 0; padding: 1rem 0.5rem; list-style: none; border-radius: var(--hr-radius); background: var(--hr-bg); }
      li { font-size: clamp(1.6rem, 7cqw, 2.1rem); line-height: 1.4; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: 0.06em; text-align: center; }
      /* Two beside each other, large enough to be read from a distance. */
      @container hearthroom (width < 520px) {
        ol { grid-template-columns: repeat(2, max-content); }
      }
      @container hearthroom (width < 300px) {
        ol { grid-template-columns: max-content; }
      }
    `,
  ];

  declare view: EncryptionView | null;
  declare actions: Pick<CallActions, 'watchNumbers'> | null;
  /** Other numbers than those that were shown first. */
  declare hasChanged: boolean;
  #shownNumbers = '';
  #watching: Pick<CallActions, 'watchNumbers'> | null = null;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.hasChanged = false;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const { code } = this.view ?? {};
    if (code?.state !== 'shown') return;
    const numbers = code.groups.join(' ');
    if (this.#shownNumbers !== '' && numbers !== this.#shownNumbers) this.hasChanged = true;
    this.#shownNumbers = numbers;
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#watching || !this.actions || !this.isConnected) return;
    this.#watching = this.actions;
    this.#watching.watchNumbers(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching?.watchNumbers(false);
    this.#watching = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override render(): TemplateResult | null {
    const { view } = this;
    if (!view) return null;
    const { encryption } = this.texts;
    const meaning = view.isOfTwo ? encryption.meaningOfTwo : encryption.meaning;
    const why = whyNotEncrypted(view, this.texts);
    return html`
      <section>
        ${view.problems.map((problem) => html`<p class="warm">${problemText(problem, view.isHost, this.texts)}</p>`)}
        ${why === '' ? nothing : html`<p class="warm">${why}</p>`}
        ${view.state === 'e2e' && markStateOf(view) === 'check' ? nothing : html`<p>${meaning[view.state === 'e2e' ? 'on' : 'off']}</p>`}
      </section>
      ${view.state === 'e2e' ? this.#numbers(view) : nothing}`;
  }

  #numbers({ code }: EncryptionView): TemplateResult {
    const texts = this.texts.encryption.code;
    return html`<section class="numbers">
      <h3>${texts.title}</h3>
      ${
        code.state === 'shown'
          ? html`<p>${texts.how}</p>
              <ol role="list" dir="ltr" aria-label=${texts.label}>${code.groups.map((group) => this.#group(group))}</ol>
              <p class="hint">${texts.changes}</p>`
          : html`<p class="hint">${texts[code.state]}</p>`
      }
      <hearthroom-live-text class="hint" .text=${this.hasChanged ? texts.changed : ''}></hearthroom-live-text>
    </section>`;
  }

  /** Digit by digit for screen readers, which would read a number of five digits. */
  #group(group: string): TemplateResult {
    return html`<li role="listitem"><span aria-hidden="true">${group}</span><span class="sr">${[...group].join(' ')}</span></li>`;
  }
}
