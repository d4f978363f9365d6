import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import { base } from '../../style/theme.ts';
import type { DeviceActions, DevicesView } from '../../views/view-types.ts';
import { HearthroomElement } from '../shared/element.ts';

/** The person's own picture, not yet seen by others, with the buttons for camera and microphone. */
export class OwnPreview extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    devices: { attribute: false },
    actions: { attribute: false },
    label: {},
  };
  static override styles = [
    base,
    css`
      .frame { position: relative; aspect-ratio: 4 / 3; max-block-size: 100%; margin-inline: auto; border-radius: var(--hr-radius); overflow: hidden; background: #1d1916; color: #f2ebe2; }
      .frame.on { background: none; }
      .off { container-type: size; position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 0.5rem; padding-block-end: 3rem; text-align: center; }
      .off svg { inline-size: 2.5rem; block-size: 2.5rem; opacity: 0.75; }
      @container (width < 220px) {
        .off svg { display: none; }
        .off span { font-size: 0.8rem; line-height: 1.3; }
      }
      .toggles { position: absolute; inset-block-end: 0.8rem; inset-inline: 0; display: flex; justify-content: center; gap: 0.8rem; }
    `,
  ];

  declare devices: DevicesView | null;
  declare actions: DeviceActions | null;
  declare label: string;

  constructor() {
    super();
    this.devices = null;
    this.actions = null;
    this.label = '';
  }

  override render(): TemplateResult | null {
    const { devices, texts } = this;
    if (!devices) return null;
    const { camera } = devices;
    const { cameraIsOff, cameraStarts, cameraInterrupted } = texts.lobby;
    const off = { off: cameraIsOff, on: cameraStarts, starting: cameraStarts, interrupted: cameraInterrupted };
    return html`<div class="frame ${camera.track && camera.state === 'on' ? 'on' : ''}" role="group" aria-label=${this.label}>
      ${
        camera.track && camera.state === 'on'
          ? html`<hearthroom-picture .track=${camera.track} .mirrored=${devices.mirrored}></hearthroom-picture>`
          : html`<p class="off">${icons.cameraOff}<span>${off[camera.state]}</span></p>`
      }
      ${
        this.actions
          ? html`<div class="toggles">
              <hearthroom-device-toggle .source=${'microphone' as const} .device=${devices.microphone} .actions=${this.actions} .texts=${texts}></hearthroom-device-toggle>
              <hearthroom-device-toggle .source=${'camera' as const} .device=${camera} .actions=${this.actions} .texts=${texts}></hearthroom-device-toggle>
            </div>`
          : nothing
      }
    </div>`;
  }
}
