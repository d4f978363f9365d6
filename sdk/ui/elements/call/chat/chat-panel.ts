import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../../../style/icons.ts';
import { base } from '../../../style/theme.ts';
import { formatTime } from '../../../texts/format.ts';
import { byCode } from '../../../texts/texts.ts';
import type { ChatDraft, ChatLine, ChatRecipient, ChatView } from '../../../views/view-types.ts';
import { maskSignOf, maskSignStyles } from '../../shared/mask-sign.ts';
import { SidePanel } from '../../shared/side-panel.ts';
import { lineForm } from '../../shared/styles/line-form.ts';
import { panelStyles } from '../../shared/styles/panel-styles.ts';
import { audienceSentence, isReadByOthers, keyOf, recipientOf } from './chat-audience.ts';

const maxLength = 4_000;
/** Below this number the remaining characters are shown. */
const warnBelow = 500;

/** The chat: plain text, newest at the bottom. */
export class ChatPanel extends SidePanel {
  static override properties = {
    ...SidePanel.properties,
    view: { attribute: false },
    send: { attribute: false },
    show: { attribute: false },
    confirm: { attribute: false },
    draft: { attribute: false },
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
      .content { position: relative; display: grid; grid-template-rows: auto minmax(3rem, 1fr) auto; min-block-size: 0; overflow-y: auto; }
      .kept { display: grid; gap: 0.6rem; padding: 0.6rem 1rem 0; }
      .log { position: relative; overflow-y: auto; padding: 0.8rem 1rem; display: grid; gap: 0.9rem; align-content: end; min-block-size: 0; }
      .log.long { align-content: start; }
      .entry { display: grid; gap: 0.1rem; justify-items: start; min-inline-size: 0; }
      .head { font-size: 0.82rem; color: var(--hr-muted); max-inline-size: 100%; overflow-wrap: anywhere; }
      .head b { color: var(--hr-text); font-weight: 600; }
      .private { color: #f0c987; }
      .text { padding: 0.45rem 0.8rem; border-radius: 4px 12px 12px; background: var(--hr-bg); white-space: pre-wrap; overflow-wrap: anywhere; max-inline-size: 100%; }
      .text.unread { font-style: italic; color: var(--hr-muted); }
      .sealed { display: flex; gap: 0.5rem; align-items: center; }
      .sealed svg, .open svg { inline-size: 1.15em; block-size: 1.15em; }
      .open { display: inline-block; vertical-align: -0.15em; margin-inline-start: 0.35em; }
      .entry.own { justify-items: end; }
      .entry.own .text { border-radius: 12px 4px 12px 12px; background: var(--hr-soft); }
      form { padding: 0.8rem 1rem 1rem; border-block-start: 1px solid var(--hr-line); gap: 0.6rem; }
      .entry button { padding: 0.1rem 0.8rem; font-size: 0.88rem; }
      .goes { display: flex; align-items: center; gap: 0.5rem; padding: 0.45rem 0.7rem; border-inline-start: 4px solid var(--hr-accent); border-radius: 4px; background: var(--hr-soft); font-size: 0.92rem; overflow-wrap: anywhere; }
      .goes span { min-inline-size: 0; }
      .goes.few { border-color: #f0c987; background: var(--hr-warm); }
      .goes.nobody { border-color: var(--hr-danger); background: var(--hr-warm); }
      .goes svg { inline-size: 1.2em; block-size: 1.2em; }
      .goes.few ~ .line textarea { border-color: #f0c987; }
      .goes:not(.few, .nobody) ~ .line textarea { border-color: var(--hr-accent); }
      .to { display: flex; align-items: center; gap: 0.6rem; font-size: 0.9rem; }
      .to select { flex: 1; text-overflow: ellipsis; }
      textarea { flex: 1; resize: none; block-size: 4.6rem; font-size: 1rem; line-height: 1.35; }
      .draft { padding: 0.8rem 1rem; }
      .line { align-items: end; }
      /* A phone in landscape, or its keyboard is open. */
      @container hearthroom (height < 480px) {
        form { padding: 0.3rem 0.8rem; gap: 0.3rem 0.8rem; }
        .goes { padding-block: 0.2rem; font-size: 0.85rem; line-height: 1.2; }
        textarea { block-size: 44px; }
        .kept { padding-block-start: 0.2rem; gap: 0.2rem; }
        .log { padding-block: 0.4rem; }
      }
      @container hearthroom (height < 480px) and (width >= 520px) {
        form { grid-template-columns: auto minmax(0, 1fr); }
        form > * { grid-column: 1 / -1; }
        .to { grid-column: 1; max-inline-size: 16rem; }
        .to + .goes { grid-column: 2; }
      }
      @container hearthroom (height < 400px) {
        .panel:has(textarea:focus) :is(.kept, .reply) { display: none; }
      }
      /* What stays are the last messages, who reads the text, and the field. */
      @container hearthroom (height < 260px) {
        .panel:has(textarea:focus) :is(.top, .to) { display: none; }
      }
      .problem { padding: 0.5rem 0.8rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-warm); font-size: 0.92rem; }
    `,
  ];

  declare view: ChatView | null;
  /** Resolves with false when the message was not sent: the text then stays in the field. */
  declare send: (recipient: ChatRecipient, text: string) => Promise<boolean>;
  /** Shows what is masked. */
  declare show: () => void;
  /** Asks whether other people than before may read the text. */
  declare confirm: (before: ChatRecipient, after: ChatRecipient) => Promise<boolean>;
  /** Kept longer than this panel. */
  declare draft: ChatDraft;
  declare left: number;
  declare sending: boolean;
  /**
   * Kept from the first letter on, also when that person leaves: a text is never sent to other people than it was
   * written for. Null: nothing is chosen or written.
   */
  declare chosen: ChatRecipient | null;
  /** People who open the chat can write immediately. */
  protected override readonly firstStop = 'textarea';
  #wasAtEnd = true;
  #observed: Element | null = null;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry) this.#keepAtEnd(entry.target);
  });

  constructor() {
    super();
    this.view = null;
    this.send = async () => false;
    this.show = () => {};
    this.confirm = async () => false;
    this.draft = { text: '', chosen: null };
    this.sending = false;
    this.left = maxLength;
    this.chosen = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('draft') && this.#hasText) this.#restore();
    this.draft.chosen = this.chosen;
  }

  protected override updated(_changed: PropertyValues): void {
    const log = this.#log;
    if (!log) return;
    if (log !== this.#observed) this.#sizes.observe(log);
    this.#observed = log;
    this.#keepAtEnd(log);
  }

  /** After a new message, and when the keyboard of a phone opens or closes. */
  #keepAtEnd(log: Element): void {
    log.classList.toggle('long', log.scrollHeight > log.clientHeight);
    if (this.#wasAtEnd) log.scrollTop = log.scrollHeight;
  }

  /** What a person reads further up is not scrolled away. */
  #scrolled({ currentTarget: log }: Event): void {
    if (log instanceof Element) this.#wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  }

  /** The chat was closed, or another panel opened, while there was text in the field. */
  #restore(): void {
    this.chosen = this.draft.chosen;
    this.left = maxLength - this.draft.text.length;
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
          ${view.encryption === null ? nothing : html`<p class="hint sealed">${view.encryption === 'e2e' ? icons.lock : icons.lockOpen}<span role="status">${this.texts.encryption.chat[view.encryption === 'e2e' ? 'on' : 'off']}</span></p>`}
          <p class="hint">${view.history === 'session' ? chat.keptUntilEnd : chat.notKept}</p>
          ${view.hidden > 0 ? maskSignOf(mask.hiddenMessages(view.hidden), mask.show, () => this.#show()) : nothing}
        </div>
        <div class="log" role="log" aria-live="polite" aria-label=${chat.log} tabindex="0" @scroll=${(event: Event) => this.#scrolled(event)}>
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

  /** The button disappears with the sign. */
  #show(): void {
    this.show();
    this.focusFirst();
  }

  #line(line: ChatLine): TemplateResult {
    const { chat, encryption } = this.texts;
    const to = this.#to(line);
    return html`<div class="entry ${line.isOwn ? 'own' : ''}">
      <p class="head"><b><bdi>${line.isOwn ? chat.you : line.from}</bdi></b> ${to === '' ? nothing : html`<span class="private">${to}</span>`} <time dir="auto" datetime=${new Date(line.atMs).toISOString()}>${formatTime(line.atMs, this.now(), this.texts)}</time>${line.unencrypted ? html`<span class="open" title=${encryption.chat.lineOff}>${icons.lockOpen}</span><span class="sr">${encryption.chat.lineOff}</span>` : nothing}</p>
      ${line.unreadable ? html`<p class="text unread">${encryption.chat.unreadable}</p>` : html`<p class="text" dir="auto">${line.text}</p>`}
      ${this.#replyButton(line)}
    </div>`;
  }

  /** For messages that not everybody could read, from people who can be answered. */
  #replyButton(line: ChatLine): TemplateResult | typeof nothing {
    const { chat } = this.texts;
    const writer = this.view?.recipients.find(({ to, id }) => to === 'participant' && id === line.fromId);
    if (line.isOwn || line.to === 'group' || !writer) return nothing;
    return html`<button type="button" class="reply" aria-label=${chat.replyName(line.from)} @click=${() => this.#choose(writer, true)}>${chat.reply}</button>`;
  }

  #to({ to, toName, isOwn }: ChatLine): string {
    const { chat } = this.texts;
    if (to === 'group') return '';
    if (to === 'hosts') return chat.toHosts;
    if (!isOwn) return chat.toYou;
    return toName === '' ? chat.toDeparted : chat.toPerson(toName);
  }

  #form(view: ChatView): TemplateResult {
    const { chat, mask } = this.texts;
    const recipient = recipientOf(view, this.chosen, this.#hasText);
    // Kept in the page but hidden, so that a text that was begun is not lost.
    const isHidden = view.masked && !recipient;
    return html`${isHidden ? html`<div class="draft">${maskSignOf(mask.hiddenDraft, mask.show, () => this.#show())}</div>` : nothing}
    <form ?hidden=${isHidden} @submit=${(event: SubmitEvent) => this.#submitted(event, view)}>
      ${view.error === null ? nothing : html`<p class="problem" role="alert">${byCode<string>(chat.errors, view.error)}</p>`}
      <label class="to">${chat.to}<select @change=${(event: Event) => this.#selected(event, view)}>
        ${recipient || !this.chosen || isHidden ? nothing : html`<option value=${keyOf(this.chosen)} .selected=${true}>${this.chosen.to === 'participant' ? chat.gone(this.chosen.name) : chat.goneGroup}</option>`}
        ${repeat(view.recipients, keyOf, (one) => html`<option value=${keyOf(one)} .selected=${one === recipient}>${this.#nameOf(one)}</option>`)}
      </select></label>
      ${isHidden ? nothing : this.#goes(view, recipient)}
      <div class="line">
        <textarea aria-label=${chat.label} aria-describedby="goes" placeholder=${chat.label} maxlength=${maxLength} .value=${live(this.draft.text)} @input=${() => this.#typed()} @keydown=${(event: KeyboardEvent) => this.#keydown(event)}></textarea>
        <button class="primary" ?disabled=${!recipient || this.sending}>${chat.send}</button>
      </div>
      ${this.left < warnBelow ? html`<p class="hint" role="status">${chat.left(this.left)}</p>` : nothing}
    </form>`;
  }

  /** In words and in colour, so that a glance shows who will read the text. Changes are announced. */
  #goes(view: ChatView, recipient: ChatRecipient | undefined): TemplateResult {
    const moment = { chosen: this.chosen, recipient, apart: view.apart, hasText: this.#hasText };
    const kind = recipient === undefined ? 'nobody' : recipient.to === 'group' ? '' : 'few';
    return html`<p class="goes ${kind}">${kind === 'few' ? icons.lock : nothing}<span id="goes" role="status">${audienceSentence(this.texts, moment)}</span></p>`;
  }

  #selected({ target }: Event, view: ChatView): void {
    if (!(target instanceof HTMLSelectElement)) return;
    const wanted = view.recipients.find((one) => keyOf(one) === target.value);
    const before = this.chosen ?? recipientOf(view, null, false);
    // Shows the new recipient only once it is confirmed.
    if (before) target.value = keyOf(before);
    if (wanted) this.#choose(wanted, false);
  }

  #choose(wanted: ChatRecipient, thenWrite: boolean): void {
    const { chosen } = this;
    const asks = chosen !== null && this.#hasText && isReadByOthers(chosen, wanted);
    (asks ? this.confirm(chosen, wanted) : Promise.resolve(true)).then(
      (isChosen) => (isChosen ? this.#chose(wanted, thenWrite) : undefined),
      () => {},
    );
  }

  async #chose(wanted: ChatRecipient, thenWrite: boolean): Promise<void> {
    // Without a text, choosing everybody is the default; who that is may change until something is written.
    this.chosen = wanted.to === 'group' && !this.#hasText ? null : wanted;
    await this.updateComplete;
    const select = this.renderRoot.querySelector('select');
    if (select) select.value = keyOf(wanted);
    if (thenWrite) this.#field?.focus();
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

  /** The first letter fixes the recipient. */
  #typed(): void {
    const { view } = this;
    this.draft.text = this.#field?.value ?? '';
    this.left = maxLength - this.draft.text.length;
    if (this.#hasText) this.chosen ??= (view && recipientOf(view, null, false)) ?? null;
    else if (this.chosen?.to === 'group') this.chosen = null;
  }

  /** Enter sends; Shift+Enter adds a line. During composition (an input method) Enter ends the composition. */
  #keydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.renderRoot.querySelector('form')?.requestSubmit();
  }

  #submitted(event: SubmitEvent, view: ChatView): void {
    event.preventDefault();
    const field = this.#field;
    const recipient = recipientOf(view, this.chosen, this.#hasText);
    const text = field?.value.trim() ?? '';
    if (!field || !recipient || text === '' || this.sending) return;
    this.sending = true;
    this.send(recipient, text).then(
      (isSent) => this.#sent(text, isSent),
      () => this.#sent(text, false),
    );
  }

  #sent(text: string, isSent: boolean): void {
    this.sending = false;
    if (!isSent) return;
    this.#wasAtEnd = true;
    // The panel may have been closed, and another text written in a new one.
    if (this.draft.text.trim() !== text) return;
    this.draft.text = '';
    const field = this.#field;
    if (field) field.value = '';
    this.#typed();
  }

  get #hasText(): boolean {
    return this.draft.text.trim() !== '';
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector('.log');
  }
}
