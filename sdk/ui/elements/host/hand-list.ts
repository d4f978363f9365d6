import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../../style/theme.ts';
import { formatNumber } from '../../texts/format.ts';
import type { HostActions, NameView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { listStyles } from '../shared/styles/list-styles.ts';

/** Raised hands, in the order in which they were raised. */
export class HandList extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    hands: { attribute: false },
    canLower: { type: Boolean },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    listStyles,
    css`
      li { display: flex; align-items: center; gap: 0.7rem; padding-block: 0.3rem; min-block-size: 44px; }
      .place { flex: none; display: grid; place-items: center; inline-size: 1.8rem; block-size: 1.8rem; border-radius: 50%; background: #f0c987; color: #33210a; font-weight: 700; font-size: 0.9rem; }
      .name { flex: 1; min-inline-size: 0; }
      button { padding-inline: 0.8rem; font-size: 0.92rem; flex: none; }
    `,
  ];

  declare hands: readonly NameView[];
  declare canLower: boolean;
  declare actions: HostActions | null;

  constructor() {
    super();
    this.hands = [];
    this.canLower = false;
    this.actions = null;
  }

  override render(): TemplateResult | null {
    const { host } = this.texts;
    if (this.hands.length === 0) return null;
    return html`<div class="group">
      <div class="heading"><h2>${host.hands}</h2></div>
      <ol role="list">${repeat(
        this.hands,
        (hand) => hand.id,
        ({ id, name }, index) =>
          html`<li>
            <span class="place" aria-hidden="true">${formatNumber(index + 1, this.texts)}</span><span class="name"><bdi>${name}</bdi></span>
            ${this.canLower ? html`<button type="button" aria-label=${host.lowerHandName(name)} @click=${() => this.actions?.lowerHand(id)}>${host.lowerHand}</button>` : nothing}
          </li>`,
      )}</ol>
    </div>`;
  }
}
