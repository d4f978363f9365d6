/** States of group activities: agreement, talks, chat, hands, rounds, small groups. */
import { html, type TemplateResult } from 'lit';
import { aloneQuestion, helpQuestion } from '../../../../sdk/ui/controllers/questions.ts';
import { englishTexts } from '../../../../sdk/ui/texts/texts.ts';
import { maskView } from '../../../../sdk/ui/views/screen-mask.ts';
import type { CallView, NoticeView, PersonView, TalkLine } from '../../../../sdk/ui/views/view-types.ts';
import { callPage, waitingPage } from './state-parts.ts';
import { call, chat, device, group, helpOf, hosting, line, longName, names, person, waiting } from './states.ts';

const { breakout, dialogs, notices, round, agreement, host: hostTexts } = englishTexts;
const nobody = (): void => {};
const minutes = (count: number): number => count * 60_000;

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

const notice = (text: string, changes: Partial<NoticeView> = {}): NoticeView => ({
  id: text,
  kind: 'calm',
  text,
  ...changes,
});
const button = (label: string, quiet = false) => ({ label, press: nobody, quiet });

/** The first members of a group, with changes by index. */
function changed(count: number, changes: Record<number, Partial<PersonView>>): PersonView[] {
  return group(count).map((one, index) => ({ ...one, ...changes[index] }));
}

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

const clientsCall = (count: number, changes: Partial<CallView>): TemplateResult =>
  callPage(call(group(count), changes));
const hostsCall = (people: PersonView[], changes: Parameters<typeof hosting>[0], more: Partial<CallView> = {}) =>
  callPage(call(people, { host: hosting(changes), screen: 'off', panel: 'people', ...more }));

const withOpen = (
  page: TemplateResult,
  open: (call: HTMLElementTagNameMap['hearthroom-call']) => void,
): TemplateResult => {
  setTimeout(() => {
    const element = document.querySelector('hearthroom-call');
    if (element) open(element);
  }, 100);
  return page;
};
const openMore = (page: TemplateResult): TemplateResult =>
  withOpen(page, (element) => {
    const toolbar = element.renderRoot.querySelector('hearthroom-toolbar');
    if (toolbar) toolbar.moreOpen = true;
  });

