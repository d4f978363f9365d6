import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { splitIntoGroups } from '../../../src/index.ts';
import { base } from '../../style/theme.ts';
import { formatCountdown, formatTime } from '../../texts/format.ts';
import { membersText, namesText } from '../../texts/isolated-texts.ts';
import { sentGroupName } from '../../views/group-name.ts';
import type { BreakoutGroupView, BreakoutView, HostActions, PersonView } from '../../views/view-types.ts';
import { draftLine } from '../shared/draft-line.ts';
import { HearthroomElement } from '../shared/element.ts';
import { lineForm } from '../shared/styles/line-form.ts';
import { Ticker } from '../shared/ticker.ts';

const minuteChoices = [0, 5, 10, 15, 20, 30];

/** Starts breakout groups, shows them, and calls everybody back. */
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
      li select { flex: 0 1 9rem; min-inline-size: 4rem; }
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
  /** Number of the group for each person, from 1; 0 is the main group. */
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

  protected override willUpdate(): void {
    // The next groups are made from the people who are there then.
    if (this.breakout && this.chosen.size > 0) this.chosen = new Map();
  }

  /** Nobody is moved before the host has seen the groups. */
  #start(): TemplateResult {
    const { breakout, round } = this.texts;
    const clients = this.#clients;
    const isShown = this.how === 'byHand' || this.#groups().length > 0;
    return html`<form @submit=${(event: SubmitEvent) => this.#started(event)}>
      <p class="hint">${breakout.hint}</p>
      <label class="field">${breakout.how}<select name="how" @change=${(event: Event) => this.#changedHow(event)}>
        ${(['pairs', 'threes', 'byHand'] as const).map((how) => html`<option value=${how} .selected=${how === this.how}>${breakout[how]}</option>`)}
      </select></label>
      <div role="status">${this.#shownGroups()}</div>
      ${isShown ? this.#split(clients) : nothing}
      <label class="field">${breakout.time}<select name="minutes">
        ${minuteChoices.map((count) => html`<option value=${count} .selected=${count === 10}>${count === 0 ? round.noTime : round.minutes(count)}</option>`)}
      </select></label>
      ${clients.length > 1 ? nothing : html`<p class="hint">${breakout.tooFew}</p>`}
      ${
        isShown
          ? html`<button class="primary" ?disabled=${this.#groups().length === 0}>${breakout.start}</button>`
          : html`<button type="button" ?disabled=${clients.length < 2} @click=${() => this.#suggested()}>${breakout.suggest}</button>`
      }
    </form>`;
  }

  /** The groups as they would start. */
  #shownGroups(): TemplateResult | typeof nothing {
    const { breakout } = this.texts;
    const groups = this.#groups();
    if (groups.length === 0) return nothing;
    return html`<ul class="groups" aria-label=${breakout.title}>${groups.map(({ number, members }) => {
      const names = namesText(members, this.texts);
      return html`<li><div class="who"><b>${breakout.group(number)}</b><p class="hint">${names}${members.length === 1 ? ` · ${breakout.aloneMark}` : nothing}</p></div></li>`;
    })}</ul>`;
  }

  /** Controls to change the groups. */
  #split(clients: readonly PersonView[]): TemplateResult {
    const { breakout } = this.texts;
    return html`
      ${
        this.how === 'byHand'
          ? nothing
          : html`<div><button type="button" class="again" @click=${() => this.#shuffle()}>${breakout.again}</button><p class="hint">${breakout.suggested}</p></div>`
      }
      ${this.#people(clients)}`;
  }

  #people(clients: readonly PersonView[]): TemplateResult {
    const { breakout } = this.texts;
    const count = Math.max(2, Math.ceil(clients.length / 2));
    return html`<ul role="list">${repeat(
      clients,
      (person) => person.id,
      (person) => html`<li>
        <span class="who"><bdi>${person.name}</bdi></span>
        <select aria-label=${breakout.groupOf(person.name)} @change=${(event: Event) => this.#chose(person.id, event)}>
          <option value="0" .selected=${!this.chosen.get(person.id)}>${breakout.mainGroup}</option>
          ${Array.from({ length: count }, (_, index) => index + 1).map(
            (number) =>
              html`<option value=${number} .selected=${this.chosen.get(person.id) === number}>${breakout.group(number)}</option>`,
          )}
        </select>
      </li>`,
    )}</ul>`;
  }

  /** The pressed button disappears; the focus moves to a button nearby, not to the one that starts the groups. */
  #suggested(): void {
    this.#shuffle();
    this.updateComplete.then(
      () => this.renderRoot.querySelector<HTMLButtonElement>('.again')?.focus(),
      () => {}, // Nothing was drawn that could have the focus.
    );
  }

  /**
   * Groups the people who are in the main group now, at random. People who come later are in the main group until they
   * are moved.
   */
  #shuffle(): void {
    const ids = this.#clients.filter(({ away }) => !away).map(({ id }) => id);
    const groups = splitIntoGroups(ids, this.how === 'threes' ? 3 : 2);
    this.chosen = new Map(groups.flatMap((members, index) => members.map((id) => [id, index + 1] as const)));
  }

  /** Only people who are still here, and only groups with people in them. */
  #groups(): { number: number; members: PersonView[] }[] {
    const numbers = [...new Set(this.chosen.values())].filter((number) => number > 0).sort((one, other) => one - other);
    return numbers
      .map((number) => ({
        number,
        members: this.#clients.filter(({ id }) => this.chosen.get(id) === number),
      }))
      .filter(({ members }) => members.length > 0);
  }

  #running(view: BreakoutView): TemplateResult {
    const { breakout, notices } = this.texts;
    const { groups, endsAtMs, closingAtMs } = view;
    return html`
      ${closingAtMs === null ? nothing : html`<p class="time"><span>${notices.closing}</span> ${notices.closingIn(formatCountdown(closingAtMs - this.now(), this.texts))}</p>`}
      ${endsAtMs !== null && closingAtMs === null ? html`<p class="hint">${breakout.until(formatTime(endsAtMs, this.now(), this.texts))}</p>` : nothing}
      <ul class="groups" role="list">${repeat(
        groups,
        (group) => group.id,
        (group) => this.#group(group, view),
      )}</ul>
      ${view.ownGroupId === null ? nothing : html`<button type="button" @click=${() => this.actions?.visitGroup(null)}>${breakout.back}</button>`}
      <form @submit=${(event: SubmitEvent) => this.#sent(event)}>
        <label for="text">${breakout.message}</label>
        <div class="line">${draftLine(this.actions?.drafts, 'groups')}<button>${this.texts.host.messageSend}</button></div>
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
      <div class="who"><b>${name}</b><p class="hint">${members.length === 0 ? breakout.empty : membersText(members, this.texts)}</p></div>
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
    this.chosen = new Map();
  }

  #chose(personId: string, event: Event): void {
    if (event.target instanceof HTMLSelectElement)
      this.chosen = new Map(this.chosen).set(personId, Number(event.target.value));
  }

  #started(event: SubmitEvent): void {
    event.preventDefault();
    const minutes = Number(this.renderRoot.querySelector<HTMLSelectElement>('[name="minutes"]')?.value ?? 0);
    const seconds = minutes === 0 ? null : minutes * 60;
    const groups = this.#groups().map(({ number, members }) => ({
      name: sentGroupName(number),
      participantIds: members.map(({ id }) => id),
    }));
    this.actions?.startBreakout({ groups, seconds });
  }

  #sent(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    const text = input?.value.trim() ?? '';
    if (!input || text === '') return;
    this.actions?.messageGroups(text);
    this.actions?.drafts.delete('groups');
    input.value = '';
  }
}
