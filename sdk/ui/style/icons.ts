import { html, svg, type TemplateResult } from 'lit';
import type { ReactionKind } from '../views/view-types.ts';

/** Line icons on a 24×24 grid, drawn for this interface. They are decorative: a text or label is beside each. */
const icon = (paths: TemplateResult): TemplateResult =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

const slash = svg`<path d="M4 4l16 16" />`;
const microphonePaths = svg`<rect x="9" y="3" width="6" height="11" rx="3" /><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />`;
const cameraPaths = svg`<rect x="2.5" y="6" width="13" height="12" rx="2.5" /><path d="M15.5 11l6-3.5v9l-6-3.5" />`;

export const icons = {
  microphone: icon(microphonePaths),
  microphoneOff: icon(svg`${microphonePaths}${slash}`),
  camera: icon(cameraPaths),
  cameraOff: icon(svg`${cameraPaths}${slash}`),
  weakConnection: icon(
    svg`<g stroke-width="3.4"><path d="M4 20v-5" /><path d="M12 20V9.5M20 20V4" opacity="0.4" /></g>`,
  ),
  lostConnection: icon(svg`<path d="M4 20v-5M12 20V9.5M20 20V4" stroke-width="3.4" opacity="0.4" />${slash}`),
  screen: icon(svg`<rect x="2.5" y="4" width="19" height="13" rx="2" /><path d="M12 14V8m0 0l-3 3m3-3l3 3M8 21h8" />`),
  selfView: icon(svg`<circle cx="12" cy="9" r="3.5" /><path d="M5 20c.8-4 3.6-6 7-6s6.2 2 7 6" />`),
  selfViewOff: icon(svg`<circle cx="12" cy="9" r="3.5" /><path d="M5 20c.8-4 3.6-6 7-6s6.2 2 7 6" />${slash}`),
  people: icon(
    svg`<circle cx="9" cy="9" r="3.2" /><path d="M2.5 19c.7-3.6 3.2-5.4 6.5-5.4s5.8 1.8 6.5 5.4M16 6.2a3 3 0 0 1 0 5.6M18 14c2 .7 3.2 2.4 3.6 5" />`,
  ),
  leave: icon(
    svg`<path d="M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20H14M10 12h11m0 0l-3.5-3.5M21 12l-3.5 3.5" />`,
  ),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  lock: icon(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
  lockOpen: icon(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V7.500a4 4 0 0 1 7.700-1.500" />`),
  /** The room is closed for new people; the lock is for encryption. */
  door: icon(
    svg`<path d="M6 20.500V5a1.500 1.500 0 0 1 1.500-1.500h9A1.500 1.500 0 0 1 18 5v15.500M3.500 20.500h17M14.500 12v.500" />`,
  ),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`),
  waiting: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`),
  chat: icon(svg`<path d="M4 5.5h16v10.5H11l-4.5 4v-4H4z" /><path d="M8 9.5h8M8 12.5h5" />`),
  hand: icon(
    svg`<path d="M8 12V6a1.5 1.5 0 0 1 3 0v5M11 10V4.5a1.5 1.5 0 0 1 3 0V11M14 10V6a1.5 1.5 0 0 1 3 0v8c0 4-2.2 6.5-5.5 6.5-2.8 0-4.3-1.3-5.7-4L4.3 13.5a1.4 1.4 0 0 1 2.4-1.5L8 14" />`,
  ),
  help: icon(
    svg`<circle cx="12" cy="12" r="9" /><circle cx="12" cy="12" r="3.8" /><path d="M5.7 5.7l3.6 3.6M14.7 14.7l3.6 3.6M18.3 5.7l-3.6 3.6M9.3 14.7l-3.6 3.6" />`,
  ),
  settings: icon(
    svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9M4 12h3M11 12h9" /><circle cx="15" cy="7" r="2" /><circle cx="9" cy="17" r="2" /><circle cx="9" cy="12" r="2" />`,
  ),
  exit: icon(svg`<path d="M13 3.5L5 13h5.5L9.5 20.5 19 10h-6z" />`),
  pin: icon(svg`<path d="M9 3.5h6M10 3.5v6L7 13v1.5h10V13l-3-3.5v-6M12 14.5V21" />`),
  gallery: icon(
    svg`<rect x="3" y="4" width="8" height="7" rx="1.5" /><rect x="13" y="4" width="8" height="7" rx="1.5" /><rect x="3" y="13" width="8" height="7" rx="1.5" /><rect x="13" y="13" width="8" height="7" rx="1.5" />`,
  ),
  speaker: icon(
    svg`<rect x="3" y="4" width="18" height="10.5" rx="1.5" /><path d="M4 18.5h3M10.5 18.5h3M17 18.5h3" stroke-width="3" />`,
  ),
  smallWindow: icon(
    svg`<rect x="2.5" y="4.5" width="19" height="15" rx="2" /><rect x="12" y="11.5" width="6.5" height="5" rx="1" fill="currentColor" />`,
  ),
  audioOnly: icon(
    svg`<path d="M4 14v-2a8 8 0 0 1 16 0v2" /><rect x="3" y="13.5" width="4.5" height="6.5" rx="1.5" /><rect x="16.5" y="13.5" width="4.5" height="6.5" rx="1.5" />`,
  ),
  send: icon(svg`<path d="M4 12l16-7.5-5 15.5-3.5-6z" /><path d="M11.5 14L20 4.5" />`),
  check: icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
  reconnecting: icon(svg`<path d="M5 9a8 8 0 0 1 13.5-2.5L21 9M21 4v5h-5M19 15a8 8 0 0 1-13.5 2.5L3 15M3 20v-5h5" />`),
} as const;

/** Reactions, drawn in one style, so that they look the same on every system. */
export const reactionIcons: Record<ReactionKind, TemplateResult> = {
  heart: icon(
    svg`<path fill="#d9706a" stroke="#7d2a25" stroke-width="1.2" d="M12 20.5C5.5 15.8 3 12.6 3 9.2 3 6.5 5 4.5 7.5 4.5c1.9 0 3.5 1 4.5 2.7 1-1.7 2.6-2.7 4.5-2.7 2.5 0 4.5 2 4.5 4.7 0 3.4-2.5 6.6-9 11.3z" />`,
  ),
  'thumbs-up': icon(
    svg`<path fill="#f0c987" stroke="#7a5417" stroke-width="1.2" d="M8.5 10.5l3.8-7c1.6 0 2.5 1.2 2.3 2.7L14.2 9h4.6c1.5 0 2.4 1.3 2 2.7l-1.7 6.6c-.3 1.2-1.2 1.9-2.4 1.9H8.5z" /><rect x="3.5" y="10.5" width="3.5" height="9.7" rx="1" fill="#94c5b1" stroke="#2f5b4c" stroke-width="1.2" />`,
  ),
  clap: icon(
    svg`<g fill="#f0c987" stroke="#7a5417" stroke-width="1.2"><path d="M10.2 6.2c1.2-1 2.6-.3 2.8 1L14 14.5c.5 3.5-1 6-4 6s-5.5-2-5-5.5z" /><path d="M14.3 6.2c-1-.9-2.3-.4-2.600.8L10.5 14c-.6 3.600.9 6.5 4 6.5s5.3-2.2 4.8-5.7z" /></g><path stroke-width="1.5" d="M12 1.8v2M7 2.7l1 1.7M17 2.7l-1 1.7" />`,
  ),
  hug: icon(
    svg`<g stroke="#2f5b4c" stroke-width="1.2"><circle cx="8.3" cy="7" r="3.2" fill="#94c5b1" /><circle cx="15.7" cy="7" r="3.2" fill="#f0c987" /><path fill="#f0c987" d="M13 21v-6.5c0-2.3 1-3.5 3-3.5s4 1.5 4 4.5V21z" /><path fill="#94c5b1" d="M4 21v-5.5c0-3 2-4.5 4-4.5 3 0 4 2.5 9.5 3.3 1.500.3 1.3 2.5-.3 2.5-2.2 0-4.2-.6-6.2-1.6V21z" /></g>`,
  ),
  tears: icon(
    svg`<path fill="#8fbce0" stroke="#2b5f8f" stroke-width="1.2" d="M12 2.8c3.7 4.7 6.2 8 6.2 11.5a6.2 6.2 0 0 1-12.4 0C5.8 10.8 8.3 7.5 12 2.8z" /><path stroke="#ffffff" stroke-width="1.5" d="M9 14.5c.1 1.7 1.1 2.8 2.6 3" />`,
  ),
};
