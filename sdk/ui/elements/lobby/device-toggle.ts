import { css, html, type TemplateResult } from 'lit';
import { base } from '../../style/theme.ts';
import type { DeviceActions, DeviceView, Source } from '../../views/view-types.ts';
import { deviceSwitchOf } from '../shared/devices/device-switch.ts';
import { HearthroomElement } from '../shared/element.ts';

/** The round button over the preview that switches the microphone or camera on and off. */
export class DeviceToggle extends HearthroomElement {
  static override properties = {
    ...HearthroomElement.properties,
    source: { attribute: false },
    device: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    base,
    css`
      button { inline-size: var(--hr-toggle, 56px); block-size: var(--hr-toggle, 56px); min-block-size: 0; padding: 0; border-radius: 50%; border: 1px solid rgb(255 255 255 / 0.35); background: rgb(29 25 22 / 0.82); color: #fff; }
      button.off, button.interrupted { background: #f8ead2; border-color: #f8ead2; color: #4a2c12; }
      button.starting { border: 3px dashed #f8ead2; animation: starting 1.6s ease-in-out infinite; }
      @keyframes starting { 50% { opacity: 0.6; } }
    `,
  ];

  declare source: Source;
  declare device: DeviceView | null;
  declare actions: DeviceActions | null;

  constructor() {
    super();
    this.source = 'microphone';
    this.device = null;
    this.actions = null;
  }

  override render(): TemplateResult | null {
    if (!this.device?.allowed) return null;
    const { icon, label, pressed, next } = deviceSwitchOf(this.source, this.device, this.texts);
    return html`<button type="button" class=${this.device.state} aria-pressed=${pressed} aria-label=${label} title=${label}
      @click=${() => this.actions?.setEnabled(this.source, next)}>${icon}</button>`;
  }
}
