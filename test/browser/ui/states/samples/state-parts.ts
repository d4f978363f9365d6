import { html, type TemplateResult } from 'lit';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import type {
  CallView,
  DevicesView,
  NoticeView,
  PersonView,
  WaitingRoomPageView,
} from '../../../../../sdk/ui/views/view-types.ts';
import { call, callActions, devices, group, hostActions, hosting, longName } from './states.ts';

const { breakout } = englishTexts;
export const nobody = (): void => {};
export const minutes = (count: number): number => count * 60_000;

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

export const notice = (text: string, changes: Partial<NoticeView> = {}): NoticeView => ({
  id: text,
  kind: 'calm',
  text,
  ...changes,
});
export const button = (label: string, quiet = false) => ({ label, press: nobody, quiet });

/** The first members of a group, with changes by index. */
export function changed(count: number, changes: Record<number, Partial<PersonView>>): PersonView[] {
  return group(count).map((one, index) => ({ ...one, ...changes[index] }));
}

export const clientsCall = (count: number, changes: Partial<CallView>): TemplateResult =>
  callPage(call(group(count), changes));
export const hostsCall = (people: PersonView[], changes: Parameters<typeof hosting>[0], more: Partial<CallView> = {}) =>
  callPage(call(people, { host: hosting(changes), screen: 'off', panel: 'people', ...more }));

export const withOpen = (
  page: TemplateResult,
  open: (call: HTMLElementTagNameMap['hearthroom-call']) => void,
): TemplateResult => {
  setTimeout(() => {
    const element = document.querySelector('hearthroom-call');
    if (element) open(element);
  }, 100);
  return page;
};

export const threeGroups = {
  groups: [
    {
      id: 'g1',
      name: breakout.group(1),
      members: [
        { id: 'p-1', name: 'Anna', label: 'Anna Maier' },
        { id: 'p-4', name: 'Dana', label: null },
      ],
    },
    {
      id: 'g2',
      name: breakout.group(2),
      members: [
        { id: 'p-2', name: 'Ben', label: null },
        { id: 'p-5', name: longName, label: null },
      ],
    },
    { id: 'g3', name: breakout.group(3), members: [] },
  ],
  endsAtMs: Date.now() + minutes(8),
  closingAtMs: null,
  ownGroupId: 'g2',
};
