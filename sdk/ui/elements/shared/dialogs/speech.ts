/**
 * While a modal dialog is open, the rest of the page is not in the accessibility tree, and changes of its live regions
 * are lost. So what is to be said politely goes to the session, which says it in the open dialog.
 */
import { html, type TemplateResult } from 'lit';
import { HearthroomElement } from '../element.ts';

/** A dialog of the surrounding session was opened or closed. */
export class DialogToggled extends Event {
  static readonly type = 'hearthroom-dialog-toggled';
  readonly dialog: HTMLElement;
  readonly isOpen: boolean;

  constructor(dialog: HTMLElement, isOpen: boolean) {
    super(DialogToggled.type, { bubbles: true, composed: true });
    this.dialog = dialog;
    this.isOpen = isOpen;
  }
}

/** Asks the surrounding session to say a text in the open dialog; `isTaken` if there is one. */
export class SpeechRequest extends Event {
  static readonly type = 'hearthroom-speech-request';
  readonly text: string;
  isTaken = false;

  constructor(text: string) {
    super(SpeechRequest.type, { bubbles: true, composed: true });
    this.text = text;
  }
}

/** The dialogs of a session that are open, the uppermost last. */
export class OpenDialogs {
  #dialogs: HTMLElement[] = [];

  get top(): HTMLElement | null {
    return this.#dialogs.findLast(({ isConnected }) => isConnected) ?? null;
  }

  /** @returns whether a dialog was removed with its page, without being closed */
  removeGone(): boolean {
    const count = this.#dialogs.length;
    this.#dialogs = this.#dialogs.filter(({ isConnected }) => isConnected);
    return this.#dialogs.length < count;
  }

  /** @returns false: it was open or closed before */
  handleToggled({ dialog, isOpen }: DialogToggled): boolean {
    if (this.#dialogs.includes(dialog) === isOpen) return false;
    this.#dialogs = this.#dialogs.filter((one) => one !== dialog);
    if (isOpen) this.#dialogs.push(dialog);
    return true;
  }
}

/** The live region of the session, or of a dialog above it. */
export const speechLog = (texts: readonly string[]): TemplateResult =>
  html`<div class="sr" role="log" aria-live="polite">${texts.map((text) => html`<p>${text}</p>`)}</div>`;

/** A text whose changes are announced politely, also while a dialog is open. */
export class LiveText extends HearthroomElement {
  static override properties = { ...HearthroomElement.properties, text: { attribute: false } };

  declare text: string;
  /** It was said in a dialog. Outside a live region, it is not said again when the dialog is closed. */
  #isSaid = false;

  constructor() {
    super();
    this.text = '';
  }

  /** With the styles of the element around it. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('text')) return;
    this.#isSaid = false;
    if (this.text === '') return;
    const request = new SpeechRequest(this.text);
    this.dispatchEvent(request);
    this.#isSaid = request.isTaken;
  }

  override render(): TemplateResult {
    const { text } = this;
    // One region for all texts: a new one that has its text already is often not announced.
    return html`<span role="status">${this.#isSaid ? '' : text}</span><span>${this.#isSaid ? text : ''}</span>`;
  }
}
