import { css, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import { formatTime } from '../../texts/format.ts';
import { deviceHelpOf } from '../../views/device-help.ts';
import { waitingEncryptionText } from '../../views/session/encryption-view.ts';
import type {
  AgreementView,
  DevicesView,
  Source,
  WaitingActions,
  WaitingEncryption,
  WaitingMessage,
  WaitingRoomPageView,
} from '../../views/view-types.ts';
import { whyWaiting } from '../../views/why-waiting.ts';
import { detailsOf, detailsStyles } from '../shared/details.ts';
import { HearthroomElement } from '../shared/element.ts';
import { Ticker } from '../shared/ticker.ts';

/** Drawn as a problem, without a lock. */
const drawnAsProblem: ReadonlySet<WaitingEncryption> = new Set([
  'cannot-enter',
  'is-asked',
  'not-started',
  'not-started-is-asked',
  'talk-restarting',
  'talk-ended',
  'talk-refused',
]);

/** The waiting room. Shows nothing about other people. The agreement comes first, if it must be accepted. */
export class WaitingPage extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    devices: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    detailsStyles,
    css`
      :host { block-size: 100%; display: grid; grid-template-rows: minmax(0, 1fr) auto; background: var(--hr-bg); }
      .content { position: relative; overflow-y: auto; display: grid; align-items: safe center; justify-items: center; padding: clamp(1rem, 5vmin, 3rem); }
      .main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem; inline-size: min(100%, 30rem); justify-items: center; text-align: center; }
      .main.wide { inline-size: min(100%, 40rem); gap: 1.1rem; }
      .heading { display: grid; gap: 0.5rem; justify-items: center; max-inline-size: 100%; }
      .where { color: var(--hr-muted); font-size: 0.95rem; }
      .breath { inline-size: 12px; block-size: 12px; border-radius: 50%; background: var(--hr-accent); animation: breathe 6s ease-in-out infinite; margin-block-end: 0.4rem; }
      @keyframes breathe { 50% { opacity: 0.35; transform: scale(0.8); } }
      .calm { font-size: 1.1rem; }
      .note { inline-size: 100%; padding: 0.9rem 1.1rem; border-radius: var(--hr-radius); background: var(--hr-surface); border: 1px solid var(--hr-line); text-align: start; display: grid; gap: 0.25rem; overflow-wrap: anywhere; white-space: pre-line; }
      .note h2 { font-size: 0.85rem; color: var(--hr-muted); font-weight: 600; }
      .message { background: var(--hr-soft); border-color: transparent; }
      .problem { background: var(--hr-warm); border-color: transparent; font-size: 0.95rem; }
      .asked { background: var(--hr-warm); border-color: transparent; }
      .asked .asks { font-weight: 600; font-size: 1.1rem; }
      .asked .time { font-variant-numeric: tabular-nums; }
      .sealed { display: flex; gap: 0.5rem; align-items: center; text-align: start; }
      .sealed svg { inline-size: 1.2em; block-size: 1.2em; }
      .own { inline-size: min(17rem, 80%); --hr-toggle: 48px; }
      .mends { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.4rem; }
      .mends button { max-inline-size: 100%; overflow-wrap: anywhere; }
      .notes, .live { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.7rem; inline-size: 100%; }
      /* Empty live regions take no space but stay rendered, so that screen readers announce what is added later. */
      .live:not(:has(*)), .notes:not(:has(p)) { position: absolute; inline-size: 0; }
      .further { padding-inline: 1.1rem; text-align: start; }
      .own-area { display: grid; justify-items: center; gap: 0.6rem; inline-size: 100%; }
      /* Messages and questions appear above the exit buttons, so that these do not move. */
      .ways { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.3rem; padding: 0.4rem 1rem; border-block-start: 1px solid var(--hr-line); }
      hearthroom-agreement, hearthroom-talk-lines { inline-size: 100%; }
      .private { padding: 0.7rem 1rem; border-radius: var(--hr-radius); background: var(--hr-soft); font-weight: 600; }
      .two { display: grid; grid-template-columns: 1fr 1fr; gap: 0.7rem; inline-size: 100%; align-items: start; }
      .two > * { min-inline-size: 0; }
      .two hearthroom-tile { aspect-ratio: 4 / 3; }
      .two .own { inline-size: 100%; --hr-toggle: 44px; }
      @container hearthroom (width < 520px) {
        .two { grid-template-columns: minmax(0, 1fr); justify-items: center; }
        .two hearthroom-tile { inline-size: 100%; }
        .two .own { inline-size: 46%; }
      }
    `,
  ];

  declare view: WaitingRoomPageView | null;
  declare devices: DevicesView | null;
  declare actions: WaitingActions | null;

  constructor() {
    super();
    this.view = null;
    this.devices = null;
    this.actions = null;
    new Ticker(this, 1_000, () => this.view?.meeting?.startsAtMs != null);
  }

  override render(): TemplateResult | null {
    const { view } = this;
    if (!view) return null;
    return html`<div class="content">${this.#step(view)}</div>
      ${this.#ways()}`;
  }

  override async focusHeading(): Promise<void> {
    await super.focusHeading();
    this.renderRoot.querySelector('.content')?.scrollTo(0, 0);
  }

  #step(view: WaitingRoomPageView): TemplateResult {
    if (view.talk) return this.#talk(view.talk, view);
    if (view.agreement && !view.agreement.accepted) return this.#agreement(view.agreement, view);
    return this.#waiting(view);
  }

  #waiting(view: WaitingRoomPageView): TemplateResult {
    const { waiting } = this.texts;
    return html`<div class="main">
      ${this.#heading(waiting.title, view.title, true)}
      <p class="calm">${whyWaiting(view, this.texts)}</p>
      ${this.#encryption(view)}
      ${view.isObserver ? html`<p class="hint">${waiting.observer}</p>` : nothing}
      ${view.opensAtMs === null ? nothing : html`<p>${waiting.opensAt(formatTime(view.opensAtMs, this.now(), this.texts))}</p>`}
      ${this.#notes(view, view.message)}
      ${this.#own(true)}
    </div>`;
  }

  #agreement(agreement: AgreementView, view: WaitingRoomPageView): TemplateResult {
    const { texts } = this;
    return html`<div class="main wide">
      ${this.#heading(view.title, texts.agreement.title, false)}
      <p>${view.putBack?.because === 'agreement-withdrawn' ? texts.agreement.withdrawn : texts.agreement.intro}</p>
      ${this.#encryption(view)}
      ${this.#notes(view, '')}
      <hearthroom-agreement .agreement=${agreement} .accept=${() => this.actions?.acceptAgreement()} .texts=${texts}></hearthroom-agreement>
      <p class="hint">${texts.agreement.rather}</p>
    </div>`;
  }

  /** Alone with one host, about whom only the picture, sound and display name are known. */
  #talk({ other, lines }: NonNullable<WaitingRoomPageView['talk']>, view: WaitingRoomPageView): TemplateResult {
    const { talk } = this.texts;
    const person = { ...other, name: other.name || talk.other };
    return html`<div class="main wide">
      ${this.#heading(talk.where, talk.title, false)}
      <p class="private">${talk.private}</p>
      ${this.#encryption(view)}
      <div class="notes">${this.#connection(view)}</div>
      <div class="two">
        <hearthroom-tile .person=${person} .texts=${this.texts}></hearthroom-tile>
        ${this.#own(false)}
      </div>
      ${keyed(other.id, html`<hearthroom-talk-lines .drafts=${this.actions?.drafts} .otherId=${other.id} .lines=${lines} .send=${(text: string) => this.actions?.sendTalkLine(text)} .texts=${this.texts}></hearthroom-talk-lines>`)}
    </div>`;
  }

  /** One quiet sentence; for a person whose browser can't encrypt, what helps. */
  #encryption({ encryption, agreement }: WaitingRoomPageView): TemplateResult | typeof nothing {
    if (encryption === null) return nothing;
    const isWaiting = agreement?.accepted !== false;
    // It is in place of the sentence above.
    if ((encryption === 'cannot-enter' || encryption === 'not-started') && isWaiting) return nothing;
    const text = waitingEncryptionText(encryption, this.texts);
    if (drawnAsProblem.has(encryption)) return html`<p class="note problem">${text}</p>`;
    return html`<p class="hint sealed">${encryption === 'talk-off' ? icons.lockOpen : icons.lock}<span>${text}</span></p>`;
  }

  #heading(where: string, title: string, breathes: boolean): TemplateResult {
    return html`<div class="heading">
      ${breathes ? html`<div class="breath" aria-hidden="true"></div>` : nothing}
      <p class="where" dir="auto">${where}</p>
      <h1 tabindex="-1" dir="auto">${title}</h1>
    </div>`;
  }

  /**
   * A host's request to speak with this person alone, with time to decline. Outside the live region, which would
   * announce the countdown every second.
   */
  #meeting({ meeting }: WaitingRoomPageView): TemplateResult | typeof nothing {
    if (!meeting) return nothing;
    const { meeting: texts } = this.texts;
    const { text, startsAtMs, withTime, hint, yes, answer } = meeting;
    const left = startsAtMs === null ? 0 : Math.max(0, Math.ceil((startsAtMs - this.now()) / 1_000));
    return html`<div class="note asked">
      <p class="asks">${text}</p>
      <p class="time">${startsAtMs === null ? hint : withTime(texts.seconds(left))}</p>
      <div class="mends">
        <button type="button" class="primary" @click=${() => answer(false)}>${texts.notNow}</button>
        <button type="button" @click=${() => answer(true)}>${yes}</button>
      </div>
    </div>`;
  }

  #notes(view: WaitingRoomPageView, standing: string): TemplateResult {
    return html`${this.#meeting(view)}<div class="notes">
      ${this.#connection(view)}
      <div class="live" aria-live="polite">
        ${view.putBack?.words ? this.#message({ text: view.putBack.words, from: null, alone: true }) : nothing}
        ${standing === '' ? nothing : html`<p class="note" dir="auto">${standing}</p>`}
        ${view.messages.slice(-3).map((message) => this.#message(message))}
      </div>
    </div>`;
  }

  #connection({ reconnecting, outage }: WaitingRoomPageView): TemplateResult {
    const { outage: texts, waiting } = this.texts;
    const problem = reconnecting
      ? html`<p class="note problem">${waiting.reconnecting}</p>`
      : outage && html`<div class="note problem"><p>${texts.text} ${texts.waiting}</p><p>${texts.tryThis}</p></div>`;
    const lines = reconnecting ? [] : (outage?.servers ?? []);
    return html`
      <div class="live" aria-live="polite">${problem}</div>
      ${lines.length === 0 ? nothing : detailsOf({ label: texts.support, intro: texts.allow, lines })}`;
  }

  #message({ text, from, alone }: WaitingMessage): TemplateResult {
    const { waiting } = this.texts;
    const titles = alone ? waiting.messageToYouFrom : waiting.messageFrom;
    const title = from === 'therapist' || from === 'cotherapist' ? titles[from] : waiting.message;
    return html`<div class="note message"><h2>${title}</h2><p dir="auto">${text}</p></div>`;
  }

  #ways(): TemplateResult {
    const { waiting, toolbar } = this.texts;
    return html`<div class="ways">
      <button type="button" class="quiet" @click=${() => this.actions?.leave()}>${waiting.leave}</button>
      <button type="button" class="quiet" title=${toolbar.exitLong} @click=${() => this.actions?.safeExit()}>${toolbar.exit}</button>
    </div>`;
  }

  #deviceProblem(source: Source, devices: DevicesView): TemplateResult | typeof nothing {
    const help = deviceHelpOf(source, devices[source], this.actions, this.texts);
    if (!help) return nothing;
    return html`<div class="note problem" role="alert"><p>${help.text}</p>${help.buttons.length === 0 ? nothing : html`<div class="mends">${help.buttons.map(({ label, press }) => html`<button type="button" @click=${press}>${label}</button>`)}</div>`}</div>`;
  }

  #own(isAlone: boolean): TemplateResult {
    const { devices, texts } = this;
    const publishes = devices && (devices.camera.allowed || devices.microphone.allowed);
    const label = isAlone ? texts.waiting.yourCamera : texts.lobby.preview;
    return html`<div class="own-area">
      ${publishes ? html`<hearthroom-own-preview class="own" .devices=${devices} .actions=${this.actions} .texts=${texts} .label=${label}></hearthroom-own-preview>` : nothing}
      ${devices ? (['microphone', 'camera'] as const).map((source) => this.#deviceProblem(source, devices)) : nothing}
      ${isAlone ? html`<p class="hint">${texts.waiting.private} ${texts.waiting.notRecorded}</p>` : nothing}
    </div>`;
  }
}
