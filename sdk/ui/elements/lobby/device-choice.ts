import { css, html, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import type { DeviceChoice } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** A labelled list to choose a device from. */
export class DeviceChoiceField extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    label: {},
    choices: { attribute: false },
    chosenId: { attribute: false },
    choose: { attribute: false },
  };
  static override styles = [
    base,
    css`
      label { display: grid; gap: 0.25rem; font-size: 0.9rem; font-weight: 600; }
      select {
        inline-size: 100%; min-inline-size: 0; min-block-size: 44px; padding: 0.3rem 0.7rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75);
        background: var(--hr-surface); color: var(--hr-text); font-weight: 400; font-size: 1rem; text-overflow: ellipsis;
      }
      select:disabled { color: var(--hr-muted); opacity: 1; }
    `,
  ];

  declare label: string;
  declare choices: readonly DeviceChoice[];
  declare chosenId: string;
  declare choose: (deviceId: string) => void;

  constructor() {
    super();
    this.label = '';
    this.choices = [];
    this.chosenId = '';
    this.choose = () => {};
  }

  override render(): TemplateResult {
    const { lobby } = this.texts;
    const isKnown = this.choices.some((choice) => choice.id === this.chosenId);
    return html`<label>${this.label}
      <select ?disabled=${this.choices.length === 0} @change=${(event: Event) => this.#changed(event)}>
        ${this.choices.length === 0 ? html`<option>${lobby.noDevice}</option>` : null}
        ${this.choices.length > 0 && !isKnown ? this.#unlisted() : null}
        ${this.choices.map(
          (choice, index) =>
            html`<option value=${choice.id} .selected=${choice.id === this.chosenId}>${choice.label || lobby.unnamedDevice(index + 1)}</option>`,
        )}
      </select>
    </label>`;
  }

  /** The chosen device is not listed: an option says so, instead of showing another device. */
  #unlisted(): TemplateResult {
    const { lobby } = this.texts;
    return this.chosenId === ''
      ? html`<option value="" selected>${lobby.systemDefault}</option>`
      : html`<option value=${this.chosenId} selected disabled>${lobby.notConnected}</option>`;
  }

  #changed(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.choose(event.target.value);
  }
}
