import { css } from 'lit';

/** Styles of the panel beside the gallery: a title with a close button, and scrolling content below. */
export const panelStyles = css`
  section.panel { block-size: 100%; display: grid; grid-template-rows: auto minmax(0, 1fr); background: var(--hr-surface); border-radius: var(--hr-radius); overflow: hidden; }
  .top { display: flex; align-items: center; justify-content: space-between; padding-block: 0.5rem; padding-inline: 1rem 0.5rem; border-block-end: 1px solid var(--hr-line); }
  .top h2:focus { outline: none; }
  .top button { padding: 0; inline-size: 44px; }
  @container hearthroom (height < 480px) {
    .top { padding-block: 0; }
  }
`;
