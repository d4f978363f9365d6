import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatCountdown, formatTime } from '../format.ts';
import { base } from '../theme.ts';
import type { BreakoutGroupView, BreakoutView, HostActions, PersonView } from '../view.ts';
import { HearthroomElement } from './element.ts';
import { lineForm } from './line-form.ts';
import { Ticker } from './ticker.ts';

const minuteChoices = [0, 5, 10, 15, 20, 30];

/** Splits the group into small ones, keeps the overview, and calls everybody back. */
export class BreakoutControls extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    breakout: { attribute: false },
    people: { attribute: false },
    actions: { attribute: false },
    how: { state: true },
    chosen: { state: true },
  };
  static override styles = [
    base,
    lineForm,
    css`
      :host, form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; }
      ul { display: grid; gap: 0.5rem; }
      li { display: flex; align-items: center; gap: 0.6rem; justify-content: space-between; }
      li > .who { min-inline-size: 0; overflow-wrap: anywhere; }
      li label { display: contents; }
      li select { flex: 0 0 9rem; }
      .groups li { padding: 0.6rem 0.8rem; border: 1px solid var(--hr-line); border-radius: calc(var(--hr-radius) * 0.75); }
      .groups b { font-weight: 600; }
      .groups button { flex: none; padding-inline: 0.8rem; font-size: 0.92rem; }
      .time { font-variant-numeric: tabular-nums; }
    `,
  ];

  declare breakout: BreakoutView | null;
  declare people: readonly PersonView[];
  declare actions: HostActions | null;
  declare how: 'pairs' | 'threes' | 'byHand';
  /** Numbers of groups by person, from 1; 0 is the main group. */
  declare chosen: ReadonlyMap<string, number>;

  constructor() {
    super();
    this.breakout = null;
    this.people = [];
    this.actions = null;
    this.how = 'pairs';
    this.chosen = new Map();
    new Ticker(this, 1_000, () => this.breakout?.closingAtMs != null);
  }

  override render(): TemplateResult {
    return this.breakout ? this.#running(this.breakout) : this.#start();
  }

  get #clients(): PersonView[] {
    return this.people.filter((person) => person.role === 'client');
  }

  #start(): TemplateResult {
    const { breakout, round } = this.texts;
    const clients = this.#clients;
    const isPossible = this.how === 'byHand' ? this.#groups().length > 0 : clients.length > 1;
    return html`<form @submit=${(event: SubmitEvent) => this.#started(event)}>
      <p class="hint">${breakout.hint}</p>
      <label class="field">${breakout.how}<select name="how" @change=${(event: Event) => this.#changedHow(event)}>
        ${(['pairs', 'threes', 'byHand'] as const).map((how) => html`<option value=${how} .selected=${how === this.how}>${breakout[how]}</option>`)}
      </select></label>
      ${this.how === 'byHand' ? this.#byHand(clients) : nothing}
      <label class="field">${breakout.time}<select name="minutes">
        ${minuteChoices.map((count) => html`<option value=${count} .selected=${count === 10}>${count === 0 ? round.noTime : round.minutes(count)}</option>`)}
      </select></label>
      ${clients.length > 1 ? nothing : html`<p class="hint">${breakout.tooFew}</p>`}
      <button ?disabled=${!isPossible}>${breakout.start}</button>
    </form>`;
  }

  #byHand(clients: readonly PersonView[]): TemplateResult {
    const { breakout } = this.texts;
    const count = Math.max(2, Math.ceil(clients.length / 2));
    return html`<ul>${repeat(
      clients,
      (person) => person.id,
      (person) => html`<li>
        <span class="who"><bdi>${person.name}</bdi></span>
        <select aria-label=${breakout.groupOf(person.name)} @change=${(event: Event) => this.#chose(person.id, event)}>
          <option value="0">${breakout.mainGroup}</option>
          ${Array.from({ length: count }, (_, index) => index + 1).map(
            (number) =>
              html`<option value=${number} .selected=${this.chosen.get(person.id) === number}>${breakout.group(number)}</option>`,
          )}
        </select>
      </li>`,
    )}</ul>`;
  }

  /** Only those who are still here, and only groups with somebody in them. */
  #groups(): { name: string; participantIds: string[] }[] {
    const numbers = [...new Set(this.chosen.values())].filter((number) => number > 0).sort((one, other) => one - other);
    return numbers
      .map((number) => ({
        name: this.texts.breakout.group(number),
        participantIds: this.#clients.map(({ id }) => id).filter((id) => this.chosen.get(id) === number),
      }))
      .filter(({ participantIds }) => participantIds.length > 0);
  }

  #running(view: BreakoutView): TemplateResult {
    const { breakout, notices } = this.texts;
    const { groups, endsAtMs, closingAtMs } = view;
    return html`
      ${closingAtMs === null ? nothing : html`<p class="time"><span>${notices.closing}</span> ${notices.closingIn(formatCountdown(closingAtMs - this.now()))}</p>`}
      ${endsAtMs !== null && closingAtMs === null ? html`<p class="hint">${breakout.until(formatTime(endsAtMs, this.now()))}</p>` : nothing}
      <ul class="groups">${repeat(
        groups,
        (group) => group.id,
        (group) => this.#group(group, view),
      )}</ul>
      ${view.ownGroupId === null ? nothing : html`<button type="button" @click=${() => this.actions?.visitGroup(null)}>${breakout.back}</button>`}
      <form @submit=${(event: SubmitEvent) => this.#sent(event)}>
        <label for="text">${breakout.message}</label>
        <div class="line"><input id="text" maxlength="1000" autocomplete="off" /><button>${this.texts.host.messageSend}</button></div>
      </form>
      ${
        closingAtMs === null
          ? html`<div><button type="button" class="primary" @click=${() => this.actions?.endBreakout()}>${breakout.end}</button><p class="hint">${breakout.endHint}</p></div>`
          : nothing
      }`;
  }

  #group({ id, name, members }: BreakoutGroupView, { ownGroupId }: BreakoutView): TemplateResult {
    const { breakout } = this.texts;
    return html`<li>
      <div class="who"><b>${name}</b><p class="hint">${members.length === 0 ? breakout.empty : members.map((member) => member.name).join(', ')}</p></div>
      ${
        ownGroupId === id
          ? html`<span class="hint">${breakout.here}</span>`
          : html`<button type="button" aria-label=${breakout.visitName(name)} @click=${() => this.actions?.visitGroup(id)}>${breakout.visit}</button>`
      }
    </li>`;
  }

  #changedHow(event: Event): void {
    const value = event.target instanceof HTMLSelectElement ? event.target.value : '';
    this.how = value === 'threes' || value === 'byHand' ? value : 'pairs';
  }

  #chose(personId: string, event: Event): void {
    if (event.target instanceof HTMLSelectElement)
      this.chosen = new Map(this.chosen).set(personId, Number(event.target.value));
  }

  #started(event: SubmitEvent): void {
    event.preventDefault();
    const minutes = Number(this.renderRoot.querySelector<HTMLSelectElement>('[name="minutes"]')?.value ?? 0);
    const seconds = minutes === 0 ? null : minutes * 60;
    if (this.how === 'byHand') this.actions?.startBreakout({ groups: this.#groups(), seconds });
    else this.actions?.splitAtRandom(this.how === 'pairs' ? 2 : 3, seconds);
  }

  #sent(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim() ?? '';
    if (!input || text === '') return;
    this.actions?.messageGroups(text);
    input.value = '';
  }
}
