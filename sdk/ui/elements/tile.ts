import { css, html, nothing, type TemplateResult } from 'lit';
import { initialOf } from '../format.ts';
import { icons } from '../icons.ts';
import { base } from '../theme.ts';
import type { PersonView } from '../view.ts';
import { HearthroomElement } from './element.ts';

/** One person: picture or initial, name, and marks for what one can't see. */
export class Tile extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    person: { attribute: false },
    showLabel: { type: Boolean },
  };
  static override styles = [
    base,
    css`
      :host { position: relative; container-type: size; border-radius: var(--hr-radius); overflow: hidden; background: var(--hr-surface); }
      .ring { position: absolute; inset: 0; border-radius: inherit; border: 3px solid transparent; pointer-events: none; transition: border-color 250ms ease; }
      .ring.speaking { border-color: var(--hr-accent); }
      .dimmed { opacity: 0.35; }
      .initial { position: absolute; inset: 0; display: grid; place-items: center; }
      .initial span { display: grid; place-items: center; inline-size: min(38cqmin, 7rem); aspect-ratio: 1; border-radius: 50%; background: var(--hr-line); font-size: min(16cqmin, 3rem); line-height: 1; }
      .tag {
        position: absolute; inset-block-end: 6px; inset-inline-start: 6px; max-inline-size: calc(100% - 12px); display: flex; align-items: center; gap: 0.35rem; padding: 0.1rem 0.5rem;
        border-radius: 8px; background: rgb(24 20 17 / 0.8); color: #f7f1e9; font-size: 0.85rem; line-height: 1.6;
      }
      .tag svg { inline-size: 1.1em; block-size: 1.1em; }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
      .label { color: #d3c7ba; font-size: 0.92em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 0 2 auto; min-inline-size: 0; }
      .state { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 0.3rem; padding: 0.5rem; padding-block-end: 2rem; text-align: center; font-size: 0.9rem; }
      .state.over { color: #f7f1e9; background: rgb(24 20 17 / 0.55); }
      @container (width < 130px) or (height < 110px) {
        .tag { font-size: 0.75rem; padding-inline: 0.35rem; inset-block-end: 4px; inset-inline-start: 4px; max-inline-size: calc(100% - 8px); }
        .label { display: none; }
        .state span { font-size: 0.75rem; }
      }
    `,
  ];

  declare person: PersonView | null;
  /** Shows the real label beside the name. */
  declare showLabel: boolean;

  constructor() {
    super();
    this.person = null;
    this.showLabel = false;
  }

  override render(): TemplateResult | null {
    const { person } = this;
    if (!person) return null;
    const isGone = person.connection === 'reconnecting' || person.away;
    return html`
      ${
        person.camera
          ? html`<hearthroom-picture class=${isGone ? 'dimmed' : ''} .track=${person.camera} .mirrored=${person.mirrored}></hearthroom-picture>`
          : html`<div class="initial" aria-hidden="true">${isGone ? nothing : html`<span>${initialOf(person.name)}</span>`}</div>`
      }
      ${this.#state(person)}
      <div class="ring ${person.speaking ? 'speaking' : ''}"></div>
      ${this.#tag(person)}`;
  }

  #state(person: PersonView): TemplateResult | typeof nothing {
    const over = person.camera ? 'over' : '';
    if (person.connection === 'reconnecting') {
      return html`<div class="state ${over}">${icons.reconnecting}<span>${this.texts.call.reconnecting}</span></div>`;
    }
    return person.away ? html`<div class="state ${over}"><span>${this.texts.call.away}</span></div>` : nothing;
  }

  #tag(person: PersonView): TemplateResult {
    const { call } = this.texts;
    return html`<div class="tag">
      ${person.microphone === 'off' ? html`${icons.microphoneOff}<span class="sr">${call.microphoneOff}</span>` : nothing}
      <span class="name"><bdi>${person.isSelf ? call.nameOfYou(person.name) : person.name}</bdi></span>
      ${this.showLabel && person.label ? html`<span class="label"><bdi>${person.label}</bdi></span>` : nothing}
      ${person.role === 'observer' ? html`<span class="label">${call.observer}</span>` : nothing}
      ${person.speaking ? html`<span class="sr">${call.speaking}</span>` : nothing}
    </div>`;
  }
}
