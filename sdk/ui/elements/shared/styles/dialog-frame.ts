import { css } from 'lit';

/** The frame of a modal dialog. Its element sets the width, and the distance to the edges of the window. */
export const dialogFrame = css`
  dialog {
    inline-size: min(var(--width), calc(100vw - var(--edges))); max-block-size: calc(100dvh - var(--edges) - var(--hr-window-above, 0px) - var(--hr-window-below, 0px)); margin: auto; inset-block: var(--hr-window-above, 0) var(--hr-window-below, 0); padding: 0; border: 1px solid var(--hr-line); border-radius: calc(var(--hr-radius) * 1.2);
    background: var(--hr-surface); color: var(--hr-text); overflow: hidden;
  }
  dialog[open] { display: flex; flex-direction: column; }
  dialog::backdrop { background: rgb(20 16 13 / 0.6); }
  hearthroom-help-banner { flex: none; }
`;
