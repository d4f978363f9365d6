import type { TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import type { Texts } from '../../texts/texts.ts';
import type { DeviceView, Source } from '../../views/view-types.ts';

export interface DeviceSwitch {
  icon: TemplateResult;
  /** Of the switch in words; what it is called where its state needs none. */
  label: string;
  /** What the person wants: a device that the system has muted is still switched on. */
  pressed: boolean;
  /** What a press asks for: it takes back a start. */
  next: boolean;
}

/** How the switch of a microphone or camera looks and is read out, over the own picture and in the toolbar. */
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
