import type { TemplateResult } from 'lit';
import { icons } from '../../../style/icons.ts';
import type { Texts } from '../../../texts/texts.ts';
import type { DeviceView, Source } from '../../../views/view-types.ts';

export interface DeviceSwitch {
  icon: TemplateResult;
  /** Accessible name: the device, and its state if that needs words. */
  label: string;
  /** What the person has chosen: a device that the system has muted is still switched on. */
  pressed: boolean;
  /** What a press does: during a start it cancels the start. */
  next: boolean;
}

/** Icon and accessible name of the button for a microphone or camera, over the preview and in the toolbar. */
export function deviceSwitchOf(source: Source, { state }: DeviceView, { toolbar }: Texts): DeviceSwitch {
  const [on, off] = source === 'camera' ? [icons.camera, icons.cameraOff] : [icons.microphone, icons.microphoneOff];
  const name = toolbar[source];
  const labels = { on: name, off: name, starting: toolbar.starting(name), interrupted: toolbar.interrupted(name) };
  return {
    icon: state === 'on' ? on : off,
    label: labels[state],
    pressed: state === 'on' || state === 'interrupted',
    next: state === 'off',
  };
}
