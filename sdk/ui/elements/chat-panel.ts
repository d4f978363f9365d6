import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatTime } from '../format.ts';
import { byCode } from '../texts.ts';
import { base } from '../theme.ts';
import type { ChatLine, ChatRecipient, ChatView } from '../view.ts';
import { lineForm } from './line-form.ts';
import { maskSignOf, maskSignStyles } from './mask-sign.ts';
import { panelStyles } from './panel-styles.ts';
import { SidePanel } from './side-panel.ts';

const maxLength = 4_000;
/** From here on it is told how many characters are left. */
const warnBelow = 500;

/** What people write to each other: plain text, newest below. */
export class ChatPanel extends SidePanel {
  static override properties = {
    ...SidePanel.properties,
    view: { attribute: false },
    send: { attribute: false },
    show: { attribute: false },
    left: { state: true },
    chosen: { state: true },
    sending: { state: true },
  };
  static override styles = [
    base,
    lineForm,
    panelStyles,
    maskSignStyles,
    css`
      .content { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; min-block-size: 0; }
      .kept { display: grid; gap: 0.6rem; padding: 0.6rem 1rem 0; }
      .log { overflow-y: auto; padding: 0.8rem 1rem; display: grid; gap: 0.9rem; align-content: end; min-block-size: 0; }
      .log.long { align-content: start; }
      .entry { display: grid; gap: 0.1rem; justify-items: start; min-inline-size: 0; }
      .head { font-size: 0.82rem; color: var(--hr-muted); max-inline-size: 100%; overflow-wrap: anywhere; }
      .head b { color: var(--hr-text); font-weight: 600; }
      .private { color: #f0c987; }
      .text { padding: 0.45rem 0.8rem; border-radius: 4px 12px 12px; background: var(--hr-bg); white-space: pre-wrap; overflow-wrap: anywhere; max-inline-size: 100%; }
      .entry.own { justify-items: end; }
      .entry.own .text { border-radius: 12px 4px 12px 12px; background: var(--hr-soft); }
      form { padding: 0.8rem 1rem 1rem; border-block-start: 1px solid var(--hr-line); gap: 0.6rem; }
      .to { display: flex; align-items: center; gap: 0.6rem; font-size: 0.9rem; }
      .to select { flex: 1; text-overflow: ellipsis; }
      textarea { flex: 1; resize: none; block-size: 4.6rem; font-size: 1rem; line-height: 1.35; }
      .draft { padding: 0.8rem 1rem; }
      .line { align-items: end; }
      .problem { padding: 0.5rem 0.8rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-warm); font-size: 0.92rem; }
    `,
  ];

  declare view: ChatView | null;
  /** Gives false when it was not sent: then the text stays in the field. */
  declare send: (recipient: ChatRecipient, text: string) => Promise<boolean>;
  /** Shows what is masked. */
  declare show: () => void;
  declare left: number;
  declare sending: boolean;
  /** Key of the recipient. Kept when that person goes, so that private words never turn into public ones. */
  declare chosen: string;
  #wasAtEnd = true;

  constructor() {
    super();
    this.view = null;
    this.send = async () => false;
    this.show = () => {};
    this.sending = false;
    this.left = maxLength;
    this.chosen = '';
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const log = this.#log;
    // Whoever reads further up is not torn away by a new message.
    if (log) this.#wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  }

  protected override updated(_changed: PropertyValues): void {
    const log = this.#log;
    if (!log) return;
    log.classList.toggle('long', log.scrollHeight > log.clientHeight);
    if (this.#wasAtEnd) log.scrollTop = log.scrollHeight;
  }

  override render(): TemplateResult | null {
    const { view } = this;
    const { chat, mask } = this.texts;
    if (!view) return null;
    return this.panel(
      chat.title,
      chat.close,
      html`<div class="content">
        <div class="kept">
          <p class="hint">${view.history === 'session' ? chat.keptUntilEnd : chat.notKept}</p>
          ${view.hidden > 0 ? maskSignOf(mask.hiddenMessages(view.hidden), mask.show, () => this.#show()) : nothing}
        </div>
        <div class="log" role="log" aria-live="polite" aria-label=${chat.log} tabindex="0">
          ${view.lines.length === 0 && view.hidden === 0 ? html`<p class="hint">${chat.empty}</p>` : nothing}
          ${repeat(
            view.lines,
            (line) => line.id,
            (line) => this.#line(line),
          )}
        </div>
        ${this.#form(view)}
      </div>`,
    );
  }

  /** The button goes with the sign. */
  #show(): void {
    this.show();
    this.focusTitle();
  }

  #line(line: ChatLine): TemplateResult {
    const { chat } = this.texts;
    const to = this.#to(line);
    return html`<div class="entry ${line.isOwn ? 'own' : ''}">
      <p class="head"><b><bdi>${line.isOwn ? chat.you : line.from}</bdi></b> ${to === '' ? nothing : html`<span class="private">${to}</span>`} <time datetime=${new Date(line.atMs).toISOString()}>${formatTime(line.atMs, this.now())}</time></p>
      <p class="text" dir="auto">${line.text}</p>
    </div>`;
  }

