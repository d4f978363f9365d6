/** States of a check-in: the card of clients, and the panel of hosts. */
import type { TemplateResult } from 'lit';
import { questionViewOf } from '../../../../../sdk/ui/views/session/check-in-view.ts';
import type { CheckInCardView, CheckInHostView } from '../../../../../sdk/ui/views/view-types.ts';
import { stateLanguage } from '../page/state-language.ts';
import { callPage } from './state-parts.ts';
import { call, group, hosting, longName, names } from './states.ts';

const scale = questionViewOf(
  { text: 'How are you today?', scale: { min: 0, max: 10, minLabel: 'very bad', maxLabel: 'very good' } },
  stateLanguage,
);
const choices = {
  text: 'What would help you most in this session? You can change your answer as long as the question is open.',
  options: ['To speak about my week', 'To listen', 'An exercise', longName].map((label, value) => ({ value, label })),
  ends: null,
};

const card = (changes: Partial<CheckInCardView> = {}): TemplateResult =>
  callPage(
    call(group(4), {
      checkIn: { id: 'q-1', question: scale, answer: null, isAnswered: false, state: 'open', ...changes },
    }),
  );

const given = [7, 3, 7, null, 9, null];
const people: CheckInHostView['people'] = given.map((answer, index) => ({
  id: `p-${index + 1}`,
  name: index === 2 ? longName : (names[index + 1] ?? ''),
  answer,
  unreadable: index === 5,
}));

const panel = (checkIn: CheckInHostView | null): TemplateResult => {
  setTimeout(() => {
    const host = document
      .querySelector('hearthroom-call')
      ?.renderRoot.querySelector<HTMLElementTagNameMap['hearthroom-host-panel']>('hearthroom-host-panel');
    const details = host?.renderRoot.querySelector<HTMLDetailsElement>('.tools details');
    if (details) details.open = true;
    host?.renderRoot.querySelector('.tools')?.scrollIntoView();
  }, 100);
  return callPage(call(group(4), { host: hosting({ checkIn }), screen: 'off', panel: 'people' }));
};

export const checkInStates: Record<string, () => TemplateResult> = {
  'check-in': () => card(),
  'check-in-choices': () => card({ question: choices, answer: 1, isAnswered: true }),
  'check-in-answered': () => card({ answer: 7, isAnswered: true, state: 'line' }),
  'check-in-sharing': () => card({ state: 'sharing' }),
  'check-in-panel': () => panel(null),
  'check-in-results': () => panel({ question: scale, people }),
  'check-in-results-choices': () =>
    panel({ question: choices, people: people.map((one, index) => ({ ...one, answer: index % 4 })) }),
  'check-in-unreadable': () => panel({ question: null, people }),
};
