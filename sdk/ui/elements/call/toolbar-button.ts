import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../style/icons.ts';

export interface ToolbarButton {
  /** Shown below the icon and read aloud: the same name, so that voice control works. */
  name: string;
  /** The full name, shown on hover. */
  title: string;
  icon: TemplateResult;
  press: () => void;
  pressed?: boolean;
  expanded?: boolean;
  /** Read aloud instead of the name, if that is not sufficient. */
  spoken?: string;
  badge?: { count: string; text: string };
  /** More urgent than the other badge, and never added to it. */
  alarm?: { count: string; text: string };
  kind?: string;
}

/** A button of the toolbar: an icon above its name. */
export function toolbarButton(button: ToolbarButton): TemplateResult {
  const { name, title, icon, press, pressed, expanded, badge, alarm, spoken, kind = '' } = button;
  return html`<button type="button" class="tool ${kind}" title=${title} aria-pressed=${pressed ?? nothing} aria-expanded=${expanded ?? nothing} @click=${press}>
    ${icon}<span class="name" dir="auto" aria-hidden=${spoken === undefined ? nothing : true}>${name}</span>${spoken === undefined ? nothing : html`<span class="sr">${spoken}</span>`}
    ${alarm ? html`<span class="badge alarm" aria-hidden="true">${icons.help}${alarm.count}</span><span class="sr">, ${alarm.text}</span>` : nothing}
    ${badge ? html`<span class="badge" aria-hidden="true">${badge.count}</span><span class="sr">, ${badge.text}</span>` : nothing}
  </button>`;
}

export const toolbarButtonStyles = css`
  .tool {
    position: relative; flex: 0 1 84px; min-inline-size: 0; flex-direction: column; gap: 2px; padding: 0.45rem 0.1rem; min-block-size: 58px; border-color: transparent; background: transparent;
    font-size: 0.8rem;
  }
  .tool .name { max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tool[aria-pressed='true'], .tool[aria-expanded='true'] { background: var(--hr-surface); border-color: var(--hr-line); }
  .tool.device.off, .tool.device.interrupted { background: var(--hr-warm); border-color: transparent; }
  .tool.device.starting { border: 2px dashed var(--hr-accent); }
  .tool.device.starting svg { animation: starting 1.6s ease-in-out infinite; }
  @keyframes starting { 50% { opacity: 0.4; } }
  .tool.hand[aria-pressed='true'] { background: #f0c987; border-color: transparent; color: #33210a; }
  .tool.leave { color: var(--hr-danger); }
  .tool.leave svg:dir(rtl) { transform: scaleX(-1); }
  .tool:hover:not(:disabled) { filter: none; background: var(--hr-surface); }
  .tool.hand[aria-pressed='true']:hover { background: #f0c987; }
  .badge { position: absolute; inset-block-start: 2px; inset-inline-start: calc(50% + 8px); min-inline-size: 20px; block-size: 20px; padding-inline: 5px; border-radius: 10px; background: #f0c987; color: #33210a; font-size: 0.75rem; font-weight: 700; line-height: 20px; text-align: center; }
  .badge.alarm { inset-inline: auto calc(50% + 8px); display: flex; align-items: center; gap: 1px; background: #f2a48f; color: #33110a; }
  .badge.alarm svg { inline-size: 14px; block-size: 14px; }
  @container hearthroom (width < 300px) {
    .badge.alarm { inset-inline-end: 50%; }
    .badge.alarm svg { display: none; }
  }
  @container hearthroom (width < 420px) or (height < 480px) {
    .tool { font-size: 0.72rem; padding-inline: 0; }
  }
  @container hearthroom (width < 380px) {
    .tool { font-size: 0.66rem; }
  }
  @container hearthroom (height < 480px) {
    .tool { gap: 0; padding-block: 0; min-block-size: 46px; }
    .badge { inset-block-start: -2px; }
  }
`;
