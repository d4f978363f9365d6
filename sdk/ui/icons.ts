import { html, svg, type TemplateResult } from 'lit';

/** Line icons on a 24×24 field, drawn for this interface. They are decoration: a text or label stands beside each. */
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
  screen: icon(svg`<rect x="2.5" y="4" width="19" height="13" rx="2" /><path d="M12 14V8m0 0l-3 3m3-3l3 3M8 21h8" />`),
  selfView: icon(svg`<circle cx="12" cy="9" r="3.5" /><path d="M5 20c.8-4 3.6-6 7-6s6.2 2 7 6" />`),
  selfViewOff: icon(svg`<circle cx="12" cy="9" r="3.5" /><path d="M5 20c.8-4 3.6-6 7-6s6.2 2 7 6" />${slash}`),
  people: icon(
    svg`<circle cx="9" cy="9" r="3.2" /><path d="M2.5 19c.7-3.6 3.2-5.4 6.5-5.400s5.8 1.8 6.5 5.400M16 6.200a3 3 0 0 1 0 5.600M18 14c2 .7 3.2 2.4 3.6 5" />`,
  ),
  leave: icon(
    svg`<path d="M14 4H6.500A1.5 1.5 0 0 0 5 5.500v13A1.5 1.5 0 0 0 6.5 20H14M10 12h11m0 0l-3.5-3.500M21 12l-3.5 3.5" />`,
  ),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  lock: icon(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`),
  waiting: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.500V12l3 2" />`),
  reconnecting: icon(
    svg`<path d="M5 9a8 8 0 0 1 13.5-2.500L21 9M21 4v5h-5M19 15a8 8 0 0 1-13.5 2.500L3 15M3 20v-5h5" />`,
  ),
} as const;
