import t from 'tap';
import { client, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

t.test('nobody connects without the passcode, hosts neither', async (t) => {
  const { stage } = Stage.live();
  for (const claims of [client(), therapist('wolf'), therapist()]) {
    t.equal(stage.turnedAway(claims, null, { passcode: 'wrong' }), 'passcode-wrong');
    t.equal(stage.turnedAway(claims, null, { passcode: 'missing' }), 'passcode-required');
  }
  stage.arrive(client());
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('without it nothing is learned: the refusal is the same whatever the room is like', async (t) => {
  const locked = Stage.live([], { locked: true }).stage;
  const scheduled = new Stage({ opensAt: '2027-01-01T00:00Z' });
  const { stage: banned } = Stage.live([client()]);
  banned.play({ type: 'remove', actor: api, seatId: 'p-anna', ban: true });
  const ended = new Stage();
  ended.play({ type: 'end', actor: api });
  for (const stage of [locked, scheduled, banned, ended]) {
    t.equal(stage.turnedAway(client(), null, { passcode: 'wrong' }), 'passcode-wrong');
    t.equal(stage.turnedAway(client(), null, { passcode: 'missing' }), 'passcode-required');
  }
});

t.test('a person who proves to have been here is not asked again, a guess proves nothing', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  t.equal(stage.turnedAway(client(), { secret: 'a guess' }, { passcode: 'missing' }), 'passcode-required');
  const again = stage.arrive(client(), anna, { passcode: 'missing' });
  t.equal(stage.stateOf('anna'), 'admitted');
  stage.leave(again);
  t.equal(stage.turnedAway(client(), again, { passcode: 'missing' }), 'passcode-required', 'who left comes anew');
});

t.test('the owner sets and lifts it, nobody else', async (t) => {
  const { stage } = Stage.live();
  const edit = { type: 'updateSettings', patch: {}, passcodeHash: 'hash' } as const;
  t.equal(stage.refusal({ ...edit, actor: stage.by('weber') }), 'not-allowed');
  stage.play({ ...edit, actor: api });
  t.equal(stage.state.passcodeHash, 'hash');
  stage.set({ title: 'Other' });
  t.equal(stage.state.passcodeHash, 'hash', 'an edit of something else leaves it');
  stage.play({ ...edit, actor: api, passcodeHash: null });
  t.equal(stage.state.passcodeHash, null);
});
