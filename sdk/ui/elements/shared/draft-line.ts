import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

/**
 * Texts that were begun and not sent, by the name of the field. Kept longer than the field, which may be masked or
 * closed meanwhile.
 */
export type Drafts = Map<string, string>;

/**
 * An input whose text is restored when it is shown again.
 * @param label if no other element labels it
 */
export function draftLine(drafts: Drafts | undefined, name: string, label?: string): TemplateResult {
  const keep = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) drafts?.set(name, target.value);
  };
  return html`<input id="text" aria-label=${label ?? nothing} placeholder=${label ?? nothing} maxlength="1000" autocomplete="off" .value=${live(drafts?.get(name) ?? '')} @input=${keep} />`;
}
