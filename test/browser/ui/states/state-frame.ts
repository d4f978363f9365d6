import { css, html, type TemplateResult } from 'lit';
import type { Question } from '../../../../sdk/ui/elements/shared/dialogs/confirm-dialog.ts';
import { HearthroomElement } from '../../../../sdk/ui/elements/shared/element.ts';
import { base, tokens } from '../../../../sdk/ui/style/theme.ts';

/** Replaces `<hearthroom-session>`: the same box and colours around any content. */
export class StateFrame extends HearthroomElement {
  static override styles = [
    base,
    tokens,
    css`
      :host { block-size: 100%; background: var(--hr-bg); container: hearthroom / inline-size; color-scheme: light dark; overflow: hidden; position: relative; }
      .page { block-size: 100%; overflow: auto; }
    `,
  ];

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
    return html`<div class="page"><slot></slot></div><hearthroom-confirm-dialog></hearthroom-confirm-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'state-frame': StateFrame;
  }
}
