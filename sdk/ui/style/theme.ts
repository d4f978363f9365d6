import { css } from 'lit';

/**
 * Colours and sizes. The public properties are `--hearthroom-…` (README.md lists them); elements use the private
 * `--hr-…`, which are inherited through every shadow root. The contrast of text is at least 4.5:1 in both colour
 * schemes.
 */
export const tokens = css`
  :host {
    --hr-font: var(--hearthroom-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    --hr-radius: var(--hearthroom-radius, 14px);
    --hr-bg: var(--hearthroom-background, #f7f3ed);
    --hr-surface: var(--hearthroom-surface, #fffdf9);
    --hr-text: var(--hearthroom-text, #2e2823);
    --hr-muted: var(--hearthroom-text-muted, #655a50);
    --hr-line: var(--hearthroom-line, #ddd3c7);
    --hr-control-line: var(--hearthroom-control-line, #8d8072);
    --hr-accent: var(--hearthroom-accent, #3a6656);
    --hr-on-accent: var(--hearthroom-on-accent, #ffffff);
    --hr-soft: var(--hearthroom-soft, #e9f0ea);
    --hr-danger: var(--hearthroom-danger, #9a3b2b);
    --hr-on-danger: var(--hearthroom-on-danger, #ffffff);
    --hr-warm: var(--hearthroom-warm, #f8ead2);
    --hr-focus: var(--hearthroom-focus, #2b5f8f);
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --hr-bg: var(--hearthroom-background-dark, #1d1916);
      --hr-surface: var(--hearthroom-surface-dark, #28231f);
      --hr-text: var(--hearthroom-text-dark, #f2ebe2);
      --hr-muted: var(--hearthroom-text-muted-dark, #bfb3a6);
      --hr-line: var(--hearthroom-line-dark, #433b34);
      --hr-control-line: var(--hearthroom-control-line-dark, #93877a);
      --hr-accent: var(--hearthroom-accent-dark, #94c5b1);
      --hr-on-accent: var(--hearthroom-on-accent-dark, #12201a);
      --hr-soft: var(--hearthroom-soft-dark, #2d3a33);
      --hr-danger: var(--hearthroom-danger-dark, #eb9c8a);
      --hr-on-danger: var(--hearthroom-on-danger-dark, #2b0f08);
      --hr-warm: var(--hearthroom-warm-dark, #4a3c25);
      --hr-focus: var(--hearthroom-focus-dark, #a5cdf0);
    }
  }
`;

/** The call is dark in both colour schemes, so that faces stand out. */
export const callTokens = css`
  :host {
    --hr-bg: var(--hearthroom-background-dark, #1d1916);
    --hr-surface: var(--hearthroom-surface-dark, #28231f);
    --hr-text: var(--hearthroom-text-dark, #f2ebe2);
    --hr-muted: var(--hearthroom-text-muted-dark, #bfb3a6);
    --hr-line: var(--hearthroom-line-dark, #433b34);
    --hr-control-line: var(--hearthroom-control-line-dark, #93877a);
    --hr-accent: var(--hearthroom-accent-dark, #94c5b1);
    --hr-on-accent: var(--hearthroom-on-accent-dark, #12201a);
    --hr-soft: var(--hearthroom-soft-dark, #2d3a33);
    --hr-danger: var(--hearthroom-danger-dark, #eb9c8a);
    --hr-on-danger: var(--hearthroom-on-danger-dark, #2b0f08);
    --hr-warm: var(--hearthroom-warm-dark, #4a3c25);
    --hr-focus: var(--hearthroom-focus-dark, #a5cdf0);
    color-scheme: dark;
  }
`;

/** The part of the element that can be seen, see visible-area.ts. Percentages would need a definite height (CSS). */
export const areaBox = css`position: absolute; inset: var(--hr-above, 0) 0 var(--hr-below, 0); overflow: auto; container: hearthroom / size;`;

/** Keeps what is in an element away from notches. Borders, since the background of the element continues below them. */
export const safeArea = css`
  box-sizing: border-box; border: 0 solid transparent;
  border-width: var(--hr-top, env(safe-area-inset-top)) var(--hr-right, env(safe-area-inset-right)) var(--hr-bottom, env(safe-area-inset-bottom)) var(--hr-left, env(safe-area-inset-left));
`;

/** Styles of every element: boxes, focus, buttons, fields, hidden text. */
export const base = css`
  :host { display: block; color: var(--hr-text); font-family: var(--hr-font); line-height: 1.5; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, ul { margin: 0; padding: 0; }
  h1 { font-size: 1.6rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
  h2 { font-size: 1.05rem; line-height: 1.3; font-weight: 600; }
  ul { list-style: none; }
  svg { inline-size: 1.5em; block-size: 1.5em; flex: none; display: block; }
  :focus-visible { outline: 3px solid var(--hr-focus); outline-offset: 2px; }
  h1:focus { outline: none; }
  button, input, select, textarea { font: inherit; color: inherit; }
  button {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.5em; min-block-size: 44px; padding: 0.4rem 1.1rem;
    border: 1px solid var(--hr-control-line); border-radius: calc(var(--hr-radius) * 0.75); background: var(--hr-surface); cursor: pointer;
    line-height: 1.25;
  }
  button:disabled { opacity: 0.55; cursor: default; }
  button.primary { background: var(--hr-accent); border-color: var(--hr-accent); color: var(--hr-on-accent); font-weight: 600; }
  button.danger { background: var(--hr-danger); border-color: var(--hr-danger); color: var(--hr-on-danger); font-weight: 600; }
  button.quiet { background: none; border-color: transparent; }
  @media (hover: hover) {
    button:hover:not(:disabled) { filter: brightness(0.96); }
  }
  .sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .hint { color: var(--hr-muted); font-size: 0.9rem; }
  video { display: block; background: #000; }
  video.mirrored { transform: scaleX(-1); }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { transition: none !important; animation: none !important; }
  }
`;
