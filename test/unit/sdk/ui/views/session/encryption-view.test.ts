import { type EncryptionProblem, HearthroomError } from '@hearthroom/sdk';
import t from 'tap';
import { englishTexts as texts } from '../../../../../../sdk/ui/texts/texts.ts';
import {
  cannotEncryptOf,
  encryptionViewOf,
  markStateOf,
  problemText,
  type SessionForEncryption,
  waitingEncryptionOf,
  waitingEncryptionText,
  whyNotEncrypted,
} from '../../../../../../sdk/ui/views/session/encryption-view.ts';
import { whyWaiting } from '../../../../../../sdk/ui/views/why-waiting.ts';

const numbers = ['01234', '56789', '11111', '22222', '33333', '44444'];
const memory = { code: numbers, isLasting: () => false };
const e2ee = { v: 1, sign: '', dh: '', sig: '' } as const;

function sessionOf(
  encryption: Partial<SessionForEncryption['encryption']> = {},
  changes: Partial<SessionForEncryption> = {},
): SessionForEncryption {
  const people = [
    { id: 'anna', name: 'Anna', encryption: 'none' as const },
    { id: 'ben', name: 'Ben', encryption: 'e2e' as const },
  ];
  return {
    encryption: {
      isSupported: true,
      setting: 'preferred',
      state: 'e2e',
      unencrypted: [],
      problems: new Map(),
      interruption: null,
      failure: null,
      ...encryption,
    },
    place: { kind: 'group' },
    room: { circle: 'open' },
    localParticipant: { id: 'me', isHost: false },
    participants: new Map(people.map((one) => [one.id, one])),
    previewedParticipant: null,
    ...changes,
  };
}

const viewOf = (...args: Parameters<typeof sessionOf>) => {
  const view = encryptionViewOf(sessionOf(...args), memory);
  if (!view) throw new Error('this room encrypts');
  return view;
};
const whyOf = (unencrypted: string[], changes: Partial<SessionForEncryption> = {}) =>
  whyNotEncrypted(viewOf({ state: 'none', unencrypted }, changes), texts);

t.test('a page that could not start encryption is not taken for a browser that can’t encrypt', async (t) => {
  const failed = { isSupported: false, failure: new HearthroomError('encryption-failed') } as const;
  const why = (...unencrypted: string[]) => whyNotEncrypted(viewOf({ ...failed, state: 'none', unencrypted }), texts);
  t.equal(why('me'), texts.encryption.notStarted);
  t.match(
    why('me', 'anna'),
    /could not be started on this page, and the browsers of these people can’t encrypt: .*Anna/,
  );
  const { waiting } = texts.encryption;
  for (const [setting, kind, text] of [
    ['required', 'not-started', waiting.notStarted],
    ['preferred', 'not-started-is-asked', waiting.notStartedIsAsked],
  ] as const) {
    const encryption = waitingEncryptionOf(sessionOf({ ...failed, setting }));
    t.equal(encryption, kind);
    t.equal(waitingEncryptionText(kind, texts), text);
  }
  t.equal(whyWaiting({ encryption: 'not-started', isObserver: false, putBack: null }, texts), waiting.notStarted);
});

t.test('the person in a talk is told why nothing is sent or shown', async (t) => {
  const previewedParticipant = { id: 'p-weber', name: 'Weber' };
  for (const interruption of ['restarting', 'ended', 'refused'] as const) {
    t.equal(viewOf({ interruption }).interruption, interruption);
    const told = waitingEncryptionOf(sessionOf({ interruption }, { previewedParticipant }));
    t.equal(waitingEncryptionText(told ?? 'talk-on', texts), texts.encryption.interruptions[interruption]);
    t.equal(waitingEncryptionOf(sessionOf({ interruption })), 'preferred', 'who waits is seen by nobody anyway');
  }
});

t.test('in a room that does not encrypt nothing is shown', async (t) => {
  const session = sessionOf({ setting: 'off', isSupported: false, state: 'none' });
  t.equal(encryptionViewOf(session, memory), null);
  t.equal(waitingEncryptionOf(session), null);
  t.equal(cannotEncryptOf({}, session), null);
});

t.test('the mark says whether it is encrypted, and asks to look when keys are in doubt', async (t) => {
  const stateOf = (problems: [string, EncryptionProblem][], state: 'e2e' | 'none' = 'e2e') =>
    markStateOf(viewOf({ state, problems: new Map(problems) }));
  t.equal(stateOf([]), 'on');
  t.equal(stateOf([], 'none'), 'off');
  t.equal(stateOf([['anna', 'people-differ']]), 'check');
  t.equal(stateOf([['anna', 'identity-invalid']]), 'check');
  t.equal(stateOf([['anna', 'key-missing']]), 'on', 'it is shown at the person');
});

t.test('a missing key is a problem only when it lasts', async (t) => {
  const problems = new Map([['anna', 'key-missing' as const]]);
  t.same(viewOf({ problems }).problems, []);
  const lasting = encryptionViewOf(sessionOf({ problems }), { ...memory, isLasting: () => true });
  t.same(lasting?.problems, [{ id: 'anna', name: 'Anna', problem: 'key-missing' }]);
});

