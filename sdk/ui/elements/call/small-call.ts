import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import { base, callTokens, tokens } from '../../style/theme.ts';
import { personWords } from '../../views/person-words.ts';
import type { SmallView } from '../../views/small-view-types.ts';
import type { CallActions } from '../../views/view-types.ts';
import type { ConfirmDialog, Question } from '../shared/dialogs/confirm-dialog.ts';
import { ClockRequest, HearthroomElement } from '../shared/element.ts';
import { deviceButton } from './device-button.ts';
import { toolbarButton, toolbarButtonStyles } from './toolbar-button.ts';

/** The session in its small window: one person, the microphone, and the ways out. */
export class SmallCall extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    question: { attribute: false },
    leave: { attribute: false },
    clock: { attribute: false },
  };
  static override styles = [
    base,
    tokens,
    callTokens,
    toolbarButtonStyles,
    css`
      :host { position: relative; block-size: 100%; overflow: hidden; display: flex; flex-direction: column; gap: 4px; padding: 4px; background: var(--hr-bg); container: hearthroom / size; }
      .person { position: relative; flex: 1; min-block-size: 0; }
      hearthroom-tile { block-size: 100%; }
      .alone { position: absolute; inset-block-start: 6px; inset-inline: 6px; padding: 0.1rem 0.5rem; border-radius: 8px; background: rgb(24 20 17 / 0.8); font-size: 0.85rem; text-align: center; }
      .note { position: relative; flex: 0 1 auto; min-block-size: 0; max-block-size: 40cqh; overflow-y: auto; display: flex; align-items: center; gap: 0.5rem; border-radius: 8px; background: var(--hr-warm); font-size: 0.85rem; line-height: 1.25; }
      .note:not(.none) { padding: 0.25rem 0.6rem; }
      .note hearthroom-live-text { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
      .note button { flex: none; padding-inline: 0.7rem; }
      .bar { flex: none; display: flex; justify-content: center; gap: 4px; }
    `,
  ];

  declare view: SmallView | null;
  declare actions: CallActions | null;
  /** Asked before leaving, in this window. */
  declare question: Question | null;
  /** Leaves without a question. */
  declare leave: () => void;
  /** The server's clock; the parts do not find the session's in this window. */
  declare clock: () => number;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.question = null;
    this.leave = () => {};
    this.clock = Date.now;
    this.addEventListener(ClockRequest.type, (event) => {
      if (event instanceof ClockRequest) event.answer(() => this.clock());
    });
  }

  override render(): TemplateResult | null {
    const { view, actions, texts } = this;
    if (!view || !actions) return null;
    const { toolbar } = texts;
    return html`${this.#person(view)}
      <div class="note ${view.note === '' ? 'none' : ''}">
        <hearthroom-live-text .text=${view.note}></hearthroom-live-text>
        ${view.asks ? html`<button type="button" class="primary" @click=${() => actions.leaveSmallWindow()}>${texts.smallWindow.show}</button>` : nothing}
      </div>
      <div class="bar" role="group" aria-label=${toolbar.label}>
        ${deviceButton('microphone', view.microphone, actions, texts)}
        ${view.canExit ? toolbarButton({ name: toolbar.exit, title: toolbar.exitLong, icon: icons.exit, press: () => actions.safeExit(), kind: 'exit' }) : nothing}
        ${toolbarButton({ name: toolbar.leave, title: toolbar.leave, icon: icons.leave, press: () => this.#ask(), kind: 'leave' })}
      </div>
      <hearthroom-confirm-dialog .texts=${texts}></hearthroom-confirm-dialog>`;
  }

  #person({ person, alone, pictureOff }: SmallView): TemplateResult {
    const label = person ? personWords(person, this.texts) : nothing;
    return html`<main class="person" aria-label=${label}>
      ${person ? html`<hearthroom-tile .person=${person} .pictureOff=${pictureOff} .texts=${this.texts}></hearthroom-tile>` : nothing}
      ${alone === null ? nothing : html`<p class="alone">${alone}</p>`}
    </main>`;
  }

  #ask(): void {
    const dialog = this.renderRoot.querySelector<ConfirmDialog>('hearthroom-confirm-dialog');
    if (!dialog || !this.question) return;
    dialog.ask(this.question).then(
      (answer) => (answer ? this.leave() : undefined),
      () => {},
    );
  }
}
