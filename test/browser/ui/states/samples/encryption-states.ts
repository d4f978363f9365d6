/** End-to-end encryption: the mark, its dialog, who can't encrypt, the chat. */
import type { TemplateResult } from 'lit';
import { unencryptedQuestion } from '../../../../../sdk/ui/controllers/questions.ts';
import type { Call } from '../../../../../sdk/ui/elements/call/call.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';
import { problemText, whyNotEncrypted } from '../../../../../sdk/ui/views/session/encryption-view.ts';
import type { CallView, EncryptionView, NoticeView } from '../../../../../sdk/ui/views/view-types.ts';
import { callPage, waitingPage } from './state-parts.ts';
import { call, chat, group, helpOf, hosting, line, longName, waiting } from './states.ts';

const { encryption: texts } = englishTexts;
const nobody = (): void => {};
const numbers = ['04817', '22960', '71354', '90026', '11583', '67409'];
const anna = { id: 'p-1', name: 'Anna' };
const people = { id: 'p-8', name: longName };

const encrypted = (changes: Partial<EncryptionView> = {}): EncryptionView => ({
  state: 'e2e',
  isOfTwo: false,
  unencrypted: [],
  isOwn: false,
  isFailed: false,
  isHost: false,
  problems: [],
  interruption: null,
  code: { state: 'shown', groups: numbers },
  ...changes,
});
const none = (changes: Partial<EncryptionView> = {}): EncryptionView =>
  encrypted({ state: 'none', unencrypted: [anna], code: { state: 'missing' }, ...changes });
const differ = encrypted({ problems: [{ ...anna, problem: 'people-differ' }] });

const more = [{ label: texts.more, press: nobody, quiet: true }];
const fallback = (view: EncryptionView): NoticeView => ({
  id: 'not-encrypted',
  kind: 'important',
  text: whyNotEncrypted(view, englishTexts),
  buttons: more,
  silent: true,
  dismiss: nobody,
});
const problem = (one: EncryptionView['problems'][number]): NoticeView => ({
  id: 'problem',
  kind: 'important',
  text: problemText(one, false, englishTexts),
  buttons: more,
});

const interrupted = (interruption: NonNullable<EncryptionView['interruption']>): TemplateResult => {
  const text = texts.interruptions[interruption];
  return page(encrypted({ interruption }), { notices: [{ id: 'interrupted', kind: 'important', text }] });
};

const page = (encryption: EncryptionView, changes: Partial<CallView> = {}): TemplateResult =>
  callPage(call(group(4), { encryption, ...changes }));
/** With the dialog, which is open once its numbers are drawn. */
const dialog = (encryption: EncryptionView, changes: Partial<CallView> = {}): TemplateResult => {
  setTimeout(() => document.querySelector<Call>('hearthroom-call')?.openEncryption(), 100);
  return page(encryption, changes);
};
const cannot = [
  waiting(0, { cannotEncrypt: 'would-end' }),
  waiting(1, { cannotEncrypt: 'required', speakAlone: null }),
  waiting(2, { cannotEncrypt: 'ended' }),
  waiting(3),
];

export const encryptionStates: Record<string, () => TemplateResult> = {
  'encryption-on': () => page(encrypted()),
  'encryption-locked': () =>
    page(encrypted(), {
      host: hosting(),
      room: { title: 'Tuesday group', locked: true, endsAtMs: Date.now() + 3_600_000, held: null },
    }),
  'encryption-off': () => page(none(), { notices: [fallback(none())] }),
  'encryption-off-own': () => {
    const own = none({ isOwn: true, unencrypted: [] });
    return page(own, { notices: [fallback(own)] });
  },
  'encryption-off-long': () => {
    const long = none({ unencrypted: [anna, people, { id: 'p-9', name: 'دكتورة ليلى عبد الرحمن' }] });
    return page(long, { notices: [fallback(long)] });
  },
  'encryption-not-started': () => {
    const own = none({ isOwn: true, isFailed: true });
    return page(own, { notices: [fallback(own)] });
  },
  'encryption-restarting': () => interrupted('restarting'),
  'encryption-ended': () => interrupted('ended'),
  'encryption-refused': () => interrupted('refused'),
  'encryption-differ': () => page(differ, { notices: differ.problems.map(problem) }),
  'encryption-securing': () =>
    callPage(
      call(
        group(4).map((one, index) => (index === 1 ? { ...one, camera: null, securing: true, speaking: false } : one)),
        { encryption: encrypted() },
      ),
    ),
  'modal-encryption': () => dialog(encrypted()),
  'modal-encryption-off': () => dialog(none()),
  'modal-encryption-long': () => dialog(none({ unencrypted: [anna, people] })),
  'modal-encryption-differ': () => dialog(differ),
  'modal-encryption-two': () => dialog(encrypted({ isOfTwo: true }), { place: { kind: 'side-room', name: 'Anna' } }),
  'modal-encryption-circle': () => dialog(encrypted({ code: { state: 'circle' } })),
  'encryption-panel': () => page(encrypted(), { host: hosting({ waiting: cannot }), panel: 'people', screen: 'off' }),
  'dialog-unencrypted': () => {
    setTimeout(() => document.querySelector('state-frame')?.ask(unencryptedQuestion(englishTexts, 'Maria')), 100);
    return page(encrypted(), { host: hosting({ waiting: cannot }) });
  },
  'encryption-chat': () =>
    page(none(), {
      panel: 'chat',
      chat: chat(
        [
          line(1, 'Anna', 'Good evening.'),
          line(2, 'Ben', '', { unreadable: true }),
          line(3, 'Anna', 'I have an old telephone today.', { unencrypted: true }),
          line(4, 'Dana', '', { unreadable: true, to: 'participant', isOwn: false }),
        ],
        { encryption: 'none' },
      ),
    }),
  'encryption-chat-on': () =>
    page(encrypted(), { panel: 'chat', chat: chat([line(1, 'Anna', 'Good evening.')], { encryption: 'e2e' }) }),
  'encryption-help': () => page(encrypted(), { host: hosting({ help: [helpOf(1, { unreadable: true })] }) }),
  'waiting-encrypted': () => waitingPage({ encryption: 'required' }),
  'waiting-preferred': () => waitingPage({ encryption: 'preferred' }),
  'waiting-cannot-enter': () => waitingPage({ encryption: 'cannot-enter' }),
  'waiting-is-asked': () => waitingPage({ encryption: 'is-asked' }),
  'waiting-not-started': () => waitingPage({ encryption: 'not-started' }),
  'waiting-not-started-is-asked': () => waitingPage({ encryption: 'not-started-is-asked' }),
  'waiting-unsupported': () =>
    waitingPage({ encryption: 'is-asked', putBack: { because: 'e2ee-unsupported', words: '' }, message: '' }),
  'waiting-cannot-agreement': () =>
    waitingPage({
      encryption: 'cannot-enter',
      agreement: { version: '1', text: 'What is said here stays here.', accepted: false },
    }),
};
