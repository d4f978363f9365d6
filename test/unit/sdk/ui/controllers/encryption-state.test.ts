import { mock } from 'node:test';
import type { EncryptionProblem, SessionEvents } from '@hearthroom/sdk';
import t from 'tap';
import { Emitter } from '../../../../../sdk/src/core/emitter.ts';
import { EncryptionState } from '../../../../../sdk/ui/controllers/encryption-state.ts';

class Encrypting extends Emitter<SessionEvents> {
  place: { kind: 'group' | 'side-room' } = { kind: 'group' };
  problems = new Map<string, EncryptionProblem>();
  mode: 'e2e' | 'none' = 'e2e';
  /** Answers the computations that were asked for. */
  readonly answers: ((code: string[] | null) => void)[] = [];

  get encryption() {
    const { mode: state, problems, answers } = this;
    const verificationCode = () => new Promise<string[] | null>((resolve) => answers.push(resolve));
    return { state, problems, verificationCode };
  }

  change(problem: EncryptionProblem | null, id = 'anna'): void {
    if (problem) this.problems.set(id, problem);
    else this.problems.delete(id);
    this.emit('encryptionChanged', this.mode);
  }

  /** Somebody leaves. */
  leave(): void {
    this.emit('participantDisconnected', ...([] as unknown as SessionEvents['participantDisconnected']));
  }

  setMode(mode: 'e2e' | 'none'): void {
    this.mode = mode;
    this.emit('encryptionChanged', mode);
  }
}

function setUp() {
  const session = new Encrypting();
  let changes = 0;
  const state = new EncryptionState({ session, changed: () => (changes += 1) });
  state.listen();
  return { session, state, changes: () => changes };
}

t.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
t.afterEach(() => mock.timers.reset());

t.test('a person whose key is missing gets a mark after a moment, and is a problem only when it lasts', async (t) => {
  const { session, state, changes } = setUp();
  session.change('key-missing');
  session.change('key-missing');
  mock.timers.tick(999);
  t.same([...state.securingIds], [], 'keys are being exchanged');
  const before = changes();
  mock.timers.tick(1);
  t.same([...state.securingIds], ['anna']);
  t.ok(changes() > before, 'it is drawn');
  t.equal(state.isLasting('anna'), false);
  mock.timers.tick(19_000);
  t.equal(state.isLasting('anna'), true);
  session.change(null);
  t.same([[...state.securingIds], state.isLasting('anna')], [[], false], 'the key is there');
});

t.test('a key that comes in time is never mentioned', async (t) => {
  const { session, state } = setUp();
  session.change('key-missing');
  session.change(null);
  mock.timers.tick(60_000);
  t.same([...state.securingIds], []);
  session.change('key-missing');
  state.close();
  mock.timers.tick(60_000);
  t.same([...state.securingIds], [], 'the session is over');
});

t.test('numbers are computed while somebody looks at them, and again when people come and go', async (t) => {
  const { session, state } = setUp();
  session.change(null);
  t.equal(session.answers.length, 0, 'nobody looks');
  state.setWatched(true);
  t.equal(state.code, 'computing');
  session.leave();
  t.equal(session.answers.length, 2);
  session.answers[1]?.(['22222']);
  await Promise.resolve();
  t.same(state.code, ['22222']);
  session.answers[0]?.(['11111']);
  await Promise.resolve();
  t.same(state.code, ['22222'], 'an older computation that ends later is ignored');
  state.setWatched(false);
  t.equal(state.code, 'computing', 'old numbers are not shown when it is opened again');
});

t.test('a dismissed notice comes back with the next time that it is not encrypted, place by place', async (t) => {
  const { session, state } = setUp();
  session.setMode('none');
  state.dismiss();
  t.equal(state.isDismissed, true);
  session.place = { kind: 'side-room' };
  session.setMode('e2e');
  session.place = { kind: 'group' };
  session.setMode('none');
  t.equal(state.isDismissed, true, 'the group was not encrypted all the time');
  session.setMode('e2e');
  session.setMode('none');
  t.equal(state.isDismissed, false);
});
