/** States of what a group does together: hands, reactions, rounds, small groups, and the end of the session. */
import type { TemplateResult } from 'lit';
import { aloneQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import {
  button,
  callPage,
  changed,
  clientsCall,
  hostsCall,
  minutes,
  nobody,
  notice,
  threeGroups,
  withOpen,
} from './state-parts.ts';
import { call, group, longName, ratherLongName } from './states.ts';

const { breakout, dialogs, notices, round, host: hostTexts } = englishTexts;

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

export const groupWorkStates: Record<string, () => TemplateResult> = {
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
  'round-own-long': () => {
    const turn = { endsAtMs: Date.now() + 80_000, totalMs: 120_000, paused: false };
    const own = { name: ratherLongName, turn, quality: 'weak' } as const;
    return callPage(call(changed(4, { 1: { name: ratherLongName }, 3: own })));
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
