import { css, html, nothing, type TemplateResult } from 'lit';
import { formatCountdown } from '../format.ts';
import { base } from '../theme.ts';
import type { GoRoundView, HostActions, PersonView } from '../view.ts';
import { HearthroomElement } from './element.ts';
import { lineForm } from './line-form.ts';
import { Ticker } from './ticker.ts';

/** Choices of time for each person, in minutes; 0 is none. */
const minuteChoices = [0, 1, 2, 3, 5];

/** Starts a go-round and leads it. */
export class GoRoundControls extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    round: { attribute: false },
    people: { attribute: false },
    chosen: { state: true },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    lineForm,
    css`
      :host, form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; }
      .now { overflow-wrap: anywhere; font-weight: 600; font-variant-numeric: tabular-nums; }
      .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
      .turns { display: flex; flex-wrap: wrap; gap: 0.5rem; }
      .turns button { max-inline-size: 100%; overflow-wrap: anywhere; }
      .buttons button { padding-inline: 0.9rem; font-size: 0.95rem; }
    `,
  ];

  declare round: GoRoundView | null;
  declare people: readonly PersonView[];
  /** Ids in the order in which they were picked; null: as seated. */
  declare chosen: readonly string[] | null;
  declare actions: HostActions | null;

  constructor() {
    super();
    this.round = null;
    this.people = [];
    this.chosen = null;
    this.actions = null;
    new Ticker(this, 1_000, () => this.round?.endsAtMs != null);
  }

  override render(): TemplateResult {
    return this.round ? this.#running(this.round) : this.#start();
  }

  #start(): TemplateResult {
    const { round } = this.texts;
    return html`<form @submit=${(event: SubmitEvent) => this.#started(event)}>
      <p class="hint">${round.hint}</p>
      <label class="field">${round.time}<select name="minutes">
        ${minuteChoices.map((count) => html`<option value=${count}>${count === 0 ? round.noTime : round.minutes(count)}</option>`)}
      </select></label>
      <label class="field">${round.order}<select @change=${(event: Event) => this.#orderChanged(event)}>
        <option value="seats" ?selected=${this.chosen === null}>${round.seats}</option>
        <option value="chosen" ?selected=${this.chosen !== null}>${round.chosen}</option>
      </select></label>
      ${this.chosen === null ? nothing : this.#turns(this.chosen)}
      <label class="check"><input type="checkbox" name="mute" />${round.muteOthers}</label>
      <button ?disabled=${this.chosen?.length === 0}>${round.start}</button>
    </form>`;
  }

  /** Picked one after the other; picked again, somebody is out of the round. */
  #turns(chosen: readonly string[]): TemplateResult {
    const { round } = this.texts;
    const pick = (id: string) => {
      this.chosen = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    };
    return html`<div class="turns" role="group" aria-label=${round.pick}>
      ${this.people
        .filter(({ role }) => role !== 'observer')
        .map(({ id, name }) => {
          const place = chosen.indexOf(id) + 1;
          return html`<button type="button" aria-pressed=${place > 0} @click=${() => pick(id)}>${place > 0 ? `${place}. ` : nothing}<bdi>${name}</bdi></button>`;
        })}
    </div>
    <p class="hint">${round.pick}</p>`;
  }

  #orderChanged(event: Event): void {
    this.chosen = event.target instanceof HTMLSelectElement && event.target.value === 'chosen' ? [] : null;
  }

  #running({ order, turn, paused, endsAtMs }: GoRoundView): TemplateResult {
    const { round } = this.texts;
    const name = order[turn]?.name ?? '';
    const following = order[turn + 1];
    const now = endsAtMs === null ? round.now(name) : round.nowWith(name, formatCountdown(endsAtMs - this.now()));
    const button = (text: string, press: () => void, kind = '') =>
      html`<button type="button" class=${kind} @click=${press}>${text}</button>`;
    return html`
      <div>
        <p class="now">${now}${paused ? ` · ${round.paused}` : nothing}</p>
        <p class="hint">${following ? round.following(following.name) : round.last}</p>
      </div>
      <div class="buttons" role="group" aria-label=${round.title}>
        ${button(round.next, () => this.actions?.nextTurn(), 'primary')}
        ${button(paused ? round.resume : round.pause, () => this.actions?.pauseGoRound(!paused))}
        ${button(round.stop, () => this.actions?.stopGoRound())}
      </div>`;
  }

  #started(event: SubmitEvent): void {
    event.preventDefault();
    const form = this.renderRoot.querySelector('form');
    if (!form) return;
    const data = new FormData(form);
    const minutes = Number(data.get('minutes'));
    this.actions?.startGoRound({
      order: this.chosen,
      secondsPerPerson: minutes === 0 ? null : minutes * 60,
      muteOthers: data.has('mute'),
    });
  }
}
