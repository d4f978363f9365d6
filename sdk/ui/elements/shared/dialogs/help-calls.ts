import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../../../texts/texts.ts';
import type { Alert, CallView, HelpView, HostActions } from '../../../views/view-types.ts';

/** The calls for help, as shown in the session and in every dialog above it. */
export interface HelpCalls {
  requests: readonly HelpView[];
  actions: HostActions | null;
  /** Set while the calls are masked: shows whom they are from. */
  show: (() => void) | null;
  /** Announcements of them for screen readers. */
  alerts: readonly Alert[];
}

export const helpCallsOf = (
  { host, mask }: CallView,
  actions: HostActions | null,
  alerts: readonly Alert[],
  show: () => void,
): HelpCalls | null => host && { requests: host.help, actions, alerts, show: mask === 'masked' ? show : null };

/**
 * For a modal dialog, which hides everything behind it from keyboard and screen reader: shows the calls in it, and
 * announces new ones.
 */
export function helpInDialog(
  calls: HelpCalls | null,
  focusLost: () => void,
  texts: Texts,
): TemplateResult | typeof nothing {
  if (!calls) return nothing;
  const { requests, actions, show, alerts } = calls;
  return html`<hearthroom-help-banner .requests=${requests} .actions=${actions} .show=${show} .alerts=${alerts} .focusLost=${focusLost} .texts=${texts}></hearthroom-help-banner>`;
}