const inOrder = (count: number) => group(count).map(({ id, name }) => ({ id, name }));
const goRound = {
  order: inOrder(5),
  turn: 2,
  endsAtMs: null,
  paused: false,
  pausedBecause: null,
  passesAtMs: null,
  missed: [],
};
const threeGroups = {
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

const sharing = hosting({ help: [helpOf(1, { note: longName })], waiting: [waiting(1, { label: longName })] });
/** A host who shares their screen, which others can see. */
const masked = (changes: Partial<CallView>): TemplateResult => {
  const { sharing: text, showLong } = englishTexts.mask;
  const view = call(group(5), { host: sharing, screen: 'on', mask: 'masked', chat: chat(written), ...changes });
  const buttons = [button(notices.stopSharing), button(showLong, true)];
  return callPage({ ...view, ...maskView(view, englishTexts), notices: [notice(text.masked, { buttons })] });
};

export const groupWorkStates: Record<string, () => TemplateResult> = {
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

  hands: () => callPage(call(changed(6, { 1: { hand: 2 }, 3: { hand: 1 }, 5: { hand: 3 } }), { handRaised: true })),
  'hands-host': () =>
    hostsCall(changed(6, { 1: { hand: 2 }, 3: { hand: 1 } }), {
      hands: [
        { id: 'p-3', name: 'Chidi' },
        { id: 'p-1', name: 'Anna' },
      ],
    }),
  reactions: () =>
    callPage(
      call(
        changed(6, {
          0: { reaction: { kind: 'heart', id: 1 } },
          1: { reaction: { kind: 'thumbs-up', id: 2 } },
          2: { reaction: { kind: 'clap', id: 3 } },
          3: { reaction: { kind: 'hug', id: 4 } },
          4: { reaction: { kind: 'tears', id: 5 } },
        }),
      ),
    ),
  'round-turn': () => {
    const turn = { endsAtMs: Date.now() + 80_000, totalMs: 120_000, paused: false };
    return callPage(call(changed(6, { 1: { speaking: false }, 2: { turn, microphone: 'on' } })));
  },
  'round-own': () => {
    const turn = { endsAtMs: Date.now() + 80_000, totalMs: 120_000, paused: false };
    const countdown = { untilMs: turn.endsAtMs, withTime: round.yourTurnTime };
    return callPage(
      call(changed(4, { 1: { speaking: false }, 3: { turn } }), {
        notices: [notice(round.yourTurn, { kind: 'important', countdown, buttons: [button(round.pass)] })],
      }),
    );
  },
  'round-host': () => {
    const turn = { endsAtMs: null, totalMs: 120_000, paused: true };
    return hostsCall(changed(5, { 2: { turn } }), {
      goRound: { ...goRound, paused: true, pausedBecause: 'by-host' },
    });
  },
  'round-host-lost': () => {
    const turn = { endsAtMs: null, totalMs: 120_000, paused: true };
    const missed = [{ id: 'p-1', name: longName }];
    return hostsCall(changed(5, { 2: { turn, connection: 'reconnecting' } }), {
      goRound: { ...goRound, pausedBecause: 'connection-lost', passesAtMs: Date.now() + 23_000, missed },
      turnUndo: { id: 'p-1', name: 'Anna', isSelf: false },
    });
  },
  'round-lost': () => {
    const turn = { endsAtMs: null, totalMs: 120_000, paused: true };
    return callPage(
      call(changed(4, { 1: { speaking: false, turn, connection: 'reconnecting' } }), {
        notices: [notice(round.othersPaused['connection-lost']('Anna')), notice(round.youAreNext('Anna'))],
      }),
    );
  },
  'round-missed': () => {
    const turn = { endsAtMs: Date.now() + 80_000, totalMs: 120_000, paused: false };
    return callPage(
      call(changed(4, { 2: { turn } }), {
        notices: [
          notice(round.missedOwn, {
            kind: 'important',
            buttons: [button(round.takeNext), button(round.takeAtEnd), button(round.takeNever, true)],
          }),
        ],
      }),
    );
  },
  'breakout-host': () =>
    hostsCall(
      changed(6, {}),
      { breakout: threeGroups },
      { place: { kind: 'breakout', name: breakout.group(2) }, shown: group(6).slice(2, 4) },
    ),
  'breakout-banner': () => {
    const countdown = { untilMs: Date.now() + minutes(8), withTime: notices.breakoutLeft };
    const visit = { label: breakout.visit, name: breakout.visitName(breakout.group(1)), press: nobody };
    const rows = [
      { title: breakout.group(1), text: 'Anna (Anna Maier), Dana', button: visit },
      { title: breakout.group(2), text: `Ben, ${longName}`, button: visit },
      { title: breakout.group(3), text: breakout.empty, button: visit },
    ];
    const buttons = [button(breakout.messageShort, true), button(breakout.end, true)];
    return hostsCall(
      group(2),
      { breakout: threeGroups },
      {
        panel: null,
        notices: [
          notice(breakout.alone('Dana', breakout.group(3)), {
            buttons: [button(breakout.visitName(breakout.group(3)))],
            dismiss: nobody,
          }),
          notice(breakout.running, { countdown, rows, buttons }),
        ],
      },
    );
  },
  'breakout-preview': () =>
    withOpen(hostsCall(group(6), {}), (element) => {
      const panel = element.renderRoot.querySelector('hearthroom-host-panel');
      for (const details of panel?.renderRoot.querySelectorAll('details') ?? []) details.open = true;
      const controls = panel?.renderRoot.querySelector('hearthroom-breakout-controls');
      if (controls) controls.chosen = new Map(['p-1', 'p-2', 'p-3'].map((id, index) => [id, index === 2 ? 2 : 1]));
      panel?.renderRoot.querySelector('.tools')?.scrollIntoView();
    }),
  'dialog-alone': () => {
    const alone = [{ name: 'Anna', group: breakout.group(2) }];
    setTimeout(() => document.querySelector('state-frame')?.ask(aloneQuestion(dialogs, alone)), 100);
    return hostsCall(group(4), {});
  },
  'breakout-closing': () =>
    hostsCall(group(2), { breakout: { ...threeGroups, closingAtMs: Date.now() + 22_000, ownGroupId: null } }),
  'breakout-client': () => {
    const countdown = { untilMs: Date.now() + minutes(6), withTime: notices.breakoutLeft };
    return clientsCall(2, {
      place: { kind: 'breakout', name: breakout.group(2) },
      notices: [notice(notices.breakout(breakout.group(2)), { countdown })],
    });
  },
  'breakout-message': () => {
    const countdown = { untilMs: Date.now() + 22_000, withTime: notices.closingIn };
    return clientsCall(2, {
      place: { kind: 'breakout', name: breakout.group(2) },
      notices: [
        notice(notices.closing, { kind: 'important', countdown }),
        notice(notices.toGroups('Please come to the last question now.'), { dismiss: nobody }),
      ],
    });
  },
  spotlight: () => clientsCall(6, { stage: { id: 'p-1', why: 'spotlight' }, spotlightId: 'p-1' }),
  pinned: () => clientsCall(9, { stage: { id: 'p-3', why: 'pinned' } }),
  'audio-only': () =>
    callPage(
      call(
        group(6).map((one) => (one.isSelf ? one : { ...one, camera: null })),
        { audioOnly: true },
      ),
    ),
  'end-warning': () =>
    hostsCall(
      group(4),
      {},
      {
        panel: null,
        room: { title: 'Tuesday group', locked: false, endsAtMs: Date.now() + minutes(5), held: null },
        notices: [
          notice(notices.endsIn(5), { kind: 'important', buttons: [button(hostTexts.extendBy(10))], dismiss: nobody }),
        ],
      },
    ),
  'host-panel-end': () =>
    hostsCall(
      group(2),
      {},
      { room: { title: longName, locked: false, endsAtMs: Date.now() + minutes(25), held: null } },
    ),
  'host-panel-extended': () =>
    hostsCall(
      group(2),
      { extensionUndo: { endsAtMs: Date.now() + minutes(4), noticeMinutes: 10, untilMs: Date.now() + minutes(2) } },
      { room: { title: 'Tuesday group', locked: false, endsAtMs: Date.now() + minutes(19), held: null } },
    ),
  extended: () =>
    hostsCall(
      group(4),
      {},
      {
        panel: null,
        room: { title: 'Tuesday group', locked: false, endsAtMs: Date.now() + minutes(40), held: null },
        notices: [
          notice(notices.newEnd('20:40'), {
            buttons: [{ ...button(hostTexts.undoToEnd('20:25')), quiet: true }],
            dismiss: nobody,
          }),
        ],
      },
    ),
  'breakout-start': () =>
    withOpen(hostsCall(group(6), {}), (element) => {
      const panel = element.renderRoot.querySelector('hearthroom-host-panel');
      for (const details of panel?.renderRoot.querySelectorAll('details') ?? []) details.open = true;
      const controls = panel?.renderRoot.querySelector('hearthroom-breakout-controls');
      if (controls) controls.how = 'byHand';
      panel?.renderRoot.querySelector('.tools')?.scrollIntoView();
    }),
  'away-talk': () => callPage(call(changed(5, { 0: { away: true, camera: null }, 1: { away: true, camera: null } }))),
};
