import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

/** Text that was begun and not sent, by the name of its field: it outlasts the field, which may be masked or closed meanwhile. */
export type Drafts = Map<string, string>;

/** A line whose text is there again when the field is. */
export function draftLine(drafts: Drafts | undefined, name: string): TemplateResult {
  const keep = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) drafts?.set(name, target.value);
  };
  return html`<input id="text" maxlength="1000" autocomplete="off" .value=${live(drafts?.get(name) ?? '')} @input=${keep} />`;
}
