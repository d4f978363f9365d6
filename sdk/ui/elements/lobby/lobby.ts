import { css, html, nothing, type TemplateResult } from 'lit';
import type { DeviceOptions } from '../../../src/index.ts';
import { base } from '../../style/theme.ts';
import { deviceHelpOf } from '../../views/device-help.ts';
import type { DeviceActions, DevicesView, Source } from '../../views/view-types.ts';
import type { PreflightSubject } from '../preflight/preflight-run.ts';
import { blurSwitch } from '../shared/devices/blur-switch.ts';
import type { DialogToggled } from '../shared/dialogs/speech.ts';
import { HearthroomElement } from '../shared/element.ts';
import { switchRow } from '../shared/styles/switch-row.ts';

/** The page before joining: see yourself, check the microphone, choose devices. Nothing is sent from here. */
export class Lobby extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    devices: { attribute: false },
    actions: { attribute: false },
    join: { attribute: false },
    joining: { type: Boolean },
    listening: { type: Boolean },
    problem: {},
    check: { attribute: false },
    spoken: { attribute: false },
    checking: { state: true },
  };
  static override styles = [
    base,
    switchRow,
    css`
      /* Content that appears during loading is placed above the button, so that the button does not move. */
      :host { block-size: 100%; display: grid; grid-template-rows: minmax(0, 1fr) auto; background: var(--hr-bg); }
      .content { position: relative; overflow-y: auto; display: grid; align-items: safe center; justify-items: center; padding: clamp(1rem, 4vmin, 3rem); }
      .columns { display: grid; gap: 1.25rem 3rem; inline-size: min(100%, 62rem); }
      .columns.single { inline-size: min(100%, 34rem); }
      .panel { display: grid; gap: 1.1rem; align-content: center; min-inline-size: 0; }
      .heading { display: grid; gap: 0.4rem; }
      .meter { display: grid; gap: 0.4rem; }
      .problem { padding: 0.7rem 0.9rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-warm); display: grid; gap: 0.6rem; justify-items: start; font-size: 0.95rem; }
      .ways { display: flex; flex-wrap: wrap; gap: 0.5rem; max-inline-size: 100%; }
      .ways button { max-inline-size: 100%; overflow-wrap: anywhere; }
      .foot { display: grid; gap: 0.7rem; justify-items: center; padding: 0.8rem clamp(1rem, 4vmin, 3rem); border-block-start: 1px solid var(--hr-line); }
      .foot > * { inline-size: min(100%, 26rem); }
      .join { min-block-size: 54px; font-size: 1.1rem; }
      @container hearthroom (width >= 820px) or ((width >= 520px) and (height < 480px)) {
        .columns:not(.single) { grid-template-columns: 1.15fr 1fr; align-items: center; }
      }
      @container hearthroom (height < 480px) {
        .columns:not(.single) { column-gap: 1.5rem; align-items: start; }
        .foot { padding-block: 0.4rem; }
        .join { min-block-size: 44px; }
      }
    `,
  ];

  declare devices: DevicesView | null;
  declare actions: DeviceActions | null;
  declare join: () => void;
  declare joining: boolean;
  /** Joins without camera and microphone. */
  declare listening: boolean;
  /** Text of the error that prevented joining; '': none. */
  declare problem: string;
  /** How the check before the session reaches the server; null: it is not offered. */
  declare check: Pick<PreflightSubject, 'url' | 'getToken'> | null;
  /** Polite announcements while the check is open. */
  declare spoken: readonly string[];
  /** The check exists only while its dialog is open: otherwise it would use camera and line unseen. */
  declare checking: boolean;

  constructor() {
    super();
    this.devices = null;
    this.actions = null;
    this.join = () => {};
    this.joining = false;
    this.listening = false;
    this.problem = '';
    this.check = null;
    this.spoken = [];
    this.checking = false;
  }

  override render(): TemplateResult | null {
    const { devices, texts } = this;
    if (!devices) return null;
    return html`<div class="content"><div class="columns ${this.listening ? 'single' : ''}">
      ${this.listening ? nothing : this.#preview(devices)}
      <div class="panel">
        <div class="heading">
          <h1 tabindex="-1">${texts.lobby.title}</h1>
          <p class="hint">${this.listening ? texts.lobby.introListening : texts.lobby.intro}</p>
        </div>
        ${this.listening ? nothing : this.#deviceFields(devices)}
        ${this.#speakerField(devices)}
        ${this.#checkButton()}
      </div>
    </div></div>
    ${this.#checkDialog(devices)}
    <div class="foot">
      ${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      <button type="button" class="primary join" ?disabled=${this.joining} @click=${this.join}>
        ${this.joining ? texts.lobby.joining : texts.lobby.join}
      </button>
    </div>`;
  }

  #checkButton(): TemplateResult | typeof nothing {
    if (!this.check) return nothing;
    const open = () => this.renderRoot.querySelector('hearthroom-modal')?.open();
    return html`<button type="button" class="check" ?disabled=${this.joining} @click=${open}>${this.texts.preflight.open}</button>`;
  }

  /** Checks the devices that are open here, so that none is opened twice. */
  #checkDialog(devices: DevicesView): TemplateResult | typeof nothing {
    const { check, texts } = this;
    if (!check) return nothing;
    const optionsOf = (source: Source): DeviceOptions | false => {
      if (this.listening) return false;
      const { state, track, chosenId } = devices[source];
      return state === 'on' && track ? { track: track.mediaStreamTrack } : { deviceId: chosenId };
    };
    const subject: PreflightSubject = {
      ...check,
      camera: optionsOf('camera'),
      microphone: optionsOf('microphone'),
      speakerId: devices.speaker?.chosenId ?? '',
    };
    return html`<hearthroom-modal @hearthroom-dialog-toggled=${this.#handleToggled} .heading=${texts.preflight.title} .closeLabel=${texts.preflight.close} .spoken=${this.spoken} .texts=${texts}>
      ${this.checking ? html`<hearthroom-preflight-view .subject=${subject} .texts=${texts}></hearthroom-preflight-view>` : nothing}
    </hearthroom-modal>`;
  }

  #handleToggled = ({ isOpen }: DialogToggled): void => {
    this.checking = isOpen;
  };

  #preview(devices: DevicesView): TemplateResult {
    return html`<hearthroom-own-preview .devices=${devices} .actions=${this.actions} .texts=${this.texts} .label=${this.texts.lobby.preview}></hearthroom-own-preview>`;
  }

  #deviceFields(devices: DevicesView): TemplateResult {
    const { microphone, camera } = devices;
    const { lobby } = this.texts;
    const isAsking = microphone.state === 'starting' || camera.state === 'starting';
    return html`
      ${isAsking ? html`<p class="hint">${lobby.allowDevices}</p>` : nothing}
      ${this.#deviceProblem('microphone', devices)} ${this.#deviceProblem('camera', devices)}
      <div class="meter">
        <hearthroom-level-meter .track=${microphone.state === 'on' ? (microphone.track?.mediaStreamTrack ?? null) : null} .texts=${this.texts}></hearthroom-level-meter>
        <p class="hint">${microphone.state === 'on' ? lobby.levelHint : microphone.state === 'starting' ? lobby.microphoneStarts : lobby.levelOff}</p>
      </div>
      ${this.#field('microphone', microphone.choices, microphone.chosenId)} ${this.#field('camera', camera.choices, camera.chosenId)}
      ${blurSwitch(devices.blur, this.actions, this.texts)}`;
  }

  #speakerField({ speaker }: DevicesView): TemplateResult | typeof nothing {
    return speaker && speaker.choices.length > 0 ? this.#field('speaker', speaker.choices, speaker.chosenId) : nothing;
  }

  #field(kind: Source | 'speaker', choices: DevicesView['camera']['choices'], chosenId: string): TemplateResult {
    return html`<hearthroom-device-choice .label=${this.texts.lobby[kind]} .choices=${choices} .chosenId=${chosenId} .texts=${this.texts}
      .choose=${(deviceId: string) => this.actions?.choose(kind, deviceId)}></hearthroom-device-choice>`;
  }

  #deviceProblem(source: Source, devices: DevicesView): TemplateResult | typeof nothing {
    const help = deviceHelpOf(source, devices[source], this.actions, this.texts);
    if (!help) return nothing;
    return html`<div class="problem" role="alert">
      <p>${help.text}</p>
      ${help.buttons.length === 0 ? nothing : html`<div class="ways">${help.buttons.map(({ label, press }) => html`<button type="button" @click=${press}>${label}</button>`)}</div>`}
    </div>`;
  }
}
