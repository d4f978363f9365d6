import { css, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icons, reactionIcons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import { formatCountdown, formatNumber, initialOf } from '../../texts/format.ts';
import type { PersonView, TurnView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';
import { Ticker } from '../shared/ticker.ts';

/** One person: picture or initial, name, and marks. */
export class Tile extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    person: { attribute: false },
    showLabel: { type: Boolean },
    press: { attribute: false },
    pressed: { type: Boolean },
    pictureOff: { type: Boolean },
  };
  static override styles = [
    base,
    css`
      :host { position: relative; container-type: size; border-radius: var(--hr-radius); overflow: hidden; background: var(--hr-surface); }
      .ring { position: absolute; inset: 0; border-radius: inherit; border: 3px solid transparent; pointer-events: none; transition: border-color 250ms ease; }
      .ring.speaking { border-color: var(--hr-accent); }
      .ring.turn { border-color: #f0c987; border-width: 4px; }
      .hand { position: absolute; inset-block-start: 6px; inset-inline-start: 6px; display: flex; align-items: center; gap: 0.15rem; padding: 0.15rem 0.45rem 0.15rem 0.3rem; border-radius: 8px; background: #f0c987; color: #33210a; font-size: 0.85rem; font-weight: 700; }
      .hand svg { inline-size: 1.3em; block-size: 1.3em; }
      .turn-left { position: absolute; inset-block-end: 0; inset-inline: 0; block-size: 5px; background: rgb(24 20 17 / 0.6); }
      .turn-left div { block-size: 100%; background: #f0c987; transform-origin: left; transition: transform 1s linear; }
      .turn-left div:dir(rtl) { transform-origin: right; }
      /* In a narrow tile on a line of its own, and on two if need be: it is never cut off. */
      .turn-time { min-inline-size: 0; font-variant-numeric: tabular-nums; line-height: 1.4; color: #f0c987; overflow-wrap: anywhere; }
      .reaction { position: absolute; inset-block-end: 2.4rem; inset-inline-end: 12%; padding: 0.3rem; border-radius: 50%; background: rgb(24 20 17 / 0.55); pointer-events: none; animation: float 3s ease-out forwards; }
      .reaction svg { inline-size: clamp(1.6rem, 16cqmin, 3rem); block-size: clamp(1.6rem, 16cqmin, 3rem); }
      @keyframes float { 0% { opacity: 0; transform: translateY(40%) scale(0.8); } 12% { opacity: 1; transform: none; } 70% { opacity: 1; } 100% { opacity: 0; transform: translateY(-90%); } }
      .enlarge { position: absolute; inset-block-start: 7px; inset-inline-end: 7px; min-block-size: 36px; inline-size: 36px; padding: 0; border: 0; border-radius: 8px; background: rgb(24 20 17 / 0.7); color: #f7f1e9; opacity: 0; pointer-events: none; transition: opacity 150ms ease; }
      /* A finger needs 44 pixels. */
      .enlarge::after { content: ''; position: absolute; inset: -7px; }
      .enlarge svg { inline-size: 1.2em; block-size: 1.2em; }
      :host(:hover) .enlarge, .enlarge:focus-visible, .enlarge[aria-pressed='true'] { opacity: 1; pointer-events: auto; }
      /* Touch screens have no hover: always visible. */
      @media (hover: none) { .enlarge { opacity: 1; pointer-events: auto; } }
      .dimmed { opacity: 0.35; }
      /* It stays attached: the server would otherwise not send it again by itself. */
      .paused { opacity: 0; }
      .initial { position: absolute; inset: 0; display: grid; place-items: center; }
      .initial span { display: grid; place-items: center; inline-size: min(38cqmin, 7rem); aspect-ratio: 1; border-radius: 50%; background: var(--hr-line); font-size: min(16cqmin, 3rem); line-height: 1; }
      .tag {
        position: absolute; inset-block-end: 6px; inset-inline-start: 6px; max-inline-size: calc(100% - 12px); display: flex; flex-wrap: wrap; align-items: center; column-gap: 0.35rem; padding: 0.1rem 0.5rem;
        border-radius: 8px; background: rgb(24 20 17 / 0.8); color: #f7f1e9; font-size: 0.85rem; line-height: 1.6;
      }
      .who { display: flex; align-items: center; gap: 0.35rem; min-inline-size: 0; }
      .tag svg { inline-size: 1.1em; block-size: 1.1em; }
      .quality { display: grid; color: #f0c987; flex: none; }
      /* Each contains only a name or label and has its direction (dir=auto), so the end is cut off, not the beginning. */
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
      .self { white-space: nowrap; flex: none; }
      .label { color: #d3c7ba; font-size: 0.92em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 0 2 auto; min-inline-size: 0; }
      .state { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 0.3rem; padding: 0.5rem; padding-block-end: 2rem; text-align: center; font-size: 0.9rem; }
      .state.low { place-content: end center; padding-block-end: 2.6rem; }
      /* The turn is on a line of its own there. */
      @container (130px <= width < 320px) and (height >= 110px) {
        .state.turn { padding-block-end: 3.4rem; }
        .state.low.turn { padding-block-end: 4rem; }
      }
      .state.over { color: #f7f1e9; background: rgb(24 20 17 / 0.55); }
      /* The notice above the gallery says it too. */
      @container (width < 190px) or (height < 150px) { .why { display: none; } }
      @container (width < 190px) { .turn-time { font-size: 0.75rem; } }
      @container (width < 130px) or (height < 110px) {
        .tag { font-size: 0.75rem; padding-inline: 0.35rem; inset-block-end: 4px; inset-inline-start: 4px; max-inline-size: calc(100% - 8px); }
        .who { gap: 0.2rem; }
        .label { display: none; }
        .turn-time { display: none; }
        .enlarge { min-block-size: 30px; inline-size: 30px; }
        .hand { inset-block-start: 4px; inset-inline-start: 4px; }
        /* Between the button above and the name. */
        .state, .state.low { padding: 2.4rem 0.1rem 1.75rem; }
        .state span { font-size: 0.75rem; line-height: 1.3; }
      }
      /* There the picture alone says it, and the list to screen readers. */
      @container (height < 90px) {
        .state { padding-block: 0; }
        .state.low { padding-block: 0 1.6rem; }
      }
      /* For both there is no space. */
      @container (width < 100px) {
        .self:has(~ .quality) { display: none; }
        .state span { font-size: 0.7rem; line-height: 1.15; }
      }
      @container (76px <= width < 130px) and (height >= 60px) { .state svg { display: none; } }
      @container (width < 76px) or (height < 60px) {
        .state span, .self { display: none; }
      }
      @container (width < 64px) or (height < 44px) {
        .quality, .enlarge { display: none; }
      }
    `,
  ];

  declare person: PersonView | null;
  /** Shows the label beside the name. */
  declare showLabel: boolean;
  /** Shows this person large, or (pressed) shows all people in the same size again; null: no such button. */
  declare press: (() => void) | null;
  declare pressed: boolean;
  /** Video is switched off: a text is shown instead. */
  declare pictureOff: boolean;

  constructor() {
    super();
    this.person = null;
    this.showLabel = false;
    this.press = null;
    this.pressed = false;
    this.pictureOff = false;
    new Ticker(this, 1_000, () => this.person?.turn != null);
  }

  override render(): TemplateResult | null {
    const { person } = this;
    if (!person) return null;
    const { turn } = person;
    const isGone = person.connection === 'reconnecting' || person.away;
    const isPaused = Boolean(person.camera && person.cameraPausedBy);
    return html`
      ${
        person.camera
          ? html`<hearthroom-picture class=${isPaused ? 'paused' : isGone ? 'dimmed' : ''} .track=${person.camera} .mirrored=${person.mirrored}></hearthroom-picture>`
          : html`<div class="initial" aria-hidden="true">${isGone ? nothing : html`<span>${initialOf(person.name)}</span>`}</div>`
      }
      ${this.#state(person)}
      ${this.#turnBar(turn)}
      <div class="ring ${turn ? 'turn' : person.speaking ? 'speaking' : ''}"></div>
      ${this.#hand(person)} ${this.#tag(person)} ${this.#reaction(person)} ${this.#enlarge(person)}`;
  }

  /** The remaining time of the turn as a line that becomes shorter; small tiles show no countdown. */
  #turnBar(turn: TurnView | null): TemplateResult | typeof nothing {
    if (!turn?.endsAtMs || !turn.totalMs) return nothing;
    const part = Math.min(1, Math.max(0, (turn.endsAtMs - this.now()) / turn.totalMs));
    return html`<div class="turn-left" aria-hidden="true"><div .style=${`transform: scaleX(${part.toFixed(3)})`}></div></div>`;
  }

  #hand({ hand }: PersonView): TemplateResult | typeof nothing {
    if (hand === null) return nothing;
    return html`<div class="hand">${icons.hand}<span aria-hidden="true">${formatNumber(hand, this.texts)}</span><span class="sr">${this.texts.call.hand(hand)}</span></div>`;
  }

  #reaction({ reaction }: PersonView): unknown {
    if (!reaction) return nothing;
    // Keyed, so that the same reaction is animated again when it is sent again.
    return keyed(
      reaction.id,
      html`<div class="reaction" role="img" aria-label=${this.texts.call.reacts[reaction.kind]}>${reactionIcons[reaction.kind]}</div>`,
    );
  }

  #enlarge({ name }: PersonView): TemplateResult | typeof nothing {
    if (!this.press) return nothing;
    const { enlarge, shrink } = this.texts.call;
    const label = this.pressed ? shrink : enlarge(name);
    return html`<button type="button" class="enlarge" aria-pressed=${this.pressed} aria-label=${enlarge(name)} title=${label} @click=${this.press}>${icons.pin}</button>`;
  }

  #turnTime({ endsAtMs, paused }: TurnView): string {
    const { call } = this.texts;
    if (paused) return call.turnPaused;
    return endsAtMs === null ? call.turn : call.turnLeft(formatCountdown(endsAtMs - this.now(), this.texts));
  }

  #state(person: PersonView): TemplateResult | typeof nothing {
    const turn = person.turn ? 'turn' : '';
    const over = person.camera ? 'over' : '';
    if (person.connection === 'reconnecting') {
      return html`<div class="state ${turn} ${over}">${icons.reconnecting}<span>${this.texts.call.reconnecting}</span></div>`;
    }
    const where = person.where || (person.away ? this.texts.call.away : '');
    if (where !== '') return html`<div class="state ${turn} ${person.away ? over : 'low'}"><span>${where}</span></div>`;
    if (person.securing)
      return html`<div class="state ${turn} ${person.camera ? 'over' : 'low'}"><span>${this.texts.encryption.securing}</span></div>`;
    // Hidden from screen readers, which get it from the mark beside the name.
    if (person.quality === 'lost' && !person.isSelf) {
      return html`<div class="state ${turn} ${person.camera ? 'over' : 'low'}" aria-hidden="true"><span>${this.texts.call.lostConnection}</span></div>`;
    }
    if (person.camera && person.cameraPausedBy) {
      const { pausedPicture, pausedBecause } = this.texts.line;
      return html`<div class="state ${turn}" aria-hidden="true"><span>${pausedPicture}</span><span class="hint why">${pausedBecause[person.cameraPausedBy]}</span></div>`;
    }
    if (!this.pictureOff || person.isSelf || person.camera) return nothing;
    return html`<div class="state low ${turn}"><span class="hint">${this.texts.call.pictureOff}</span></div>`;
  }

  #quality({ quality, connection, away }: PersonView): TemplateResult | typeof nothing {
    if (quality === 'good' || connection === 'reconnecting' || away) return nothing;
    const mark = quality === 'weak' ? 'weakConnection' : 'lostConnection';
    const words = this.texts.call[mark];
    return html`<span class="quality" title=${words}>${icons[mark]}</span><span class="sr">${words}</span>`;
  }

  #tag(person: PersonView): TemplateResult {
    const { call } = this.texts;
    return html`<div class="tag">
      <span class="who">
        ${person.microphone === 'off' ? html`${icons.microphoneOff}<span class="sr">${call.microphoneOff}</span>` : nothing}
        <span class="name" dir="auto">${person.name || (person.isSelf ? call.you : '')}</span>
        ${person.isSelf && person.name !== '' ? html`<span class="self">${call.youBeside}</span>` : nothing}
        ${this.showLabel && person.label ? html`<span class="label" dir="auto">${person.label}</span>` : nothing}
        ${person.role === 'observer' ? html`<span class="label">${call.observer}</span>` : nothing}
        ${this.#quality(person)}
      </span>
      ${person.turn ? html`<span class="turn-time" aria-hidden="true">${this.#turnTime(person.turn)}</span><span class="sr">${person.turn.paused ? call.turnPaused : call.turn}</span>` : nothing}
      ${person.speaking ? html`<span class="sr">${call.speaking}</span>` : nothing}
    </div>`;
  }
}
