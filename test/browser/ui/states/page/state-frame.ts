import { css, html, type TemplateResult } from 'lit';
import { followVisibleArea } from '../../../../../sdk/ui/effects/visible-area.ts';
import type { Question } from '../../../../../sdk/ui/elements/shared/dialogs/confirm-dialog.ts';
import { HearthroomElement } from '../../../../../sdk/ui/elements/shared/element.ts';
import { areaBox, base, safeArea, tokens } from '../../../../../sdk/ui/style/theme.ts';

/** Replaces `<hearthroom-session>`: the same box and colours around any content, which fills the page. */
export class StateFrame extends HearthroomElement {
  static override styles = [
    base,
    tokens,
    css`
      :host { ${areaBox} background: var(--hr-bg); color-scheme: light dark; }
      ::slotted(*) { ${safeArea} }
    `,
  ];

  #stopFollowing = (): void => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopFollowing = followVisibleArea(document.body, () => this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing();
  }

  ask(question: Question): void {
    this.renderRoot
      .querySelector('hearthroom-confirm-dialog')
      ?.ask(question)
      .then(
        () => {},
        () => {},
      );
  }

  override render(): TemplateResult {
    return html`<slot></slot><hearthroom-confirm-dialog></hearthroom-confirm-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'state-frame': StateFrame;
  }
}
