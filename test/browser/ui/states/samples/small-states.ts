import { html, type TemplateResult } from 'lit';
import { leaveQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import { smallViewOf } from '../../../../../sdk/ui/presenters/small-view.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import type { CallView } from '../../../../../sdk/ui/views/view-types.ts';
import { call, callActions, device, devices, group, helpOf, hosting, longName, person } from './states.ts';

const { notices, dialogs, call: callTexts } = englishTexts;

const small = (view: CallView, { speakerId = 'p-1', isAsked = false } = {}): TemplateResult =>
  html`<hearthroom-small-call .view=${smallViewOf(view, { speakerId, isAsked }, englishTexts)} .actions=${callActions}
    .question=${leaveQuestion(dialogs, view.host !== null)}></hearthroom-small-call>`;
const notice = (id: string, text: string) => ({ id, kind: 'important' as const, text });

/** What is in the small window. */
export const smallStates: Record<string, () => TemplateResult> = {
  'small-speaker': () => small(call(group(4))),
  'small-asks': () => small(call(group(4)), { isAsked: true }),
  'small-muted': () =>
    small(
      call(group(4), {
        devices: devices({ microphone: device({ state: 'off' }) }),
        notices: [notice('muted', notices.mutedByHost)],
      }),
    ),
  'small-held': () => {
    const people = group(3).map((one) => ({ ...one, camera: null, where: callTexts.away }));
    return small(call(people, { notices: [notice('held', `${notices.held} ${notices.heldPaused}`)] }));
  },
  'small-alone': () => small(call([person(0, { isSelf: true })], { alone: englishTexts.elsewhere.nobodyYet })),
  'small-host': () =>
    small(call([person(0, { isSelf: true }), person(1, { name: longName })], { host: hosting({ help: [helpOf(1)] }) })),
};
