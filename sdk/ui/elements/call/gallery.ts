import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { defaultGrid, gridLayout, stageLayout } from '../../style/layout.ts';
import { base } from '../../style/theme.ts';
import { personWords } from '../../views/person-words.ts';
import type { PersonView, StageView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** Pixels at the bottom of a picture in which its name is. */
const nameHeight = 44;

/**
 * Shows everybody at once, without scrolling, in the available space. A shared screen is shown large, with the faces
 * beside it.
 */
export class Gallery extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    people: { attribute: false },
    showLabels: { type: Boolean },
    stage: { attribute: false },
    pin: { attribute: false },
    pictureOff: { type: Boolean },
    alone: { attribute: false },
    space: { state: true },
  };
  static override styles = [
    base,
    css`
      :host { position: relative; overflow: hidden; min-block-size: 0; min-inline-size: 0; }
      .all { position: absolute; inset: 0; display: flex; gap: 8px; align-items: center; justify-content: center; }
      .all.below { flex-direction: column; }
      ul { display: flex; flex-wrap: wrap; gap: 8px; align-content: center; justify-content: center; inline-size: 100%; block-size: 100%; }
      li { flex: none; }
      hearthroom-tile { inline-size: 100%; block-size: 100%; }
      .stage { position: relative; flex: none; border-radius: var(--hr-radius); overflow: hidden; background: #000; }
      .screen { block-size: 100%; }
      .stage p { position: absolute; inset-block-end: 6px; inset-inline-start: 6px; max-inline-size: calc(100% - 12px); padding: 0.1rem 0.6rem; border-radius: 8px; background: rgb(24 20 17 / 0.8); color: #f7f1e9; font-size: 0.85rem; overflow: hidden; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
      /* See tile.ts. */
      .paused { opacity: 0; }
      .stage .why { inset-block: 0; inset-inline: 0; margin: auto; block-size: fit-content; inline-size: fit-content; background: none; text-align: center; font-size: 1rem; }
      .strip { flex: none; }
      .alone { position: absolute; inset-inline: 0; inline-size: fit-content; max-inline-size: 90%; margin-inline: auto; padding: 0.3rem 0.9rem; border-radius: 8px; background: rgb(24 20 17 / 0.8); color: #f7f1e9; pointer-events: none; }
    `,
  ];

  declare people: readonly PersonView[];
  declare showLabels: boolean;
  /** The person who is shown large; a shared screen has precedence. */
  declare stage: StageView | null;
  declare pin: ((personId: string | null) => void) | null;
  declare pictureOff: boolean;
  /** The reason why nobody else can be seen; null: others can. */
  declare alone: string | null;
  declare space: { width: number; height: number };
  readonly #observer = new ResizeObserver(([entry]) => {
    if (entry)
      this.space = { width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) };
  });

  constructor() {
    super();
    this.people = [];
    this.showLabels = false;
    this.stage = null;
    this.pin = null;
    this.pictureOff = false;
    this.alone = null;
    this.space = { width: 0, height: 0 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render(): TemplateResult {
    const presenter = this.people.find((person) => person.screen !== null && !person.isSelf);
    const large = this.people.find((person) => person.id === this.stage?.id);
    if (presenter) return this.#withStage(this.#screen(presenter), null, this.people);
    if (!large || this.people.length < 2) {
      return html`<div class="all">${this.#faces(this.people, this.space, true)}</div>${this.#alone()}`;
    }
    const others = this.people.filter((person) => person !== large);
    return this.#withStage(this.#tile(large, this.stage?.why === 'pinned'), large, others);
  }

  /** @param large the person shown large, who is first in the list; null: a screen is shown large */
  #withStage(content: TemplateResult, large: PersonView | null, others: readonly PersonView[]): TemplateResult {
    const { width, height } = this.space;
    const { stage, strip, direction } = stageLayout(others.length, width, height);
    const [list, item] = large ? ['list', 'listitem'] : [nothing, nothing];
    return html`<div class="all ${direction}" role=${list} aria-label=${large ? this.texts.call.people : nothing}>
      <div class="stage" role=${item} aria-label=${large ? personWords(large, this.texts) : nothing} .style=${sizeOf(stage)}>${content}</div>
      <div class="strip" .style=${sizeOf(strip)}>${this.#faces(others, strip, !large)}</div>
    </div>`;
  }

  #screen(presenter: PersonView): TemplateResult {
    const label = this.texts.call.screenOf(presenter.name);
    const { pausedPicture, pausedBecause } = this.texts.line;
    const { listSeparator } = this.texts;
    const why = presenter.screenPausedBy
      ? `${pausedPicture}${listSeparator}${pausedBecause[presenter.screenPausedBy]}`
      : '';
    return html`<div class="screen" role="img" aria-label=${why === '' ? label : `${label}${listSeparator}${why}`}>
      <hearthroom-picture class=${why === '' ? '' : 'paused'} fit="contain" .track=${presenter.screen}></hearthroom-picture>
      ${why === '' ? nothing : html`<p class="why" aria-hidden="true">${why}</p>`}
      <p aria-hidden="true">${label}</p>
    </div>`;
  }

  /** @param isList false: part of the list that begins with the person shown large */
  #faces(people: readonly PersonView[], { width, height }: Gallery['space'], isList: boolean): TemplateResult {
    const { tileWidth, tileHeight } = gridLayout(people.length, width, height);
    const style = sizeOf({ width: tileWidth, height: tileHeight });
    // Explicit roles: Safari drops the list role of lists without markers.
    return html`<ul role=${isList ? 'list' : 'none'} aria-label=${isList ? this.texts.call.people : nothing}>
      ${repeat(
        people,
        (person) => person.id,
        (person) =>
          html`<li role="listitem" aria-label=${personWords(person, this.texts)} .style=${style}>${this.#tile(person, false)}</li>`,
      )}
    </ul>`;
  }

  #tile(person: PersonView, pinned: boolean): TemplateResult {
    const { pin } = this;
    const press = pin && this.people.length > 1 ? () => pin(pinned ? null : person.id) : null;
    return html`<hearthroom-tile .person=${person} .showLabel=${this.showLabels} .press=${press} .pressed=${pinned}
      .pictureOff=${this.pictureOff} .texts=${this.texts}></hearthroom-tile>`;
  }

  /** Within the last row of pictures, above the name there. */
  #alone(): TemplateResult | typeof nothing {
    if (this.alone === null) return nothing;
    const { width, height } = this.space;
    const { rows, tileHeight } = gridLayout(this.people.length, width, height);
    const below = (height - rows * tileHeight - (rows - 1) * defaultGrid.gap) / 2;
    return html`<p class="alone" .style=${`bottom: ${Math.round(below + nameHeight)}px`}><hearthroom-live-text .text=${this.alone}></hearthroom-live-text></p>`;
  }
}

/** For the style property: a style attribute would need a Content-Security-Policy that allows inline styles. */
function sizeOf(box: { width: number; height: number }): string {
  return `width: ${Math.max(0, box.width)}px; height: ${Math.max(0, box.height)}px`;
}