t.test('only who can end the session is told to end it', async (t) => {
  for (const problem of ['identity-invalid', 'people-differ'] as const) {
    t.match(problemText({ name: 'Anna', problem }, true, texts), /end the session/);
    t.match(problemText({ name: 'Anna', problem }, false, texts), /tell your therapist/);
  }
});

t.test('it says whose browser can’t encrypt, and when that is over', async (t) => {
  t.equal(whyOf(['anna']), 'Not encrypted: Anna’s browser can’t encrypt. When Anna leaves, encryption is back.');
  t.match(whyOf(['anna', 'ben']), /^Not encrypted: the browsers of Anna, Ben can’t encrypt. When they leave,/);
  t.equal(whyOf(['me']), texts.encryption.becauseOwn);
  t.match(whyOf(['me', 'anna']), /your browser can’t encrypt, nor can the browsers of these people: Anna\./);
  t.equal(whyNotEncrypted(viewOf(), texts), '', 'it is encrypted');
});

t.test('nobody learns the name of a person whom they may not see', async (t) => {
  t.equal(whyOf(['hidden']), texts.encryption.becauseUnknown);
  t.match(whyOf(['anna', 'hidden']), /the browsers of Anna, somebody else can’t encrypt/);
});

t.test('in a talk of two it is about these two', async (t) => {
  const alone = { place: { kind: 'side-room' } } as const;
  t.equal(whyOf(['anna'], alone), 'Not encrypted here: Anna’s browser can’t encrypt.');
  const preview = { place: { kind: 'preview' }, previewedParticipant: { id: 'w', name: 'Maria' } } as const;
  t.equal(whyOf(['w'], preview), 'Not encrypted here: Maria’s browser can’t encrypt.');
});

t.test('numbers are shown only where everybody has the same ones', async (t) => {
  const stateOf = (changes: Partial<SessionForEncryption>, code: typeof numbers | 'computing' | null = numbers) =>
    encryptionViewOf(sessionOf({}, changes), { ...memory, code })?.code;
  t.same(stateOf({}), { state: 'shown', groups: numbers });
  t.same(stateOf({}, 'computing'), { state: 'computing' });
  t.same(stateOf({}, null), { state: 'missing' });
  t.same(stateOf({ participants: new Map() }), { state: 'nobody' });
  t.same(stateOf({ room: { circle: 'closed' } }), { state: 'circle' }, 'clients see only the hosts');
  t.same(stateOf({ place: { kind: 'preview' } }), { state: 'talk' }, 'the other person has no dialog');
});

t.test('a person who waits reads what helps, in words for what the room wants', async (t) => {
  const textOf = (encryption: Partial<SessionForEncryption['encryption']>, isTalking = false) => {
    const previewedParticipant = isTalking ? { id: 'w', name: 'Dr. Weber' } : null;
    const of = waitingEncryptionOf(sessionOf(encryption, { previewedParticipant }));
    return of && waitingEncryptionText(of, texts);
  };
  const { waiting } = texts.encryption;
  t.equal(textOf({ setting: 'required' }), waiting.required);
  t.equal(textOf({}), waiting.preferred);
  t.equal(textOf({ setting: 'required', isSupported: false }), waiting.cannotEnter);
  t.equal(textOf({ isSupported: false }), waiting.isAsked);
  for (const text of [waiting.cannotEnter, waiting.isAsked]) t.match(text, 'current Chrome, Edge, Firefox or Safari');
  t.equal(textOf({}, true), waiting.talkOn);
  t.equal(textOf({ state: 'none', isSupported: false }, true), waiting.talkOff);
});

t.test('a person who can’t be let in is not told that a therapist can let them in', async (t) => {
  const why = (encryption: 'cannot-enter' | 'is-asked', putBack = false) =>
    whyWaiting(
      { encryption, isObserver: false, putBack: putBack ? { because: 'e2ee-unsupported', words: '' } : null },
      texts,
    );
  t.equal(why('cannot-enter'), texts.encryption.waiting.cannotEnter);
  t.equal(why('cannot-enter', true), texts.encryption.waiting.cannotEnter);
  t.equal(why('is-asked'), texts.waiting.calm);
  t.equal(why('is-asked', true), texts.waiting.because['e2ee-unsupported']);
});

t.test('hosts see who can’t encrypt, and what admitting them would do', async (t) => {
  const ben = sessionOf().participants.get('ben');
  const encrypted = { participants: new Map(ben ? [['ben', ben]] : []) };
  t.equal(cannotEncryptOf({ e2ee }, sessionOf({}, encrypted)), null);
  t.equal(cannotEncryptOf({}, sessionOf({}, encrypted)), 'would-end');
  t.equal(cannotEncryptOf({}, sessionOf()), 'ended', 'Anna can’t either');
  t.equal(cannotEncryptOf({}, sessionOf({ isSupported: false }, encrypted)), 'ended', 'nor can this host');
  t.equal(cannotEncryptOf({}, sessionOf({ setting: 'required' })), 'required');
});
