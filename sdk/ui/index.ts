/** @hearthroom/sdk/ui: the ready-made interface. Importing this module defines `<hearthroom-session>` and `<hearthroom-preflight>`. */
import { defineElement, defineParts } from './elements/define.ts';
import { HearthroomPreflight } from './hearthroom-preflight.ts';
import { HearthroomSession } from './hearthroom-session.ts';

export { languages } from './texts/languages.ts';
export { loadTexts } from './texts/load-texts.ts';
export { englishTexts, mergeTexts, type TextOverrides, type Texts } from './texts/texts.ts';
export { HearthroomPreflight, HearthroomSession };

defineParts();
defineElement('hearthroom-preflight', HearthroomPreflight);
defineElement('hearthroom-session', HearthroomSession);

declare global {
  interface HTMLElementTagNameMap {
    'hearthroom-preflight': HearthroomPreflight;
    'hearthroom-session': HearthroomSession;
  }
}
