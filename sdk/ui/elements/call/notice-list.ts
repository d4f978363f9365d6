import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import { formatCountdown } from '../../texts/format.ts';
import type { Texts } from '../../texts/texts.ts';
import type { NoticeView } from '../../views/view-types.ts';
import { detailsOf, detailsStyles } from '../shared/details.ts';
import { HearthroomElement } from '../shared/element.ts';
import { Ticker } from '../shared/ticker.ts';

/** Short messages above the gallery: what is going on, and what can be done about it. */
export class NoticeList extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    notices: { attribute: false },
    focusLost: { attribute: false },
  };
  static override styles = [
    base,
    detailsStyles,
    css`
      :host { display: grid; gap: 6px; }
      .notice { pointer-events: auto; display: flex; align-items: flex-start; gap: 0.4rem; padding-block: 0.5rem; padding-inline: 1rem 0.6rem; border-radius: calc(var(--hr-radius) * 0.85); background: var(--hr-soft); color: var(--hr-text); box-shadow: 0 2px 10px rgb(0 0 0 / 0.25); }
      .notice.important { background: var(--hr-warm); }
      .body { flex: 1; min-inline-size: 0; min-block-size: 44px; display: flex; align-items: center; flex-wrap: wrap; gap: 0.4rem 0.8rem; }
      .text { flex: 1 1 min(12rem, 100%); min-inline-size: 0; overflow-wrap: anywhere; font-size: 0.95rem; }
      .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; min-inline-size: 0; }
      .buttons button { max-inline-size: 100%; overflow-wrap: anywhere; }
      button { padding-inline: 0.9rem; }
      .dismiss { flex: none; padding: 0; inline-size: 44px; }
      .further { margin-block-start: 0.2rem; }
      .rows { flex: 1 1 100%; display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; position: relative; max-block-size: 30cqh; overflow-y: auto; margin: 0; padding: 0; list-style: none; font-size: 0.95rem; }
      .rows li { display: flex; align-items: center; gap: 0.6rem; min-inline-size: min(100%, 15rem); }
      .rows span { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
      .rows button { flex: none; }
      @container hearthroom (width < 520px) { .rows li { inline-size: 100%; } }
      .time { font-variant-numeric: tabular-nums; }
      @container hearthroom (height < 480px) {
        .notice { padding-block: 0; }
        .text { font-size: 0.9rem; line-height: 1.3; }
      }
    `,
  ];

  declare notices: readonly NoticeView[];
  /** Called when a notice disappears while its button has the focus. */
  declare focusLost: () => void;
  #hadFocus = false;

  constructor() {
    super();
    this.notices = [];
    this.focusLost = () => {};
    new Ticker(this, 1_000);
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#hadFocus = this.#hasFocus;
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#hadFocus && !this.#hasFocus) this.focusLost();
  }

  get #hasFocus(): boolean {
    return this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
  }

  override render(): TemplateResult {
    // Keyed, so that the other notices keep their live regions and aren't announced again when one disappears.
    return html`${repeat(
      this.notices,
      ({ id }) => id,
      (notice) => this.#notice(notice),
    )}`;
  }

  #row({ title, text, button }: NonNullable<NoticeView['rows']>[number]): TemplateResult {
    return html`<li><span><b><bdi>${title}</bdi></b> <span>${text}</span></span>${button ? html`<button type="button" aria-label=${button.name} @click=${button.press}>${button.label}</button>` : nothing}</li>`;
  }

  #notice({
    kind,
    text,
    countdown,
    details,
    rows = [],
    buttons = [],
    dismiss,
    silent,
    hold,
    isAnnounced,
  }: NoticeView): TemplateResult {
    // On touch screens `pointerleave` does not end the hover state.
    const look = ({ currentTarget, type }: Event): void => {
      const kept = type === 'pointerleave' ? ':focus-within' : ':focus-within, :hover';
      if (currentTarget instanceof Element) hold?.(currentTarget.matches(kept));
    };
    // The countdown is outside the live region: otherwise it would be announced every second.
    return html`<div class="notice ${kind}" @pointerenter=${look} @pointerleave=${look} @focusin=${look} @focusout=${look}>
      <div class="body">
        <div class="text">
          ${silent || isAnnounced ? html`<span>${text}</span>` : html`<hearthroom-live-text .text=${text}></hearthroom-live-text>`}
          ${countdown ? html`<span class="time">${timeOf(countdown, this.now(), this.texts)}</span>` : nothing}
          ${details ? detailsOf(details) : nothing}
        </div>
        ${rows.length === 0 ? nothing : html`<ul class="rows">${rows.map((row) => this.#row(row))}</ul>`}
        ${buttons.length === 0 ? nothing : html`<div class="buttons">${buttons.map(({ label, press, quiet }) => html`<button type="button" class=${quiet ? '' : 'primary'} @click=${press}>${label}</button>`)}</div>`}
      </div>
      ${dismiss ? html`<button type="button" class="quiet dismiss" aria-label=${this.texts.notices.dismiss} @click=${dismiss}>${icons.close}</button>` : nothing}
    </div>`;
  }
}

function timeOf(
  { untilMs, withTime, inSeconds }: NonNullable<NoticeView['countdown']>,
  nowMs: number,
  texts: Texts,
): string {
  const leftMs = untilMs - nowMs;
  return withTime(inSeconds ? inSeconds(Math.max(0, Math.ceil(leftMs / 1_000))) : formatCountdown(leftMs, texts));
}
