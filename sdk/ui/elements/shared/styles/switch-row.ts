import { css } from 'lit';

/** A switch with its label and a hint below. */
export const switchRow = css`
  .switch { display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.7rem; align-items: center; cursor: pointer; min-block-size: 44px; }
  .switch .hint { grid-column: 2; }
`;
