import { css } from 'lit';

/** Styles of the lists of people in the host's panel. */
export const listStyles = css`
  .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.8rem; }
  .heading { display: flex; align-items: center; justify-content: space-between; flex-wrap: wrap; gap: 0.5rem; min-block-size: 44px; }
  ul, ol { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.2rem; margin: 0; padding: 0; list-style: none; }
  li { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.6rem; padding-block: 0.7rem; border-block-start: 1px solid var(--hr-line); }
  .who { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.1rem; min-inline-size: 0; justify-items: start; }
  .name { overflow-wrap: anywhere; font-weight: 600; }
  .label { font-weight: 400; color: var(--hr-muted); font-size: 0.92em; }
  .label::before { content: '· '; }
  .mark { padding: 0.05rem 0.5rem; border-radius: 6px; background: var(--hr-warm); font-size: 0.82rem; }
  .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  .buttons button { padding-inline: 0.7rem; font-size: 0.92rem; }
`;
