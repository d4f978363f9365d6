import { html, type TemplateResult } from 'lit';
import type { Texts } from '../../../texts/texts.ts';
import type { DeviceActions, DevicesView } from '../../../views/view-types.ts';

/** Blurs what is behind the person, or says that the session does not allow it. Drawn with the style `switchRow`. */
export function blurSwitch(
  { isOn, isAllowed }: DevicesView['blur'],
  actions: DeviceActions | null,
  { lobby }: Texts,
): TemplateResult {
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) actions?.setBlurred(target.checked);
  };
  // Somebody who has chosen it before can take that back where it is not allowed.
  return html`<label class="switch">
    <input type="checkbox" role="switch" aria-labelledby="blur" aria-describedby="blur-hint" .checked=${isOn} ?disabled=${!isAllowed && !isOn} @change=${change} />
    <span id="blur">${lobby.blur}</span><span class="hint" id="blur-hint">${isAllowed ? lobby.blurHint : lobby.blurNotAllowed}</span>
  </label>`;
}
