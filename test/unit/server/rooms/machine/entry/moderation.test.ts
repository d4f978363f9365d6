import type { TrackSource } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { client, cotherapist, observer, therapist } from '../../../../../support/machine/player/people.ts';
import { api, Stage } from '../../../../../support/machine/stage.ts';

t.test('put back waits anew with the reason, and overrides bypass until an admit', async (t) => {
  const { stage, devices } = Stage.live([client('anna', { waitingRoom: 'bypass' })]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna', reason: 'A moment' });
  t.equal(anna.known?.state, 'waiting');
  t.same(stage.effects, [{ type: 'explain', connectionId: anna.connectionId, text: 'A moment' }]);
  stage.leave(anna);
  stage.arrive(client('anna', { waitingRoom: 'bypass' }));
  t.equal(stage.stateOf('anna'), 'waiting');
  t.equal(
    stage.refusal({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' }),
    'not-admitted',
    'who waits is not put back',
  );
});

t.test('put back while suspended: coming back within the lease waits', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.drop(anna);
  stage.pass(30_000);
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'waiting');
});

t.test('remove ends connection and lease, and coming back waits', async (t) => {
  const { stage, devices } = Stage.live([client('anna'), client('ben')], { waitingRoom: true });
  const [anna, ben] = devices;
  t.ok(anna && ben);
  if (!anna || !ben) return;
  const remove = { type: 'remove', actor: stage.by('weber'), ban: false } as const;
  stage.play({ ...remove, seatId: 'p-anna', reason: 'Please call us' });
  t.equal(anna.closedWith, 'removed');
  t.equal(anna.closingText, 'Please call us');
  stage.drop(ben);
  stage.play({ ...remove, seatId: 'p-ben' });
  t.same(Object.keys(stage.state.timers), [], 'no lease runs any more');
  stage.set({ waitingRoom: false });
  stage.arrive(client(), anna);
  t.equal(stage.stateOf('anna'), 'waiting');
  t.equal(stage.refusal({ ...remove, seatId: 'p-ben' }), 'not-found', 'who is gone is not removed');
});

t.test('a ban keeps the identity out, also one that is not here', async (t) => {
  const { stage, devices } = Stage.live([client('anna')]);
  const [anna] = devices;
  t.ok(anna);
  if (!anna) return;
  stage.leave(anna);
  const remove = { type: 'remove', seatId: 'p-anna', ban: true } as const;
  t.equal(stage.refusal({ ...remove, actor: stage.by('weber') }), 'not-found');
  stage.play({ ...remove, actor: api });
  t.equal(stage.turnedAway(client(), anna), 'not-available');
});

t.test('hosts among themselves: only a holder of canEnd takes another out', async (t) => {
  const { stage } = Stage.live();
  stage.arrive(cotherapist());
  stage.arrive(cotherapist('carla'));
  const cole = stage.by('cole');
  t.equal(stage.refusal({ type: 'remove', actor: cole, seatId: 'p-carla', ban: false }), 'not-allowed');
  t.equal(stage.refusal({ type: 'putInWaitingRoom', actor: cole, seatId: 'p-carla' }), 'not-allowed');
  t.equal(stage.refusal({ type: 'putInWaitingRoom', actor: cole, seatId: 'p-weber' }), 'not-allowed');
  stage.play({ type: 'remove', actor: stage.by('weber'), seatId: 'p-carla', ban: true });
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-cole' });
  t.equal(stage.stateOf('cole'), 'waiting');
});

t.test('nobody takes out the last present host, not even the API', async (t) => {
  const { stage } = Stage.live();
  const cole = stage.arrive(cotherapist());
  stage.drop(cole);
  for (const actor of [api, stage.by('weber')]) {
    t.equal(stage.refusal({ type: 'remove', actor, seatId: 'p-weber', ban: false }), 'last-host');
    t.equal(stage.refusal({ type: 'putInWaitingRoom', actor, seatId: 'p-weber' }), 'last-host');
  }
  stage.play({ type: 'remove', actor: api, seatId: 'p-cole', ban: false });
  t.equal(stage.stateOf('cole'), 'removed', 'one who is not present can be');
});

t.test('a host mutes, and asks to unmute', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const [anna] = devices;
  const about = { actor: stage.by('weber'), seatId: 'p-anna', source: 'microphone' } as const;
  stage.play({ type: 'mute', ...about });
  t.same(stage.effects, [{ type: 'muteTrack', seatId: 'p-anna', source: 'microphone' }]);
  stage.play({ type: 'askToUnmute', ...about });
  t.match(anna?.heard, [{ method: 'askedToUnmute', params: { source: 'microphone' } }]);
  t.equal(stage.refusal({ type: 'mute', ...about, actor: stage.by('anna') }), 'not-allowed');
  stage.play({ type: 'putInWaitingRoom', actor: stage.by('weber'), seatId: 'p-anna' });
  t.equal(stage.refusal({ type: 'mute', ...about }), 'not-admitted');
  t.equal(stage.refusal({ type: 'askToUnmute', ...about }), 'not-admitted');
});

t.test('a host who stops a screen mutes its sound too, and a mute of the microphone is of that alone', async (t) => {
  const { stage } = Stage.live([client()]);
  const mute = (source: TrackSource) =>
    stage.play({ type: 'mute', actor: stage.by('weber'), seatId: 'p-anna', source });
  mute('screen');
  t.same(stage.effects, [
    { type: 'muteTrack', seatId: 'p-anna', source: 'screen' },
    { type: 'muteTrack', seatId: 'p-anna', source: 'screen-audio' },
  ]);
  mute('screen-audio');
  t.same(stage.effects, [{ type: 'muteTrack', seatId: 'p-anna', source: 'screen-audio' }]);
});

t.test('to a moderator who may not see the waiting room, nobody waits', async (t) => {
  const { stage } = Stage.live([client('mona', { grants: { canModerate: true } })]);
  stage.arrive(client());
  const remove = { type: 'remove', actor: stage.by('mona'), ban: false } as const;
  t.equal(stage.refusal({ ...remove, seatId: 'p-anna' }), 'not-found');
  t.equal(stage.refusal({ ...remove, seatId: 'p-nobody' }), 'not-found');
  t.equal(stage.refusal({ ...remove, seatId: '__proto__' }), 'not-found');
});

t.test('a holder of canEnd ends the session for everybody', async (t) => {
  const { stage, devices } = Stage.live([client()]);
  const cole = stage.arrive(cotherapist());
  const olga = stage.arrive(observer());
  t.equal(stage.refusal({ type: 'end', actor: stage.by('cole') }), 'not-allowed');
  stage.play({ type: 'end', actor: stage.by('weber') });
  t.same([stage.state.phase, stage.state.endedBy], ['ended', 'host']);
  for (const device of [...devices, cole, olga]) t.equal(device.closedWith, 'room-ended');
  t.same(stage.state.timers, {});
  const other = Stage.live([client()], {}, therapist('wolf')).stage;
  other.play({ type: 'end', actor: api });
  t.equal(other.state.endedBy, 'api');
});
