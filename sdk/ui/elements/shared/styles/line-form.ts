import { css } from 'lit';

/** Styles of a line of text with a button beside it, and of fields in panels. */
export const lineForm = css`
  form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.3rem; }
  form > label, .field { font-size: 0.9rem; }
  .line { display: flex; gap: 0.5rem; }
  input:not([type='checkbox']), textarea, select {
    min-inline-size: 0; min-block-size: 44px; padding: 0.3rem 0.7rem; border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-bg); color: var(--hr-text);
  }
  .line input { flex: 1; }
  .field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem; }
  .check { display: flex; align-items: center; gap: 0.7rem; min-block-size: 44px; cursor: pointer; }
  .check input { inline-size: 1.35rem; block-size: 1.35rem; accent-color: var(--hr-accent); margin: 0; flex: none; }
`;
