import { html, render, type TemplateResult } from 'lit';
import { aboutPersonQuestion, unmuteQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import { defineParts } from '../../../../../sdk/ui/elements/define.ts';
import type { Question } from '../../../../../sdk/ui/elements/shared/dialogs/confirm-dialog.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { deviceHelpOf } from '../../../../../sdk/ui/views/device-help.ts';
import type { DevicesView, PersonView } from '../../../../../sdk/ui/views/view-types.ts';
import { absenceStates } from '../samples/absence-states.ts';
import { checkInStates } from '../samples/check-in-states.ts';
import { encryptionStates } from '../samples/encryption-states.ts';
import { groupWorkStates } from '../samples/group-work-states.ts';
import { lineStates } from '../samples/line-states.ts';
import { preflightStates } from '../samples/preflight-states.ts';
import { reachStates } from '../samples/reach-states.ts';
import { seenStates } from '../samples/seen-states.ts';
import { smallStates } from '../samples/small-states.ts';
import { callPage, waitingPage } from '../samples/state-parts.ts';
import {
  call,
  callActions,
  device,
  devices,
  group,
  hosting,
  longName,
  person,
  pictureOf,
  waiting,
} from '../samples/states.ts';
import { talkStates } from '../samples/talk-states.ts';
import { StateFrame } from './state-frame.ts';
import { stateLanguage } from './state-language.ts';

const { dialogs, lead, notices } = englishTexts;
const host = hosting();
const threeWait = [waiting(0), waiting(1, { label: 'D. Berger, new' }), waiting(2, { connection: 'dropped' })];
const nobody = () => {};

const lobby = (changes: Parameters<typeof devices>[0] = {}): TemplateResult =>
  html`<hearthroom-lobby .devices=${devices(changes)} .actions=${callActions} .join=${nobody}></hearthroom-lobby>`;
const closed = (reason: string, message = ''): TemplateResult =>
  html`<hearthroom-closed-page .reason=${reason} .message=${message} .comeBack=${nobody}></hearthroom-closed-page>`;
const withDialog = (question: Question): TemplateResult => {
  setTimeout(() => document.querySelector('state-frame')?.ask(question), 100);
  return callPage(call(group(4), { host }));
};
/** Weak and interrupted connections; one's own, the last one, is weak too. */
const weakened = (people: PersonView[]): PersonView[] =>
  people.map((one, index) => {
    if (index === 1) return { ...one, quality: 'lost' };
    return { ...one, quality: index === 0 || index === people.length - 1 ? 'weak' : 'good' };
  });
/** In the session, with the notices about devices above the gallery. */
const withDeviceNotices = (own: Partial<DevicesView>): TemplateResult => {
  const view = devices(own);
  const list = (['microphone', 'camera'] as const).flatMap((source) => {
    const help = deviceHelpOf(source, view[source], callActions, englishTexts);
    return help ? [{ id: source, kind: 'important' as const, ...help, dismiss: nobody }] : [];
  });
  return callPage(call(group(4), { devices: view, notices: list }));
};
const longPeople = [
  person(0, { name: longName, label: longName }),
  person(1, { name: 'دكتورة ليلى عبد الرحمن', label: 'ל. כהן' }),
  person(2, { isSelf: true }),
];

/** All states of the interface that are tested, by name. */
const states: Record<string, () => TemplateResult> = {
  lobby: () => lobby(),
  'lobby-camera-off': () => lobby({ camera: device({ state: 'off' }) }),
  'lobby-denied': () =>
    lobby({
      camera: device({ state: 'off', error: 'permission-denied' }),
      microphone: device({ state: 'off', error: 'device-in-use' }),
    }),
  'lobby-no-devices': () =>
    lobby({
      camera: device({ state: 'off', error: 'device-not-found', choices: [] }),
      microphone: device({ state: 'off', error: 'device-not-found', choices: [] }),
      speaker: null,
    }),
  'lobby-starting': () => lobby({ camera: device({ state: 'starting' }), microphone: device({ state: 'starting' }) }),
  'lobby-chosen-missing': () =>
    lobby({
      camera: device({ state: 'off', error: 'chosen-device-missing', chosenId: 'gone' }),
      microphone: device({ error: 'replaced' }),
    }),
  'lobby-blocked-by-page': () =>
    lobby({
      camera: device({ state: 'off', error: 'device-blocked-by-page', choices: [] }),
      microphone: device({ state: 'off', error: 'device-blocked-by-page', choices: [] }),
      speaker: null,
    }),
  'lobby-interrupted': () =>
    lobby({
      camera: device({ state: 'interrupted', error: 'system-muted' }),
      microphone: device({ state: 'interrupted', error: 'system-muted' }),
    }),
  'waiting-device-lost': () =>
    waitingPage({}, { camera: device({ state: 'off', error: 'unplugged', chosenId: 'gone' }) }),
  'call-starting': () =>
    callPage(
      call(group(4), {
        screen: 'starting',
        devices: devices({ camera: device({ state: 'starting' }), microphone: device({ state: 'starting' }) }),
      }),
    ),
  'call-device-lost': () => withDeviceNotices({ camera: device({ state: 'off', error: 'failed', chosenId: 'gone' }) }),
  'call-interrupted': () => withDeviceNotices({ microphone: device({ state: 'interrupted', error: 'system-muted' }) }),
  'call-replaced': () => withDeviceNotices({ microphone: device({ error: 'replaced' }) }),
  'menu-screen-starting': () => {
    const page = callPage(call(group(4), { screen: 'starting' }));
    setTimeout(() => {
      const toolbar = document.querySelector('hearthroom-call')?.renderRoot.querySelector('hearthroom-toolbar');
      toolbar?.renderRoot.querySelector<HTMLElement>('.more')?.click();
    }, 100);
    return page;
  },
  waiting: () => waitingPage(),
  'waiting-messages': () =>
    waitingPage({
      message: '',
      messages: [
        { text: 'We begin in five minutes.', from: 'therapist', alone: false },
        { text: 'Thank you for your patience.', from: 'cotherapist', alone: true },
      ],
    }),
  'waiting-sent-back': () =>
    waitingPage({
      putBack: { because: 'put-back', words: 'One moment please. I will call you in again soon.' },
      message: '',
    }),
  'waiting-problem': () => waitingPage({}, { camera: device({ state: 'off', error: 'device-in-use' }) }),
  'waiting-reconnecting': () => waitingPage({ reconnecting: true }),
  'waiting-outage': () =>
    waitingPage({ outage: { servers: [englishTexts.outage.server('40000 (UDP/TCP)', '203.0.113.7')] } }),
  outage: () => {
    const { outage } = englishTexts;
    const lines = [outage.server('40000 (UDP/TCP)', '203.0.113.7')];
    const details = { label: outage.support, intro: outage.allow, lines };
    const text = `${outage.text} ${outage.tryThis}`;
    return callPage(call(group(2), { notices: [{ id: 'outage', kind: 'important', text, details }] }));
  },
  'gallery-lost': () =>
    callPage(
      call(
        group(4).map((one, index) =>
          index < 2 ? { ...one, quality: 'lost', camera: index ? null : one.camera } : one,
        ),
      ),
    ),
  'waiting-long': () => waitingPage({ title: longName, message: longName.repeat(8) }),
  'gallery-1': () => callPage(call(group(1))),
  'gallery-2': () => callPage(call(group(2))),
  'gallery-4': () => callPage(call(group(4))),
  'gallery-9': () => callPage(call(group(9))),
  'gallery-16': () => callPage(call(group(16))),
  'gallery-weak': () => callPage(call(weakened(group(4)))),
  'gallery-weak-16': () => callPage(call(weakened(group(16)))),
  'gallery-labels': () => callPage(call(longPeople, { host, screen: 'off' })),
  'gallery-screen': () =>
    callPage(call([person(0, { screen: pictureOf(9, { width: 1280, height: 720 }) }), ...group(8).slice(1)])),
  'gallery-screen-16': () =>
    callPage(call([person(0, { screen: pictureOf(9, { width: 1280, height: 720 }) }), ...group(16).slice(1)])),
  held: () => {
    const countdown = { untilMs: Date.now() + 95_000, withTime: notices.heldThen['return-to-waiting'] };
    return callPage(
      call(group(4).slice(1), { notices: [{ id: 'held', kind: 'important', text: notices.held, countdown }] }),
    );
  },
  'lead-lent': () =>
    callPage(
      call(group(4).slice(1), { host, notices: [{ id: 'lead', kind: 'calm', text: lead.lentToYou, dismiss: nobody }] }),
    ),
  notices: () =>
    callPage(
      call(group(4), {
        host: { ...host, waiting: threeWait },
        screen: 'on',
        notices: [
          { id: 'a', kind: 'important', text: notices.reconnecting },
          {
            id: 'b',
            kind: 'important',
            text: notices.turnOnSound,
            buttons: [{ label: notices.turnOnSoundButton, press: nobody }],
          },
          {
            id: 'c',
            kind: 'calm',
            text: notices.severalWait(3),
            buttons: [{ label: notices.showWaiting, press: nobody }],
          },
          { id: 'd', kind: 'calm', text: notices.mutedByHost, dismiss: nobody },
        ],
      }),
    ),
  'host-panel': () =>
    callPage(
      call(group(6), {
        host: { ...host, waiting: threeWait },
        panel: 'people',
        screen: 'off',
        room: { title: 'Tuesday group', locked: true, endsAtMs: null, held: null },
      }),
    ),
  'host-panel-empty': () => callPage(call(group(2), { host, panel: 'people', screen: 'off' })),
  'host-panel-long': () =>
    callPage(
      call(longPeople, {
        host: { ...host, waiting: [waiting(0, { name: longName, label: longName, secondDevice: true })] },
        panel: 'people',
        screen: 'off',
      }),
    ),
  'dialog-remove': () => withDialog(aboutPersonQuestion(dialogs, 'remove', 'Anna')),
  'dialog-unmute': () => withDialog(unmuteQuestion(dialogs, 'microphone')),
  'dialog-long': () => withDialog(aboutPersonQuestion(dialogs, 'deny', longName)),
  ...encryptionStates,
  ...lineStates,
  ...preflightStates,
  ...talkStates,
  ...groupWorkStates,
  ...checkInStates,
  ...absenceStates,
  ...seenStates,
  ...reachStates,
  ...smallStates,
  'closed-left': () => closed('left'),
  'closed-removed': () => closed('removed', 'Let us talk on the phone tomorrow. You have done nothing wrong.'),
  'closed-lost': () => closed('connection-lost'),
  'closed-storage': () => closed('storage-unavailable'),
  'closed-too-much': () => closed('too-much-media'),
  'closed-unknown': () => closed('slow-reader'),
};

defineParts();
customElements.define('state-frame', StateFrame);
const query = new URLSearchParams(location.search);
document.documentElement.dir = query.get('dir') ?? stateLanguage.dir;
document.documentElement.lang = stateLanguage.locale;
const state = states[query.get('state') ?? ''];
const frame = document.querySelector('state-frame');
if (frame && state) {
  await frame.updateComplete;
  render(state(), frame);
}
/** Draws another state in the same page. */
const showState = (name: string): void => {
  const drawn = states[name]?.();
  if (frame && drawn) render(html`${drawn}`, frame);
};
Object.assign(window, { stateNames: Object.keys(states), showState });
