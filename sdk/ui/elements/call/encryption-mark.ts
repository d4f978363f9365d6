import { css, html, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';
import type { Texts } from '../../texts/texts.ts';
import { markStateOf } from '../../views/session/encryption-view.ts';
import type { EncryptionView } from '../../views/view-types.ts';

/** The mark beside the title: a small lock, which opens the dialog about encryption. */
export function encryptionMark(view: EncryptionView, press: () => void, { encryption }: Texts): TemplateResult {
  const state = markStateOf(view);
  const label = encryption.mark(encryption[state]);
  return html`<button type="button" class="quiet encryption ${state}" aria-label=${label} title=${label} aria-haspopup="dialog" @click=${press}>
    ${state === 'off' ? icons.lockOpen : icons.lock}<span>${encryption[state]}</span>
  </button>`;
}

export const encryptionMarkStyles = css`
  .encryption { flex: none; padding: 0 0.5rem; gap: 0.35em; font-size: 0.88rem; color: var(--hr-muted); white-space: nowrap; }
  .encryption svg { inline-size: 1.2em; block-size: 1.2em; }
  .encryption.off, .encryption.check { background: var(--hr-warm); color: var(--hr-text); }
  /* While all is well, a phone shows the lock alone. Otherwise the words, which leave room for the title. */
  @container hearthroom (width < 520px) {
    .encryption { padding: 0 0.4rem; font-size: 0.82rem; }
    .encryption.on span { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
    .encryption.on { min-inline-size: 44px; }
  }
  @container hearthroom (width < 360px) {
    .encryption span { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
    .encryption { min-inline-size: 44px; }
  }
`;
