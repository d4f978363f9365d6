import { css } from 'lit';

/** A switch with its label, which is part of its target, and a hint below. Its knob tells the state without colours. */
export const switchRow = css`
  .switch { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.7rem; align-items: center; cursor: pointer; min-block-size: 44px; }
  .switch .hint { grid-column: 2; }
  .switch:has(:disabled) { cursor: default; }
  .switch input { appearance: none; position: relative; inline-size: 44px; block-size: 26px; margin: 0; border: 2px solid var(--hr-control-line); border-radius: 13px; background: var(--hr-bg); cursor: inherit; }
  .switch input::before { content: ''; position: absolute; inset-block-start: 3px; inset-inline-start: 3px; inline-size: 16px; block-size: 16px; border: 3px solid var(--hr-muted); border-radius: 50%; transition: inset-inline-start 0.15s; }
  .switch input:checked { background: var(--hr-accent); border-color: var(--hr-accent); }
  .switch input:checked::before { inset-inline-start: 21px; border-color: var(--hr-on-accent); background: var(--hr-on-accent); }
  .switch input:disabled { opacity: 0.55; }
  @media (forced-colors: active) {
    .switch input { forced-color-adjust: none; border-color: ButtonText; background: ButtonFace; }
    .switch input::before { border-color: ButtonText; }
    .switch input:checked { border-color: Highlight; background: Highlight; }
    .switch input:checked::before { border-color: HighlightText; background: HighlightText; }
    .switch input:disabled { border-color: GrayText; opacity: 1; }
    .switch input:disabled::before { border-color: GrayText; }
  }
`;
