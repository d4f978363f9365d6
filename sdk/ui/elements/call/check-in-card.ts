import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import type { CallActions, CheckInCardView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** The question of a check-in, for a client: beside the pictures and not over them. */
export class CheckInCard extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    chosen: { state: true },
  };
  static override styles = [
    base,
    css`
      :host { display: block; inline-size: min(100%, 40rem); margin-inline: auto; padding-inline: 8px; }
      .card, .line { background: var(--hr-soft); color: var(--hr-text); border-radius: calc(var(--hr-radius) * 0.85); }
      .card { position: relative; padding: 0.7rem 1rem; max-block-size: 46cqh; overflow-y: auto; }
      .line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.6rem; padding-block: 0.25rem; padding-inline: 1rem 0.4rem; font-size: 0.95rem; }
      .line p { flex: 1 1 12rem; min-inline-size: 0; overflow-wrap: anywhere; }
      .line button { padding-inline: 0.9rem; }
      .line .hide { flex: none; padding: 0; inline-size: 44px; }
      fieldset { border: none; margin: 0; padding: 0; min-inline-size: 0; display: grid; gap: 0.5rem; }
      legend { padding: 0; font-weight: 600; overflow-wrap: anywhere; margin-block-end: 0.4rem; }
      .numbers { display: flex; flex-wrap: wrap; gap: 6px; }
      .choices { display: grid; gap: 6px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); }
      .option { position: relative; display: inline-flex; align-items: center; justify-content: center; min-block-size: 44px; padding: 0.3rem 0.8rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-surface); cursor: pointer; text-align: center; overflow-wrap: anywhere; min-inline-size: 0; }
      .numbers .option { flex: 1 1 44px; padding-inline: 0; font-variant-numeric: tabular-nums; }
      .option:has(:checked) { background: var(--hr-accent); border-color: var(--hr-accent); color: var(--hr-on-accent); font-weight: 600; }
      .option:has(:focus-visible) { outline: 3px solid var(--hr-focus); outline-offset: 2px; }
      .option input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
      .ends { display: flex; justify-content: space-between; gap: 1rem; font-size: 0.88rem; color: var(--hr-muted); }
      .ends span { min-inline-size: 0; overflow-wrap: anywhere; }
      .ends span:last-child { text-align: end; }
      .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.6rem; margin-block-start: 0.6rem; }
      .foot .hint { flex: 1 1 100%; min-inline-size: 0; }
      @container hearthroom (height < 480px) {
        .card { padding-block: 0.4rem; }
        fieldset { gap: 0.2rem; }
        .foot { margin-block-start: 0.2rem; }
        .foot .hint { flex-basis: 12rem; }
      }
      @media (forced-colors: active) {
        .option:has(:checked) { outline: 3px solid Highlight; }
      }
    `,
  ];

  declare view: CheckInCardView | null;
  declare actions: Pick<CallActions, 'answerCheckIn' | 'showCheckIn'> | null;
  /** Chosen and not sent. */
  declare chosen: number | null;
  #hadFocus = false;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.chosen = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    this.#hadFocus = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
    if (changed.has('view') && before?.id !== this.view?.id) this.chosen = null;
  }

  /** The button that was pressed is gone: the focus stays in the card. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (!before || before.state === this.view?.state || !this.#hadFocus) return;
    const target = this.view?.state === 'open' ? 'input:checked, input' : 'button';
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    return view.state === 'open' ? this.#card(view) : this.#line(view);
  }

  #card({ id, question, answer, isAnswered }: CheckInCardView): TemplateResult {
    const { checkIn: texts } = this.texts;
    const { text, options, ends } = question;
    const selected = this.chosen ?? answer;
    return html`<form class="card" aria-label=${texts.asked} @submit=${(event: SubmitEvent) => this.#sent(event, id)}>
      <fieldset>
        <legend dir="auto">${text}</legend>
        <div class=${ends ? 'numbers' : 'choices'}>${options.map(
          ({ value, label }) =>
            html`<label class="option"><input type="radio" name="answer" value=${value} aria-label=${this.#nameOf(question, value, label)} .checked=${selected === value} @change=${() => {
              this.chosen = value;
            }} /><span dir="auto">${label}</span></label>`,
        )}</div>
        ${ends && (ends.min || ends.max) ? html`<div class="ends" aria-hidden="true"><span dir="auto">${ends.min}</span><span dir="auto">${ends.max}</span></div>` : nothing}
      </fieldset>
      <div class="foot">
        <p class="hint">${texts.private}</p>
        <button type="button" class="quiet" @click=${() => this.actions?.showCheckIn(id, 'line')}>${isAnswered ? texts.keep : texts.notNow}</button>
        ${isAnswered ? html`<button type="button" class="quiet" @click=${() => this.#takeBack(id)}>${texts.takeBack}</button>` : nothing}
        <button class="primary" ?disabled=${selected === null}>${texts.send}</button>
      </div>
    </form>`;
  }

  /** The words at the ends belong to the numbers there. */
  #nameOf({ ends, options }: CheckInCardView['question'], value: number, label: string): string {
    if (!ends) return label;
    const word = value === options[0]?.value ? ends.min : value === options.at(-1)?.value ? ends.max : '';
    return word === '' ? label : `${label}${this.texts.listSeparator}${word}`;
  }

  #line({ id, question, answer, isAnswered, state }: CheckInCardView): TemplateResult {
    const { checkIn: texts } = this.texts;
    const isSharing = state === 'sharing';
    const given = question.options.find(({ value }) => value === answer);
    const without = isSharing ? texts.whileSharing : texts.later;
    const said = given && !isSharing ? texts.yourAnswer(given.label) : isAnswered ? texts.yourAnswerHidden : without;
    return html`<div class="line" role="group" aria-label=${texts.title}>
      <p>${said}</p>
      ${isSharing ? nothing : html`<button type="button" @click=${() => this.actions?.showCheckIn(id, 'open')}>${isAnswered ? texts.change : texts.answer}</button>`}
      <button type="button" class="quiet hide" aria-label=${texts.hide} @click=${() => this.actions?.showCheckIn(id, 'hidden')}>${icons.close}</button>
    </div>`;
  }

  #takeBack(id: string): void {
    this.chosen = null;
    this.actions?.answerCheckIn(id, null);
  }

  #sent(event: SubmitEvent, id: string): void {
    event.preventDefault();
    const value = this.chosen ?? this.view?.answer ?? null;
    if (value !== null) this.actions?.answerCheckIn(id, value);
    this.chosen = null;
  }
}
