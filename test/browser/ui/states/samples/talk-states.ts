/** States of what is said beside the group's work: agreement, talks, chat, calls for help, consent to observers. */
import { html, type TemplateResult } from 'lit';
import { helpQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { maskView } from '../../../../../sdk/ui/views/screen-mask.ts';
import type { CallView, TalkLine } from '../../../../../sdk/ui/views/view-types.ts';
import {
  button,
  callPage,
  clientsCall,
  hostsCall,
  nobody,
  notice,
  threeGroups,
  waitingPage,
  withOpen,
} from './state-parts.ts';
import { call, chat, device, group, helpOf, hosting, line, longName, names, person, waiting } from './states.ts';

const { breakout, dialogs, notices, agreement } = englishTexts;

const rules = `What is said in the group stays in the group. Nobody tells others who was here, or what they said.

We are in a room where nobody else sees or hears us. We use headphones where that is needed.

Nobody records, photographs or films the session.

Everybody may be silent. Everybody may leave at any time, and we would like a word about it afterwards.

We speak of ourselves, one after the other, and let each other finish.

If something of the group weighs on you after a session, speak with the therapists rather than with one another.`;

const lines: TalkLine[] = [
  { id: 1, isOwn: false, text: 'Can you hear me? I see you well.' },
  { id: 2, isOwn: true, text: 'I see you, but I hear nothing yet.' },
];

const written = [
  line(1, names[0] ?? '', 'Welcome. The exercise for today: three things that went well this week.'),
  line(2, 'Anna', 'I went for a walk every day.\nAlso on Sunday, in the rain.'),
  line(3, '', 'I called my brother.', { isOwn: true }),
  line(4, '', 'I may have to leave at seven.', { isOwn: true, to: 'hosts' }),
  line(5, names[0] ?? '', 'Of course. Thank you for telling me.', { to: 'participant' }),
];

const manyWritten = Array.from({ length: 30 }, (_, index) =>
  line(
    index + 1,
    index % 3 === 0 ? longName : (names[index % 5] ?? ''),
    index % 4 === 0 ? longName.repeat(2) : 'Yes.',
    {
      isOwn: index % 5 === 0,
    },
  ),
);

const openMore = (page: TemplateResult): TemplateResult =>
  withOpen(page, (element) => {
    const toolbar = element.renderRoot.querySelector('hearthroom-toolbar');
    if (toolbar) toolbar.moreOpen = true;
  });

const sharing = hosting({ help: [helpOf(1, { note: longName })], waiting: [waiting(1, { label: longName })] });
/** A host who shares their screen, which others can see. */
const masked = (changes: Partial<CallView>): TemplateResult => {
  const { sharing: text, showLong } = englishTexts.mask;
  const view = call(group(5), { host: sharing, screen: 'on', mask: 'masked', chat: chat(written), ...changes });
  const buttons = [button(notices.stopSharing), button(showLong, true)];
  return callPage({ ...view, ...maskView(view, englishTexts), notices: [notice(text.masked, { buttons })] });
};

export const talkStates: Record<string, () => TemplateResult> = {
  'waiting-agreement': () => waitingPage({ agreement: { version: '1', text: rules, accepted: false } }),
  'waiting-agreement-long': () =>
    waitingPage({ title: longName, agreement: { version: '1', text: longName.repeat(60), accepted: false } }),
  'waiting-talk': () => waitingPage({ talk: { other: person(0, { name: '' }), lines } }),
  'waiting-talk-dark': () =>
    waitingPage(
      { talk: { other: person(0, { name: '', camera: null }), lines: [] } },
      { camera: device({ state: 'off' }) },
    ),
  'waiting-observer': () => waitingPage({ isObserver: true }),
  'waiting-observer-refused': () =>
    waitingPage({ isObserver: true, putBack: { because: 'consent-refused', words: '' }, message: '' }),
  'waiting-withdrew': () =>
    waitingPage({
      putBack: { because: 'agreement-withdrawn', words: '' },
      agreement: { version: '1', text: rules, accepted: false },
    }),
  passcode: () => html`<hearthroom-passcode-page></hearthroom-passcode-page>`,
  'passcode-wrong': () => html`<hearthroom-passcode-page .wrong=${true}></hearthroom-passcode-page>`,

  chat: () => clientsCall(6, { panel: 'chat', chat: chat(written) }),
  'chat-empty': () => clientsCall(2, { panel: 'chat', chat: chat([], { history: 'session' }) }),
  'chat-long': () =>
    clientsCall(4, {
      panel: 'chat',
      chat: chat(manyWritten, { error: 'rate-limited', apart: true, history: 'session' }),
    }),
  'chat-notice': () =>
    clientsCall(4, {
      panel: 'chat',
      chat: chat(written),
      notices: [notice(englishTexts.seen.entered, { dismiss: nobody })],
    }),
  'chat-unread': () => clientsCall(4, { chat: chat(written, { unread: 3 }) }),

  'menu-client': () => openMore(clientsCall(4, {})),
  'menu-host': () => openMore(callPage(call(group(4), { host: hosting(), screen: 'off', layout: 'speaker' }))),
  'modal-settings-help': () =>
    withOpen(
      hostsCall(group(4), {
        help: [helpOf(1, { note: 'I feel dizzy and would rather not say it before everybody.' }), helpOf(2)],
      }),
      (element) => element.openSettings(),
    ),
  'modal-settings': () =>
    withOpen(
      clientsCall(4, {
        settings: {
          name: 'Anna',
          consents: [
            { id: 'o', name: 'Nadja Brandt', agreed: true },
            { id: 'p', name: longName, agreed: false },
          ],
        },
      }),
      (element) => element.openSettings(),
    ),
  'modal-agreement': () =>
    withOpen(
      clientsCall(4, {
        agreement: { version: '2', text: rules, accepted: false },
        notices: [notice(agreement.changed, { buttons: [button(agreement.read)] })],
      }),
      (element) => element.openAgreement(),
    ),

  'help-ask': () => {
    setTimeout(() => document.querySelector('state-frame')?.ask(helpQuestion(dialogs)), 100);
    return clientsCall(4, {});
  },
  'help-sent': () =>
    clientsCall(4, {
      help: 'sent',
      notices: [notice(notices.helpSent, { buttons: [button(notices.helpTakeBack, true)] })],
    }),
  'help-host': () =>
    hostsCall(group(5), {
      help: [
        helpOf(1, { note: 'I feel dizzy and would rather not say it before everybody.' }),
        helpOf(2, { takenBy: { name: 'Dr. Cole', isSelf: false } }),
      ],
      waiting: [waiting(1)],
    }),
  'help-long': () =>
    hostsCall(
      group(5),
      {
        help: [
          helpOf(1, { name: longName, note: longName.repeat(6), group: { id: 'g1' } }),
          helpOf(2, { takenBy: { name: 'Dr. Miriam Weber', isSelf: true } }),
          helpOf(3, { canSpeakAlone: false }),
        ],
      },
      { panel: null },
    ),
  'help-gallery': () =>
    callPage(call(group(5), { host: hosting({ help: [helpOf(1)], waiting: [waiting(1), waiting(2)] }) })),
  'help-elsewhere': () =>
    callPage(
      call(group(5), {
        host: hosting({ help: [helpOf(1, { group: { id: 'g1' } })], breakout: threeGroups }),
        place: { kind: 'breakout', name: breakout.group(2) },
        notices: [notice(notices.breakout(breakout.group(2)), { buttons: [button(breakout.back)] })],
      }),
    ),
  'mask-panel': () => masked({ panel: 'people' }),
  'mask-chat': () => masked({ panel: 'chat' }),
  'mask-gallery': () => masked({}),
  'mask-shown': () =>
    callPage({
      ...call(group(5), { host: sharing, screen: 'on', panel: 'people', mask: 'shown' }),
      notices: [
        notice(englishTexts.mask.sharing.shown, {
          kind: 'important',
          buttons: [button(notices.stopSharing), button(englishTexts.mask.hide, true)],
        }),
      ],
    }),
  'help-closed': () => clientsCall(4, { notices: [notice(notices.helpClosed, { dismiss: nobody })] }),
  'side-room': () =>
    callPage(
      call([person(1), person(0, { isSelf: true, mirrored: true })], {
        host: hosting(),
        place: { kind: 'side-room', name: 'Anna' },
        notices: [notice(notices.sideRoom('Anna'), { buttons: [button(notices.backToGroup)] })],
      }),
    ),
  preview: () =>
    callPage(
      call([person(3), person(0, { isSelf: true, mirrored: true })], {
        host: hosting({ waiting: [waiting(0, { previewedBy: 'self', speakAlone: 'host-busy' })] }),
        place: {
          kind: 'preview',
          id: 'w-0',
          name: 'Chidi',
          lines: lines.map((one) => ({ ...one, isOwn: !one.isOwn })),
        },
        notices: [
          notice(notices.preview('Chidi'), {
            buttons: [button(notices.previewAdmit), button(notices.previewEnd, true)],
          }),
        ],
      }),
    ),
  'host-panel-gates': () =>
    hostsCall(group(3), {
      circleClosed: true,
      waiting: [
        waiting(0, { agreed: false }),
        waiting(1, { previewedBy: 'other', speakAlone: 'person-busy' }),
        waiting(6, { askedBy: 'other', speakAlone: 'person-busy' }),
        waiting(2, { role: 'observer', consent: 'to-ask' }),
        waiting(3, { role: 'observer', consent: { unanswered: 1, declined: 1, mayAskAgain: true } }),
        waiting(4, { role: 'observer', consent: { unanswered: 0, declined: 2, mayAskAgain: false } }),
        waiting(5, { agreed: false, withdrew: true }),
      ],
    }),
  'circle-closed': () =>
    callPage(
      call([person(0), person(1, { isSelf: true, mirrored: true })], { notices: [notice(notices.circleClosed)] }),
    ),
  departed: () =>
    hostsCall(
      group(4),
      {},
      {
        panel: null,
        notices: (['left-quickly', 'agreement-withdrawn', 'left'] as const).map((how) =>
          notice(notices.departed[how](how === 'left' ? `Ben, ${longName}` : 'Anna'), {
            buttons: [button(notices.departedSeen, true)],
          }),
        ),
      },
    ),
  'consent-open': () =>
    hostsCall(group(4), {}, { panel: null, notices: [notice(notices.consentOpen('Nadja Brandt', 2))] }),
  consent: () =>
    clientsCall(4, {
      notices: [
        notice(`${notices.consent('Nadja Brandt')} ${notices.consentBefore} ${notices.consentOwn}`, {
          buttons: [button(notices.consentYes), button(notices.consentNo, true)],
        }),
      ],
    }),
};
