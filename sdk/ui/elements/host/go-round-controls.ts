import { css, html, nothing, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import { formatCountdown, formatNumber } from '../../texts/format.ts';
import type { GoRoundView, HostActions, HostView, NameView, PersonView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { lineForm } from '../shared/styles/line-form.ts';
import { Ticker } from '../shared/ticker.ts';

/** Choices of minutes for each person; 0: no limit. */
const minuteChoices = [0, 1, 2, 3, 5];

/** Starts and leads a go-round. */
export class GoRoundControls extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    round: { attribute: false },
    undo: { attribute: false },
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
      .missed { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.4rem; padding: 0.6rem 0.8rem; border: 1px solid var(--hr-line); border-radius: calc(var(--hr-radius) * 0.75); }
      .line { flex-wrap: wrap; }
      .line select { flex: 1 1 6rem; min-inline-size: 0; }
      .buttons button { padding-inline: 0.9rem; font-size: 0.95rem; }
    `,
  ];

  declare round: GoRoundView | null;
  declare undo: HostView['turnUndo'];
  declare people: readonly PersonView[];
  /** Ids in the order in which they were picked; null: the default order. */
  declare chosen: readonly string[] | null;
  declare actions: HostActions | null;

  constructor() {
    super();
    this.round = null;
    this.undo = null;
    this.people = [];
    this.chosen = null;
    this.actions = null;
    new Ticker(this, 1_000, () => this.round?.endsAtMs != null || this.round?.passesAtMs != null);
  }

  override render(): TemplateResult {
    return this.round ? this.#running(this.round) : this.#start();
  }

  #start(): TemplateResult {
    const { round } = this.texts;
    return html`${this.#over()}<form @submit=${(event: SubmitEvent) => this.#started(event)}>
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

  /** People are picked one after the other; picking a person again removes them from the round. */
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
          return html`<button type="button" aria-pressed=${place > 0} @click=${() => pick(id)}>${place > 0 ? `${formatNumber(place, this.texts)}. ` : nothing}<bdi>${name}</bdi></button>`;
        })}
    </div>
    <p class="hint">${round.pick}</p>`;
  }

  #orderChanged(event: Event): void {
    this.chosen = event.target instanceof HTMLSelectElement && event.target.value === 'chosen' ? [] : null;
  }

  #running(view: GoRoundView): TemplateResult {
    const { round } = this.texts;
    const { order, turn, paused, missed } = view;
    const following = order[turn + 1];
    return html`
      <div>
        <p class="now">${this.#now(view)}</p>
        <p class="hint">${following ? round.following(following.name) : round.last}</p>
      </div>
      <div class="buttons" role="group" aria-label=${round.title}>
        ${this.#button(round.next, () => this.actions?.nextTurn(), 'primary')}
        ${this.#button(paused ? round.resume : round.pause, () => this.actions?.pauseGoRound(!paused))}
        ${this.#button(round.stop, () => this.actions?.stopGoRound())}
        ${this.#undo()}
      </div>
      ${missed.map((person) => this.#missed(person))}
      ${this.#give(order[turn]?.id ?? '')}`;
  }

  #button(text: string, press: () => void, kind = ''): TemplateResult {
    return html`<button type="button" class=${kind} @click=${press}>${text}</button>`;
  }

  #now({ order, turn, endsAtMs, pausedBecause, passesAtMs }: GoRoundView): string {
    const { round } = this.texts;
    const name = order[turn]?.name ?? '';
    if (pausedBecause !== null) {
      const passes =
        passesAtMs === null ? '' : ` ${round.passesIn(formatCountdown(passesAtMs - this.now(), this.texts))}`;
      return `${round.hostPaused[pausedBecause](name)}${passes}`;
    }
    return endsAtMs === null
      ? round.now(name)
      : round.nowWith(name, formatCountdown(endsAtMs - this.now(), this.texts));
  }

  #undo(): TemplateResult | typeof nothing {
    const { undo } = this;
    if (!undo) return nothing;
    return this.#button(undo.isSelf ? this.texts.round.undoOwn : this.texts.round.undo(undo.name), () =>
      this.actions?.undoTurn(),
    );
  }

  #over(): TemplateResult | typeof nothing {
    if (!this.undo) return nothing;
    return html`<p class="hint">${this.texts.round.over}</p><div class="buttons">${this.#undo()}</div>`;
  }

  #missed({ id, name }: NameView): TemplateResult {
    const { round } = this.texts;
    return html`<div class="missed">
      <p class="hint">${round.missed(name)}</p>
      <div class="buttons" role="group" aria-label=${name}>
        ${this.#button(round.giveTo(name), () => this.actions?.giveTurn(id, 'now'))}
        ${this.#button(round.takeAtEnd, () => this.actions?.giveTurn(id, 'end'))}
      </div>
    </div>`;
  }

  /** Gives a turn to anybody now; the current holder continues afterwards. */
  #give(holderId: string): TemplateResult {
    const { round } = this.texts;
    const others = this.people.filter(({ id, role }) => id !== holderId && role !== 'observer');
    return html`<form @submit=${(event: SubmitEvent) => this.#given(event)}>
      <label for="give">${round.giveLabel}</label>
      <div class="line"><select id="give">${others.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select><button ?disabled=${others.length === 0}>${round.give}</button></div>
    </form>`;
  }

  #given(event: SubmitEvent): void {
    event.preventDefault();
    const id = this.renderRoot.querySelector<HTMLSelectElement>('#give')?.value;
    if (id) this.actions?.giveTurn(id, 'now');
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
