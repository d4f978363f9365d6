/**
 * What a person can do about a device that delivers nothing: the same in the lobby, the waiting room and the session.
 */
import { byCode, type Texts } from '../texts/texts.ts';
import type { DeviceActions, DeviceView, Source } from './view-types.ts';

export interface DeviceHelp {
  text: string;
  buttons: readonly { label: string; press: () => void; quiet?: boolean }[];
}

/** Codes for which no button here helps. */
const withoutRemedy = new Set(['replaced', 'device-blocked-by-page', 'media-unsupported']);
/** Codes of a blur that is not there: the camera is off, and only the person decides to show it without. */
const blurCodes = new Set(['background-unsupported', 'background-failed', 'background-slow', 'background-off']);
/** Those of them that another attempt does not change. */
const lastingCodes = new Set(['background-unsupported', 'background-off']);
/** Codes after which another camera may work. */
const lostCodes = new Set(['unplugged', 'failed', 'chosen-device-missing', 'device-in-use', 'device-over-constrained']);
const othersShown = 2;

/** Null: there is no error. */
export function deviceHelpOf(
  source: Source,
  device: DeviceView,
  actions: DeviceActions | null,
  texts: Texts,
): DeviceHelp | null {
  const { error } = device;
  if (error === null) return null;
  const text = byCode(texts.deviceErrors, error)(texts.devices[source]);
  if (!actions || withoutRemedy.has(error)) return { text, buttons: [] };
  const retry = { label: texts.lobby.tryAgain, press: () => actions.setEnabled(source, true) };
  if (blurCodes.has(error)) {
    const show = { label: texts.lobby.showWithoutBlur, press: () => actions.showWithoutBlur(), quiet: true };
    return { text, buttons: lastingCodes.has(error) ? [show] : [retry, show] };
  }
  return { text, buttons: [retry, ...otherCameras(source, device, actions, texts)] };
}

/** The button names the camera: nobody must be shown by a camera that they did not choose. */
function otherCameras(
  source: Source,
  { error, choices, chosenId }: DeviceView,
  actions: DeviceActions,
  { lobby }: Texts,
): DeviceHelp['buttons'] {
  if (source !== 'camera' || !lostCodes.has(error ?? '')) return [];
  const others = choices.filter(({ id, label }) => id !== chosenId && label !== '');
  if (others.length === 0 && error === 'chosen-device-missing')
    return [{ label: lobby.useOtherCamera, press: () => actions.choose(source, ''), quiet: true }];
  return others
    .slice(0, othersShown)
    .map(({ id, label }) => ({ label: lobby.useCamera(label), press: () => actions.choose(source, id), quiet: true }));
}
