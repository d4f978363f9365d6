import { css, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { base } from '../../../style/theme.ts';
import { HearthroomElement } from '../element.ts';
import { dialogFrame } from '../styles/dialog-frame.ts';
import { type HelpCalls, helpInDialog } from './help-calls.ts';
import { reopenModal } from './reopen-modal.ts';
import { DialogToggled, speechLog } from './speech.ts';

/** A question with two answers. */
export interface Question {
  title: string;
  body: string;
  confirm: string;
  cancel: string;
  kind: 'calm' | 'danger';
  /** Label of a field for a message to the person. */
  reasonLabel?: string;
  /** Id of the person whom the question is about. */
  about?: string;
  /** Label of a checkbox that refuses the person from now on. */
  banLabel?: string;
}

export interface Answer {
  reason: string;
  ban: boolean;
}

/**
 * Asks before an action that can't be undone, and asks people for their consent. A modal dialog: it keeps the focus,
 * and Escape declines.
 */
export class ConfirmDialog extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    question: { state: true },
    help: { attribute: false },
    spoken: { attribute: false },
  };
  static override styles = [
    base,
    dialogFrame,
    css`
      dialog { --width: 30rem; --edges: 2rem; }
      form { position: relative; display: grid; gap: 1rem; min-block-size: 0; padding: 1.5rem; overflow-y: auto; }
      @media (height < 480px) { form { gap: 0.6rem; padding: 0.9rem 1.1rem; } }
      h2 { font-size: 1.25rem; overflow-wrap: anywhere; }
      .field { display: grid; gap: 0.3rem; font-size: 0.9rem; }
      textarea { min-block-size: 5rem; padding: 0.5rem 0.7rem; font-size: 1rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-bg); resize: vertical; }
      .box { display: flex; gap: 0.7rem; align-items: center; min-block-size: 44px; }
      .box input { inline-size: 1.35rem; block-size: 1.35rem; margin: 0; flex: none; accent-color: var(--hr-accent); }
      .buttons { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0.7rem; }
      .buttons button { flex: 0 1 auto; min-inline-size: 8rem; }
    `,
  ];

  declare question: Question | null;
  /** Calls for help, for hosts. */
  declare help: HelpCalls | null;
  /** Polite announcements while it is open. */
  declare spoken: readonly string[];
  /** Number of the question: each one shows the calls again, and announces those that arrive while it is open. */
  #asked = 0;
  #settle: ((answer: Answer | null) => void) | null = null;
  /** Messages that were begun when a question was taken away, by question. */
  readonly #begun = new Map<string, string>();

  constructor() {
    super();
    this.question = null;
    this.help = null;
    this.spoken = [];
  }

  /**
   * Shows a question.
   * @returns the answer; null when it was declined or replaced by another question
   */
  async ask(question: Question): Promise<Answer | null> {
    this.#finish(null);
    this.question = question;
    this.#asked += 1;
    this.requestUpdate();
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog) return null;
    this.renderRoot.querySelector('form')?.reset();
    const field = this.#field;
    if (field) field.value = this.#begun.get(keyOf(question)) ?? '';
    if (!dialog.open) dialog.showModal();
    this.dispatchEvent(new DialogToggled(this, true));
    // The safe choice has the focus, so that an accidental Enter neither removes nor unmutes anybody.
    this.#focusCancel();
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #focusCancel(): void {
    this.renderRoot.querySelector<HTMLElement>('.cancel')?.focus();
  }

  /**
   * Takes the open question away, as if it was declined.
   * @param options.keepsMessage a message that was begun is in the field again when the same question is asked
   * @returns whether there was one
   */
  dismiss({ keepsMessage }: { keepsMessage: boolean }): boolean {
    const isKept = keepsMessage && this.#keepMessage();
    if (!keepsMessage) this.#begun.clear();
    this.#close();
    this.#finish(null);
    return isKept;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  #keepMessage(): boolean {
    const text = this.#field?.value.trim() ?? '';
    if (this.#settle === null || !this.question || text === '') return false;
    this.#begun.set(keyOf(this.question), text);
    return true;
  }

  #decline(): void {
    if (this.question) this.#begun.delete(keyOf(this.question));
    this.#close();
    this.#finish(null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) reopenModal(this.renderRoot.querySelector('dialog'));
  }

  protected override handleGone(): void {
    this.#begun.clear();
    this.#finish(null);
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
    this.dispatchEvent(new DialogToggled(this, false));
  }

  #closed(): void {
    // The event is asynchronous: the dialog may have been opened again for another question.
    if (this.#settle === null || this.renderRoot.querySelector('dialog')?.open) return;
    this.#decline();
  }

  #finish(answer: Answer | null): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(answer);
  }

  override render(): TemplateResult {
    const { question } = this;
    return html`<dialog aria-labelledby="title" aria-describedby="body" @close=${() => this.#closed()}>
      ${
        question
          ? html`${keyed(
              this.#asked,
              helpInDialog(this.help, () => this.#focusCancel(), this.texts),
            )}${this.#form(question)}`
          : nothing
      }
      ${speechLog(this.spoken)}
    </dialog>`;
  }

  #form(question: Question): TemplateResult {
    return html`<form method="dialog" @submit=${(event: SubmitEvent) => this.#confirmed(event)}>
      <h2 id="title">${question.title}</h2>
      <p id="body">${question.body}</p>
      ${question.reasonLabel ? html`<label class="field">${question.reasonLabel}<textarea name="reason" maxlength="1000"></textarea></label>` : nothing}
      ${question.banLabel ? html`<label class="box"><input type="checkbox" name="ban" />${question.banLabel}</label>` : nothing}
      <div class="buttons">
        <button type="button" class="cancel" @click=${() => this.#decline()}>${question.cancel}</button>
        <button type="submit" class=${question.kind === 'danger' ? 'danger' : 'primary'}>${question.confirm}</button>
      </div>
    </form>`;
  }

  #confirmed(event: SubmitEvent): void {
    event.preventDefault();
    if (this.question) this.#begun.delete(keyOf(this.question));
    const form = this.renderRoot.querySelector('form');
    const data = form ? new FormData(form) : null;
    const reason = data?.get('reason');
    this.#finish({ reason: typeof reason === 'string' ? reason.trim() : '', ban: data?.get('ban') === 'on' });
    this.#close();
  }
}

const keyOf = ({ title, about = '' }: Question): string => `${about} ${title}`;
