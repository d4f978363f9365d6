import { css, html, type TemplateResult } from 'lit';

/** Shown in place of what is hidden while this person shares their screen. */
export function maskSignOf(text: string, label: string, show: () => void): TemplateResult {
  return html`<p class="mask"><span>${text}</span><button type="button" @click=${show}>${label}</button></p>`;
}

export const maskSignStyles = css`
  .mask { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 0.8rem; padding: 0.6rem 0.9rem; border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-soft); font-size: 0.95rem; }
`;
