import { HearthroomError, type SessionEvents } from '@hearthroom/sdk';
import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { tellEncryptionNews } from '../../../../../sdk/ui/news/encryption-news.ts';
import { englishTexts as texts } from '../../../../../sdk/ui/texts/texts.ts';

class Encrypting extends Emitter<SessionEvents> {
  state: 'waiting' | 'joined' | 'reconnecting' = 'joined';
  place: { kind: 'group' | 'side-room' } = { kind: 'group' };
  room = {};
  localParticipant = { id: 'me', isHost: false };
  previewedParticipant = null;
  participants = new Map(
    ['Anna', 'Ben'].map((name) => [name.toLowerCase(), { id: name.toLowerCase(), name, encryption: 'e2e' as const }]),
  );
  encryption = {
    isSupported: true,
    setting: 'preferred' as 'preferred' | 'off',
    state: 'e2e' as 'e2e' | 'none',
    unencrypted: [] as string[],
    problems: new Map(),
    interruption: null as 'restarting' | 'refused' | null,
    failure: null,
  };

  fail(code: 'key-missing' | 'encryption-failed', participantId: string | null): void {
    this.emit('encryptionFailed', new HearthroomError(code), participantId);
  }

  async change(...unencrypted: string[]): Promise<void> {
    const state = unencrypted.length > 0 ? 'none' : 'e2e';
    this.encryption = { ...this.encryption, state, unencrypted };
    // One change causes several events.
    this.emit('encryptionChanged', state);
    this.emit('encryptionChanged', state);
    await Promise.resolve();
  }
}

function setUp(changes: { isMasked?: boolean } = {}) {
  const session = new Encrypting();
  const said: string[] = [];
  const shown: string[] = [];
  const emitted: unknown[] = [];
  tellEncryptionNews({
    session,
    board: { show: (_id, text) => shown.push(text), hide: () => {} },
    texts: () => texts,
    announce: (text) => said.push(text),
    emit: (name, detail) => emitted.push([name, detail]),
    isMasked: () => changes.isMasked === true,
  });
  return { session, said, shown, emitted };
}

const { encryption } = texts;

t.test('the end of encryption is said once, with who and why, and once that it is back', async (t) => {
  const { session, said, shown, emitted } = setUp();
  await session.change();
  t.same([said, shown], [[], []], 'nothing is said while all is well');
  await session.change('anna');
  await session.change('anna', 'ben');
  t.same(said, [encryption.because('Anna', 1)], 'not again for the second person');
  await session.change('ben');
  t.equal(said.length, 1);
  await session.change();
  t.same(shown, [encryption.back]);
  t.same(emitted, [
    ['hearthroom-encryption-changed', { state: 'e2e' }],
    ['hearthroom-encryption-changed', { state: 'none' }],
    ['hearthroom-encryption-changed', { state: 'e2e' }],
  ]);
});

t.test('that encryption works again is said', async (t) => {
  const { session, shown } = setUp();
  session.encryption.interruption = 'restarting';
  await session.change();
  t.same(shown, []);
  session.encryption.interruption = null;
  await session.change();
  await session.change();
  t.same(shown, [encryption.worksAgain]);
  session.encryption.interruption = 'refused';
  await session.change();
  session.encryption.interruption = null;
  await session.change();
  t.equal(shown.at(-1), encryption.back);
});

t.test('a person who comes into a session that is not encrypted is told', async (t) => {
  const { session, said } = setUp();
  session.state = 'waiting';
  await session.change('anna');
  t.same(said, [], 'not in the waiting room');
  session.state = 'joined';
  await session.change('anna');
  t.same(said, [encryption.because('Anna', 1)]);
});

t.test('a lost connection is no news, nor is the way back from a talk', async (t) => {
  const { session, said, shown } = setUp();
  await session.change('anna');
  session.state = 'reconnecting';
  await session.change();
  session.state = 'joined';
  await session.change('anna');
  t.equal(said.length, 1);
  session.place = { kind: 'side-room' };
  await session.change();
  t.same(shown, [encryption.backHere], 'not that the session is encrypted again');
});

t.test('a room that does not encrypt says and dispatches nothing', async (t) => {
  const { session, said, shown, emitted } = setUp();
  session.encryption.setting = 'off';
  await session.change('anna');
  t.same([said, shown, emitted], [[], [], []]);
});

t.test('while the screen is shared, nobody is named', async (t) => {
  const { session, said } = setUp({ isMasked: true });
  await session.change('anna');
  t.same(said, [encryption.becauseUnknown]);
});

t.test('only what this person can’t send is told as a failure', async (t) => {
  const { session, shown } = setUp();
  session.fail('key-missing', 'anna');
  t.same(shown, []);
  session.fail('encryption-failed', null);
  t.same(shown, [encryption.failed]);
});
