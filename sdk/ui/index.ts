/** @hearthroom/sdk/ui: the ready-made interface. Importing this module defines `<hearthroom-session>`. */
import { defineElement, defineParts } from './elements/define.ts';
import { HearthroomSession } from './hearthroom-session.ts';

export { englishTexts, mergeTexts, type TextOverrides, type Texts } from './texts/texts.ts';
export { HearthroomSession };

defineParts();
defineElement('hearthroom-session', HearthroomSession);

declare global {
  interface HTMLElementTagNameMap {
    'hearthroom-session': HearthroomSession;
  }
}
