import { HearthroomError, type TrackSource } from '@hearthroom/sdk';
import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { admittedSnapshot } from '../scripted-server.ts';
import { createParticipant, FakeTrack, outcomeOf, settled } from './late-devices.ts';

type Made = ReturnType<typeof createParticipant>;

/** Shares a tab whose sound the browser gives. */
async function shareTab(made: Made) {
  made.devices.givesSound = true;
  const on = made.participant.setScreenShareEnabled(true);
  const screen = made.devices.questions[0]?.grant();
  await on;
  await settled();
  const sound = made.devices.opened.at(-1);
  if (!screen || !sound) throw new Error('nothing was asked for');
  return { screen, sound };
}

t.test('the sound of a tab is shared with it, and ends with it', async (t) => {
  const made = createParticipant();
  const { participant } = made;
  const { screen, sound } = await shareTab(made);
  t.equal(participant.track('screen-audio')?.mediaStreamTrack, sound);
  t.match(participant.wanted('screen-audio'), { mediaStreamTrack: sound, paused: false, music: true });
  t.match(participant.wanted('screen'), { music: false });
  await participant.setScreenShareEnabled(false);
  t.same([screen.readyState, sound.readyState], ['ended', 'ended']);
  t.equal(participant.wanted('screen-audio'), null);
  t.equal(participant.track('screen-audio'), null);
  t.same(made.told, []);
});

t.test('a screen without sound is shared alone', async (t) => {
  const { participant, devices } = createParticipant();
  const on = participant.setScreenShareEnabled(true);
  devices.questions[0]?.grant();
  await on;
  t.ok(participant.isEnabled('screen'));
  t.equal(participant.track('screen-audio'), null);
});

t.test('sharing that is ended in the browser’s bar ends its sound', async (t) => {
  const made = createParticipant();
  const { screen, sound } = await shareTab(made);
  screen.end();
  await settled();
  t.equal(sound.readyState, 'ended');
  t.equal(made.participant.track('screen-audio'), null);
});

t.test('a sound that ends alone leaves the screen, and nothing has to be said', async (t) => {
  const made = createParticipant();
  const { sound } = await shareTab(made);
  sound.setSystemMuted(true);
  t.match(made.participant.wanted('screen-audio'), { paused: false });
  sound.end();
  await settled();
  t.equal(made.participant.track('screen-audio'), null);
  t.ok(made.participant.isEnabled('screen'));
  t.same(made.told, []);
});

t.test('a tab that is chosen after sharing was taken back is stopped, and its sound with it', async (t) => {
  for (const how of ['off', 'closed'] as const) {
    const { participant, devices } = createParticipant();
    devices.givesSound = true;
    const on = outcomeOf(participant.setScreenShareEnabled(true));
    if (how === 'off') await participant.setScreenShareEnabled(false);
    else participant.close();
    devices.questions[0]?.grant();
    t.equal(await on, how === 'off' ? 'superseded' : 'not-connected');
    await settled();
    t.equal(devices.opened.length, 2);
    t.same(devices.live, []);
  }
});

t.test('at a server that does not take it, no sound is asked for', async (t) => {
  const made = createParticipant({ takesScreenAudio: () => false });
  made.devices.givesSound = true;
  const on = made.participant.setScreenShareEnabled(true);
  made.devices.questions[0]?.grant();
  await on;
  t.notOk('audio' in (made.devices.constraints[0] ?? {}));
  t.equal(made.participant.track('screen-audio'), null);
});

t.test('a host’s mute of both holds until the screen is switched on again', async (t) => {
  const made = createParticipant();
  const { participant, devices } = made;
  await shareTab(made);
  for (const source of ['screen', 'screen-audio'] as const) t.ok(participant.handleMutedByHost(source), source);
  t.match(participant.wanted('screen-audio'), { paused: true });
  await participant.setScreenShareEnabled(true);
  await settled();
  t.match(participant.wanted('screen'), { paused: false });
  t.match(participant.wanted('screen-audio'), { paused: false });
  t.equal(devices.asked, 1);
});

t.test('who may no longer share a screen shares no sound either', async (t) => {
  const made = createParticipant();
  const { self } = admittedSnapshot;
  made.participant.handleSelf({ ...self, grants: { ...self.grants, publishScreen: true } });
  await shareTab(made);
  made.participant.handleSelf({ ...self, grants: roleDefaults.observer.grants });
  t.same(made.devices.live, []);
  t.equal(made.participant.track('screen-audio'), null);
});

t.test('a sound that cannot be published leaves the screen', async (t) => {
  const made = createParticipant({
    publish: async (source: TrackSource) => {
      if (source === 'screen-audio') throw new HearthroomError('limit-exceeded');
    },
  });
  const { sound } = await shareTab(made);
  t.equal(made.participant.track('screen-audio'), null);
  t.equal(sound.readyState, 'ended');
  t.ok(made.participant.isEnabled('screen'));
});

t.test('tracks of the application: the sound belongs to its screen', async (t) => {
  const { participant } = createParticipant();
  const [first, firstSound, second] = (['video', 'audio', 'video'] as const).map((kind) => new FakeTrack(kind, kind));
  const asTrack = (track: unknown) => track as MediaStreamTrack;
  await participant.setScreenShareEnabled(true, { track: asTrack(first), sound: asTrack(firstSound) });
  await settled();
  t.equal(participant.track('screen-audio')?.mediaStreamTrack, firstSound);
  await participant.setScreenShareEnabled(true, { track: asTrack(second) });
  await settled();
  t.equal(participant.track('screen')?.mediaStreamTrack, second);
  t.equal(participant.track('screen-audio'), null);
  t.same([first?.readyState, firstSound?.readyState], ['ended', 'ended']);
});
