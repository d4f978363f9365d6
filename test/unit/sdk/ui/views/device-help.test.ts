import t from 'tap';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';
import { deviceHelpOf } from '../../../../../sdk/ui/views/device-help.ts';
import type { DeviceActions, DeviceView } from '../../../../../sdk/ui/views/view-types.ts';

const camera: DeviceView = { state: 'off', error: null, chosenId: '', choices: [], track: null, allowed: true };

function pressed(error: string): { labels: string[]; calls: string[]; text: string } {
  const calls: string[] = [];
  const actions: DeviceActions = {
    setEnabled: (source, enabled) => calls.push(`${source} ${enabled}`),
    choose: () => calls.push('choose'),
    setBlurred: () => calls.push('setBlurred'),
    setMusic: () => calls.push('setMusic'),
    showWithoutBlur: () => calls.push('showWithoutBlur'),
  };
  const help = deviceHelpOf('camera', { ...camera, error }, actions, texts);
  for (const { press } of help?.buttons ?? []) press();
  return { labels: help?.buttons.map(({ label }) => label) ?? [], calls, text: help?.text ?? '' };
}

const { tryAgain, showWithoutBlur } = texts.lobby;

t.test('a person whose blur is not there decides: try again, or show the picture without it', async (t) => {
  for (const code of ['background-failed', 'background-slow'])
    t.match(pressed(code), { labels: [tryAgain, showWithoutBlur], calls: ['camera true', 'showWithoutBlur'] }, code);
  for (const code of ['background-unsupported', 'background-off'])
    t.match(pressed(code), { labels: [showWithoutBlur], calls: ['showWithoutBlur'] }, code);
});

t.test('every reason for a blurred camera to be off says that it is off', async (t) => {
  for (const code of ['background-failed', 'background-slow', 'background-unsupported', 'background-off'])
    t.match(pressed(code).text, /so your camera is off/, code);
});
