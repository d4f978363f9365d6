import { css, html, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { paragraphsOf } from '../../texts/format.ts';
import type { AgreementView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** The rules of the group as plain text (blank lines separate paragraphs), and a button to accept them. */
export class Agreement extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    agreement: { attribute: false },
    accept: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host { display: grid; gap: 1rem; min-block-size: 0; grid-template-rows: minmax(0, 1fr) auto; text-align: start; }
      .text { position: relative; max-block-size: min(24rem, 46vh); overflow-y: auto; padding: 1.1rem 1.25rem; border: 1px solid var(--hr-line); border-radius: var(--hr-radius); background: var(--hr-surface); display: grid; gap: 0.8em; overflow-wrap: anywhere; }
      .text p { white-space: pre-line; }
      button { min-block-size: 54px; font-size: 1.05rem; }
    `,
  ];

  declare agreement: AgreementView | null;
  declare accept: () => void;

  constructor() {
    super();
    this.agreement = null;
    this.accept = () => {};
  }

  override render(): TemplateResult | null {
    const { agreement, texts } = this;
    if (!agreement) return null;
    return html`
      <div class="text" tabindex="0" role="region" aria-label=${texts.agreement.region}>
        ${paragraphsOf(agreement.text).map((paragraph) => html`<p dir="auto">${paragraph}</p>`)}
      </div>
      <button type="button" class="primary" @click=${this.accept}>${texts.agreement.agree}</button>`;
  }
}
