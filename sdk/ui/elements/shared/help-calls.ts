import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../../texts/texts.ts';
import type { Alert, CallView, HelpView, HostActions } from '../../views/view-types.ts';

/** What the calls for help are drawn from, in the session and in every dialog above it. */
export interface HelpCalls {
  requests: readonly HelpView[];
  actions: HostActions | null;
  /** The calls are masked: shows who they are of. */
  show: (() => void) | null;
  /** What a screen reader is told of them. */
  alerts: readonly Alert[];
}

export const helpCallsOf = (
  { host, mask }: CallView,
  actions: HostActions | null,
  alerts: readonly Alert[],
  show: () => void,
): HelpCalls | null => host && { requests: host.help, actions, alerts, show: mask === 'masked' ? show : null };

/** For a modal dialog, which takes what is behind it from keyboard and screen reader: it shows the calls again, and tells new ones. */
export function helpInDialog(
  calls: HelpCalls | null,
  focusLost: () => void,
  texts: Texts,
): TemplateResult | typeof nothing {
  if (!calls) return nothing;
  const { requests, actions, show, alerts } = calls;
  return html`<hearthroom-help-banner .requests=${requests} .actions=${actions} .show=${show} .alerts=${alerts} .focusLost=${focusLost} .texts=${texts}></hearthroom-help-banner>`;
}
