import { css, html, nothing, type TemplateResult } from 'lit';
import { formatTime } from '../format.ts';
import { byCode } from '../texts.ts';
import { base } from '../theme.ts';
import type { DeviceActions, DevicesView, Source, WaitingRoomPageView } from '../view.ts';
import { HearthroomElement } from './element.ts';

/** The waiting room: calm, and nothing in it that tells of anybody else. */
export class WaitingPage extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    view: { attribute: false },
    devices: { attribute: false },
    actions: { attribute: false },
    leave: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host { min-block-size: 100%; display: grid; place-items: center; padding: clamp(1rem, 5vmin, 3rem); background: var(--hr-bg); }
      .main { display: grid; gap: 1.4rem; inline-size: min(100%, 30rem); justify-items: center; text-align: center; }
      .heading { display: grid; gap: 0.5rem; justify-items: center; max-inline-size: 100%; }
      .where { color: var(--hr-muted); font-size: 0.95rem; }
      .breath { inline-size: 12px; block-size: 12px; border-radius: 50%; background: var(--hr-accent); animation: breathe 6s ease-in-out infinite; margin-block-end: 0.4rem; }
      @keyframes breathe { 50% { opacity: 0.35; transform: scale(0.8); } }
      .calm { font-size: 1.1rem; }
      .note { inline-size: 100%; padding: 0.9rem 1.1rem; border-radius: var(--hr-radius); background: var(--hr-surface); border: 1px solid var(--hr-line); text-align: start; display: grid; gap: 0.25rem; overflow-wrap: anywhere; white-space: pre-line; }
      .note h2 { font-size: 0.85rem; color: var(--hr-muted); font-weight: 600; }
      .message { background: var(--hr-soft); border-color: transparent; }
      .problem { background: var(--hr-warm); border-color: transparent; font-size: 0.95rem; }
      .own { inline-size: min(17rem, 80%); --hr-toggle: 48px; }
      .notes { display: grid; gap: 0.7rem; inline-size: 100%; }
      .own-area { display: grid; justify-items: center; gap: 0.6rem; inline-size: 100%; }
    `,
  ];

  declare view: WaitingRoomPageView | null;
  declare devices: DevicesView | null;
  declare actions: DeviceActions | null;
  declare leave: () => void;

  constructor() {
    super();
    this.view = null;
    this.devices = null;
    this.actions = null;
    this.leave = () => {};
  }

  override render(): TemplateResult | null {
    const { view, texts } = this;
    if (!view) return null;
    return html`<div class="main">
      <div class="heading">
        <div class="breath" aria-hidden="true"></div>
        <p class="where">${texts.waiting.title}</p>
        <h1 tabindex="-1">${texts.waiting.titleOf(view.title)}</h1>
      </div>
      <p class="calm">${view.sentBack === null ? texts.waiting.calm : texts.waiting.sentBack}</p>
      ${view.opensAtMs === null ? nothing : html`<p>${texts.waiting.opensAt(formatTime(view.opensAtMs, Date.now()))}</p>`}
      <div class="notes" aria-live="polite">
        ${view.sentBack ? this.#message(view.sentBack) : nothing}
        ${view.message === '' ? nothing : html`<p class="note">${view.message}</p>`}
        ${view.messages.slice(-3).map((text) => this.#message(text))}
      </div>
      ${this.#own()}
      <button type="button" class="quiet" @click=${this.leave}>${texts.waiting.leave}</button>
    </div>`;
  }

  #message(text: string): TemplateResult {
    return html`<div class="note message"><h2>${this.texts.waiting.message}</h2><p>${text}</p></div>`;
  }

  #deviceProblem(source: Source, error: string | null): TemplateResult | typeof nothing {
    if (error === null) return nothing;
    const text = byCode(this.texts.deviceErrors, error)(this.texts.devices[source]);
    return html`<p class="note problem" role="alert">${text}</p>`;
  }

  #own(): TemplateResult {
    const { devices, texts } = this;
    const publishes = devices && (devices.camera.allowed || devices.microphone.allowed);
    return html`<div class="own-area">
      ${
        publishes
          ? html`<hearthroom-own-preview class="own" .devices=${devices} .actions=${this.actions} .texts=${texts} .label=${texts.waiting.yourCamera}></hearthroom-own-preview>`
          : nothing
      }
      ${devices ? (['microphone', 'camera'] as const).map((source) => this.#deviceProblem(source, devices[source].error)) : nothing}
      <p class="hint">${texts.waiting.private}</p>
    </div>`;
  }
}
