import { html, type TemplateResult } from 'lit';
import type { CallView, DevicesView, WaitingRoomPageView } from '../../../../sdk/ui/views/view-types.ts';
import { callActions, devices, hostActions } from './states.ts';

export const callPage = (view: CallView): TemplateResult =>
  html`<hearthroom-call .view=${view} .actions=${callActions} .hostActions=${hostActions}></hearthroom-call>`;

export const waitingPage = (
  changes: Partial<WaitingRoomPageView> = {},
  own: Partial<DevicesView> = {},
): TemplateResult => {
  const view = {
    title: 'Tuesday group',
    opensAtMs: null,
    message: 'We begin at six. Have some tea; there is time.',
    messages: [],
    putBack: null,
    reconnecting: false,
    outage: null,
    isObserver: false,
    agreement: null,
    talk: null,
    meeting: null,
    encryption: null,
    ...changes,
  };
  return html`<hearthroom-waiting-page .view=${view} .devices=${devices(own)} .actions=${callActions}></hearthroom-waiting-page>`;
};
