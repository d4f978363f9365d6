import { css, html, nothing, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { formatNumber } from '../../texts/format.ts';
import type { CheckInHostView, CheckInQuestionView, HostActions } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

const scales = [
  { min: 0, max: 10 },
  { min: 1, max: 5 },
] as const;
const [minChoices, maxChoices] = [2, 8];

/** Starts and ends a check-in, and shows its answers. */
export class CheckInControls extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    actions: { attribute: false },
    form: { state: true },
    problem: { state: true },
  };
  static override styles = [
    base,
    css`
      :host, form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; }
      .field { display: grid; gap: 0.25rem; font-size: 0.95rem; }
      input, select, textarea { min-block-size: 44px; inline-size: 100%; padding: 0.4rem 0.7rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.6); background: var(--hr-surface); }
      textarea { min-block-size: 6.5rem; resize: vertical; }
      .asked { font-weight: 600; overflow-wrap: anywhere; }
      h3 { font-size: 0.95rem; font-weight: 600; }
      .bars, .people { display: grid; gap: 0.35rem; }
      .bars li { display: grid; grid-template-columns: minmax(2rem, max-content) minmax(0, 1fr) max-content; align-items: center; gap: 0.6rem; font-variant-numeric: tabular-nums; }
      .bars.choices li { grid-template-columns: minmax(0, 1fr) max-content; }
      .bars.choices .track { grid-column: 1 / -1; grid-row: 2; }
      .bars span, .people span { overflow-wrap: anywhere; min-inline-size: 0; }
      .track { block-size: 0.7rem; border-radius: 0.35rem; background: var(--hr-line); overflow: hidden; }
      .track span { display: block; block-size: 100%; background: var(--hr-accent); }
      .people li { display: flex; justify-content: space-between; gap: 0.8rem; padding-block: 0.2rem; border-block-end: 1px solid var(--hr-line); }
      .people li span:last-child { text-align: end; }
      .ends { display: flex; justify-content: space-between; gap: 1rem; }
    `,
  ];

  declare view: CheckInHostView | null;
  declare actions: HostActions | null;
  /** `0` and `1`: a scale by its index; `choices`. */
  declare form: string;
  declare problem: boolean;

  constructor() {
    super();
    this.view = null;
    this.actions = null;
    this.form = '0';
    this.problem = false;
  }

  override render(): TemplateResult {
    return this.view ? this.#running(this.view) : this.#start();
  }

  #start(): TemplateResult {
    const { checkIn: texts } = this.texts;
    const scale = scales[Number(this.form)];
    const numbers = [formatNumber(minChoices, this.texts), formatNumber(maxChoices, this.texts)] as const;
    return html`<form @submit=${(event: SubmitEvent) => this.#started(event)}>
      <p class="hint">${texts.hint}</p>
      <label class="field">${texts.question}<input name="text" dir="auto" required maxlength="200" value=${texts.suggestion} /></label>
      <label class="field">${texts.answers}<select @change=${(event: Event) => this.#formChanged(event)}>
        ${scales.map(({ min, max }, index) => html`<option value=${index} ?selected=${this.form === `${index}`}>${texts.scaleOf(formatNumber(min, this.texts), formatNumber(max, this.texts))}</option>`)}
        <option value="choices" ?selected=${this.form === 'choices'}>${texts.choices}</option>
      </select></label>
      ${
        scale
          ? html`<label class="field">${texts.minLabel(scale.min)}<input name="min" dir="auto" maxlength="40" value=${texts.minSuggestion} /></label>
          <label class="field">${texts.maxLabel(scale.max)}<input name="max" dir="auto" maxlength="40" value=${texts.maxSuggestion} /></label>`
          : html`<label class="field">${texts.choicesLabel(...numbers)}<textarea name="choices" dir="auto" aria-describedby="problem"></textarea></label>`
      }
      <p id="problem" role="alert" ?hidden=${!this.problem}>${this.problem ? texts.choicesNeeded(...numbers) : ''}</p>
      <button>${texts.start}</button>
    </form>`;
  }

  #formChanged(event: Event): void {
    this.problem = false;
    if (event.target instanceof HTMLSelectElement) this.form = event.target.value;
  }

  #started(event: SubmitEvent): void {
    event.preventDefault();
    const form = this.renderRoot.querySelector('form');
    if (!form) return;
    const data = new FormData(form);
    const fieldOf = (name: string): string => `${data.get(name) ?? ''}`.trim();
    const text = fieldOf('text');
    const scale = scales[Number(this.form)];
    if (scale) {
      const [minLabel, maxLabel] = [fieldOf('min'), fieldOf('max')];
      this.actions?.startCheckIn({
        text,
        scale: { ...scale, ...(minLabel && { minLabel }), ...(maxLabel && { maxLabel }) },
      });
      return;
    }
    const lines = fieldOf('choices')
      .split('\n')
      .map((line) => line.trim());
    const choices = [...new Set(lines.filter((line) => line !== ''))];
    this.problem =
      choices.length < minChoices || choices.length > maxChoices || choices.some(({ length }) => length > 60);
    if (!this.problem) this.actions?.startCheckIn({ text, choices });
  }

  #running({ question, people }: CheckInHostView): TemplateResult {
    const { checkIn: texts } = this.texts;
    const given = people.filter(({ answer, unreadable }) => answer !== null || unreadable);
    return html`
      <div>
        <p class="asked" dir="auto">${question?.text ?? texts.unreadableQuestion}</p>
        <p class="hint">${texts.answered(formatNumber(given.length, this.texts), formatNumber(people.length, this.texts))}</p>
      </div>
      ${question ? html`${this.#distribution(question, people)}${this.#people(question, people)}` : nothing}
      <p class="hint">${texts.endHint}</p>
      <button type="button" @click=${() => this.actions?.endCheckIn()}>${texts.end}</button>`;
  }

  #distribution({ options, ends }: CheckInQuestionView, people: CheckInHostView['people']): TemplateResult {
    const { checkIn: texts } = this.texts;
    const counts = options.map(({ value }) => people.filter(({ answer }) => answer === value).length);
    const most = Math.max(1, ...counts);
    return html`<h3 id="distribution">${texts.distribution}</h3>
      <ul class="bars ${ends ? '' : 'choices'}" aria-labelledby="distribution">${options.map(
        ({ label }, index) =>
          html`<li><span dir="auto">${label}${this.#endOf(ends, index, options.length)}</span><span class="track" aria-hidden="true"><span .style=${`inline-size: ${(100 * (counts[index] ?? 0)) / most}%`}></span></span><span><span aria-hidden="true">${formatNumber(counts[index] ?? 0, this.texts)}</span><span class="sr">${texts.countOf(counts[index] ?? 0)}</span></span></li>`,
      )}</ul>
      ${ends && (ends.min || ends.max) ? html`<p class="hint ends" aria-hidden="true"><span dir="auto">${options[0]?.label}: ${ends.min}</span><span dir="auto">${options.at(-1)?.label}: ${ends.max}</span></p>` : nothing}`;
  }

  #endOf(ends: CheckInQuestionView['ends'], index: number, count: number): TemplateResult | typeof nothing {
    const word = index === 0 ? ends?.min : index === count - 1 ? ends?.max : '';
    return word ? html`<span class="sr">, ${word}</span>` : nothing;
  }

  #people({ options }: CheckInQuestionView, people: CheckInHostView['people']): TemplateResult {
    const { checkIn: texts } = this.texts;
    return html`<h3 id="people">${texts.byPerson}</h3>
      <ul class="people" aria-labelledby="people">${people.map(({ name, answer, unreadable }) => {
        const option = options.find(({ value }) => value === answer);
        return html`<li><span><bdi>${name}</bdi></span>${option ? html`<b dir="auto">${option.label}</b>` : html`<span class="hint">${unreadable ? texts.unreadable : texts.noAnswer}</span>`}</li>`;
      })}</ul>`;
  }
}
