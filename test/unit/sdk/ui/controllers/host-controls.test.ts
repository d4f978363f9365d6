import { HearthroomError, type HearthroomErrorCode, type HostRequests } from '@hearthroom/sdk';
import t from 'tap';
import { HostControls, skippedText } from '../../../../../sdk/ui/controllers/host-controls.ts';
import type { Question } from '../../../../../sdk/ui/elements/shared/dialogs/confirm-dialog.ts';
import { englishTexts } from '../../../../../sdk/ui/texts/texts.ts';

t.test('a person who was not let in with the others is counted by the true reason', async (t) => {
  const entries = [
    { code: 'agreement-required', name: 'Anna' },
    { code: 'consent-required', name: 'Nadja' },
    { code: 'agreement-required', name: 'Anna' },
    { code: 'stale-entry', name: 'Ben' },
    { code: 'not-found', name: 'Chidi' },
  ];
  t.equal(
    skippedText(englishTexts, entries),
    'Not let in: 2 have not agreed to the rules of the group; 1 observer to whom not every client has agreed; 2 had just left or rejoined.',
  );
  t.equal(
    skippedText(englishTexts, [{ code: 'consent-required', name: 'Nadja' }]),
    'Not let in: 1 observer to whom not every client has agreed.',
  );
});

t.test('who was not let in because they cannot encrypt is told by name: the host decides about each', async (t) => {
  const wouldEnd = { code: 'e2ee-would-end', name: 'Maria' };
  t.equal(
    skippedText(englishTexts, [wouldEnd, { code: 'e2ee-unsupported', name: 'ליאת' }]),
    'Not let in: Maria, who can’t encrypt. Let them in one by one; you are asked each time; \u2068ליאת\u2069, who can’t encrypt, and this session has to be encrypted.',
  );
  t.equal(
    skippedText(englishTexts, [{ code: 'agreement-required', name: 'Anna' }, wouldEnd]),
    'Not let in: 1 has not agreed to the rules of the group; Maria, who can’t encrypt. Let them in one by one; you are asked each time.',
  );
});

/** The server's answers to `admit`, and what the host was asked and told. */
function setUp(answers: (string | null)[], saysYes: boolean) {
  const sent: unknown[][] = [];
  const asked: Question[] = [];
  const told: string[] = [];
  const controls = new HostControls({
    session: {
      host: {
        admit: async (...args: unknown[]) => {
          sent.push(args);
          const code = answers.shift();
          if (code) throw new HearthroomError(code as HearthroomErrorCode);
        },
      } as unknown as HostRequests,
      participants: new Map(),
      waitingParticipants: [],
    },
    texts: () => englishTexts,
    ask: async (question) => {
      asked.push(question);
      return saysYes ? { reason: '', ban: false } : null;
    },
    notify: (text) => told.push(text),
    setSound: () => {},
    isMasked: () => false,
  });
  return { controls, sent, asked, told };
}

const maria = { id: 'w-maria', epoch: 3, name: 'Maria' };
const reference = { id: 'w-maria', epoch: 3 };
const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test('a host is asked before encryption ends for everybody, and only then', async (t) => {
  const { controls, sent, asked, told } = setUp(['e2ee-would-end', null], true);
  controls.admit(maria);
  await settled();
  t.same(sent, [[reference], [reference, { unencrypted: true }]]);
  t.match(asked, [
    {
      title: 'Let Maria in without encryption?',
      body: /^Maria’s browser can’t encrypt. If you let Maria in, the session is not encrypted for anybody while/,
      confirm: 'Let in anyway',
      cancel: 'Not now',
    },
  ]);
  t.same(told, []);
  const open = setUp([null], true);
  open.controls.admit(maria);
  await settled();
  t.same([open.sent, open.asked], [[[reference]], []], 'it has ended already, or she can encrypt');
});

t.test('a host who would rather not lets nobody in; another refusal asks nothing', async (t) => {
  const declined = setUp(['e2ee-would-end'], false);
  declined.controls.admit(maria);
  await settled();
  t.same([declined.sent.length, declined.asked.length, declined.told], [1, 1, []]);
  const refused = setUp(['e2ee-unsupported'], true);
  refused.controls.admit(maria);
  await settled();
  t.same([refused.asked, refused.told], [[], [englishTexts.actionErrors['e2ee-unsupported']]]);
  const gone = setUp(['e2ee-would-end', 'stale-entry'], true);
  gone.controls.admit(maria);
  await settled();
  t.same(gone.told, [englishTexts.actionErrors['stale-entry']], 'she left while the host was asked');
});
