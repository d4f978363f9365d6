import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../../style/icons.ts';
import { base } from '../../../style/theme.ts';
import { HearthroomElement } from '../element.ts';
import { dialogFrame } from '../styles/dialog-frame.ts';
import { type HelpCalls, helpInDialog } from './help-calls.ts';
import { reopenModal } from './reopen-modal.ts';
import { DialogToggled, speechLog } from './speech.ts';

/** A modal dialog with a title and a close button. It keeps the focus; Escape closes it. */
export class Modal extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    heading: {},
    closeLabel: {},
    help: { attribute: false },
    spoken: { attribute: false },
    shown: { state: true },
  };
  static override styles = [
    base,
    dialogFrame,
    css`
      dialog { --width: 36rem; --edges: 1.5rem; }
      .top { flex: none; display: flex; align-items: center; justify-content: space-between; padding-block: 0.7rem; padding-inline: 1.5rem 0.8rem; border-block-end: 1px solid var(--hr-line); }
      .top button { padding: 0; inline-size: 44px; }
      h2 { font-size: 1.2rem; }
      h2:focus { outline: none; }
      .content { position: relative; min-block-size: 0; padding: 1.2rem 1.5rem 1.5rem; overflow-y: auto; }
    `,
  ];

  declare heading: string;
  declare closeLabel: string;
  /** Calls for help, for hosts. */
  declare help: HelpCalls | null;
  /** Polite announcements while it is open. */
  declare spoken: readonly string[];
  /** The content is rendered only while it is shown: otherwise cameras and meters would run unseen. */
  declare shown: boolean;

  constructor() {
    super();
    this.heading = '';
    this.closeLabel = '';
    this.help = null;
    this.spoken = [];
    this.shown = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) reopenModal(this.renderRoot.querySelector('dialog'));
  }

  async open(): Promise<void> {
    this.shown = true;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
    this.dispatchEvent(new DialogToggled(this, true));
    this.#heading?.focus();
  }

  get #heading(): HTMLElement | null {
    return this.renderRoot.querySelector('h2');
  }

  close(): void {
    this.renderRoot.querySelector('dialog')?.close();
    this.shown = false;
    this.dispatchEvent(new DialogToggled(this, false));
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => this.close()}>
      ${this.shown ? helpInDialog(this.help, () => this.#heading?.focus(), this.texts) : nothing}
      <div class="top">
        <h2 id="title" tabindex="-1">${this.heading}</h2>
        <button type="button" class="quiet" aria-label=${this.closeLabel} title=${this.closeLabel} @click=${() => this.close()}>${icons.close}</button>
      </div>
      ${speechLog(this.spoken)}
      ${this.shown ? html`<div class="content"><slot></slot></div>` : nothing}
    </dialog>`;
  }
}