  #to({ to, toName, isOwn }: ChatLine): string {
    const { chat } = this.texts;
    if (to === 'group') return '';
    if (to === 'hosts') return chat.toHosts;
    return isOwn ? chat.toPerson(toName) : chat.toYou;
  }

  #form(view: ChatView): TemplateResult {
    const { chat, mask } = this.texts;
    const recipient = this.#recipient(view);
    // Kept in the page, unseen, so that nothing that was begun is lost.
    const isHidden = view.masked && !recipient;
    return html`${isHidden ? html`<div class="draft">${maskSignOf(mask.hiddenDraft, mask.show, () => this.#show())}</div>` : nothing}
    <form ?hidden=${isHidden} @submit=${(event: SubmitEvent) => this.#submitted(event, view)}>
      ${view.error === null ? nothing : html`<p class="problem" role="alert">${byCode<string>(chat.errors, view.error)}</p>`}
      <label class="to">${chat.to}<select @change=${(event: Event) => this.#chose(event)}>
        ${recipient ? nothing : html`<option value=${this.chosen} selected>${chat.gone}</option>`}
        ${repeat(view.recipients, keyOf, (one) => html`<option value=${keyOf(one)} .selected=${one === recipient}>${this.#nameOf(one)}</option>`)}
      </select></label>
      <div class="line">
        <textarea aria-label=${chat.label} placeholder=${chat.label} maxlength=${maxLength} @input=${() => this.#typed()} @keydown=${(event: KeyboardEvent) => this.#keydown(event)}></textarea>
        <button class="primary" ?disabled=${!recipient || this.sending}>${chat.send}</button>
      </div>
      ${this.left < warnBelow ? html`<p class="hint" role="status">${chat.left(this.left)}</p>` : nothing}
    </form>`;
  }

  #recipient({ recipients }: ChatView): ChatRecipient | undefined {
    return this.chosen === '' ? recipients[0] : recipients.find((one) => keyOf(one) === this.chosen);
  }

  #chose(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.chosen = event.target.value;
  }

  #nameOf({ to, name }: ChatRecipient): string {
    const { chat } = this.texts;
    return to === 'group'
      ? this.view?.apart
        ? chat.everybodyHere
        : chat.everybody
      : to === 'hosts'
        ? chat.hosts
        : chat.person(name);
  }

  #typed(): void {
    this.left = maxLength - (this.#field?.value.length ?? 0);
  }

  /** Enter sends; with Shift it is a new line. While a word is being composed, Enter belongs to that. */
  #keydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.renderRoot.querySelector('form')?.requestSubmit();
  }

  #submitted(event: SubmitEvent, view: ChatView): void {
    event.preventDefault();
    const field = this.#field;
    const recipient = this.#recipient(view);
    const text = field?.value.trim() ?? '';
    if (!field || !recipient || text === '' || this.sending) return;
    this.sending = true;
    this.send(recipient, text).then(
      (isSent) => this.#sent(field, isSent),
      () => this.#sent(field, false),
    );
  }

  #sent(field: HTMLTextAreaElement, isSent: boolean): void {
    this.sending = false;
    if (!isSent) return;
    this.#wasAtEnd = true;
    field.value = '';
    this.#typed();
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector('.log');
  }
}

function keyOf({ to, id }: ChatRecipient): string {
  return `${to} ${id}`;
}
