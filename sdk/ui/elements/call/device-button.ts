import { nothing, type TemplateResult } from 'lit';
import type { Texts } from '../../texts/texts.ts';
import type { CallActions, DeviceView, Source } from '../../views/view-types.ts';
import { deviceSwitchOf } from '../shared/devices/device-switch.ts';
import { toolbarButton } from './toolbar-button.ts';

/** The button for a microphone or camera during the session. */
export function deviceButton(
  source: Source,
  device: DeviceView,
  actions: Pick<CallActions, 'setEnabled'>,
  texts: Texts,
): TemplateResult | typeof nothing {
  const { toolbar } = texts;
  if (!device.allowed) return nothing;
  const { icon, label: title, pressed, next } = deviceSwitchOf(source, device, texts);
  const own = source === 'camera' ? toolbar.camera : toolbar.microphoneShort;
  const name = device.state === 'starting' ? toolbar.startingShort : own;
  const says = device.state === 'starting' || device.state === 'interrupted' ? { spoken: title } : {};
  const press = () => actions.setEnabled(source, next);
  return toolbarButton({ name, title, icon, pressed, press, kind: `device ${device.state}`, ...says });
}
