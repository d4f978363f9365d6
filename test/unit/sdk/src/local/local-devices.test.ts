import { roleDefaults } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { turnsUntil } from '../../../../support/time/turns-until.ts';
import { syntheticTrack } from '../../../../support/werift/synthetic-track.ts';
import { admittedSnapshot, arrival, waitingSnapshot } from '../scripted-server.ts';
import { setUp } from '../set-up-session.ts';

const observer = { ...waitingSnapshot.self, role: 'observer', grants: roleDefaults.observer.grants } as const;

t.test('devices that were opened before it was known who one is are dropped when they are not allowed', async (t) => {
  const { server, session, events } = await setUp(t, ['localTrackUpdated']);
  server.answers.authenticate = () => arrival({ snapshot: { ...waitingSnapshot, self: observer } });
  const tracks = { microphone: syntheticTrack('audio'), camera: syntheticTrack('video') };
  const { localParticipant } = session;
  await localParticipant.setMicrophoneEnabled(true, { track: tracks.microphone });
  await localParticipant.setCameraEnabled(true, { track: tracks.camera });
  events.length = 0;
  await session.connect();
  await turnsUntil(() => events.length === 2, 'both are off');
  t.same([localParticipant.track('microphone'), localParticipant.track('camera')], [null, null]);
  t.same([tracks.microphone.readyState, tracks.camera.readyState], ['ended', 'ended']);
});

t.test('revoking a right stops its device, and no other', async (t) => {
  const { server, session } = await setUp(t, []);
  server.answers.authenticate = () => arrival({ snapshot: admittedSnapshot });
  await session.connect();
  const { localParticipant } = session;
  await localParticipant.setMicrophoneEnabled(true, { track: syntheticTrack('audio') });
  await localParticipant.setCameraEnabled(true, { track: syntheticTrack('video') });
  const self = { ...admittedSnapshot.self, grants: { ...admittedSnapshot.self.grants, publishCamera: false } };
  server.connection.notify({ method: 'selfUpdated', params: { self } });
  await turnsUntil(() => localParticipant.track('camera') === null, 'the camera is off');
  t.ok(localParticipant.isEnabled('microphone'));
});

t.test('a device that opens after the right is gone is stopped, and its opening rejected', async (t) => {
  const { server, session } = await setUp(t, [], {
    environment: { mediaDevices: { getUserMedia: () => opening } as unknown as MediaDevices },
  });
  const track = syntheticTrack('audio');
  const stream = { getTracks: () => [track] } as unknown as MediaStream;
  let open = (_: MediaStream): void => {};
  const opening = new Promise<MediaStream>((resolve) => {
    open = resolve;
  });
  server.answers.authenticate = () => arrival({ snapshot: { ...waitingSnapshot, self: observer } });
  const enabling = session.localParticipant.setMicrophoneEnabled(true);
  await session.connect();
  open(stream);
  await t.rejects(enabling, { code: 'not-allowed' });
  t.equal(track.readyState, 'ended');
  t.equal(session.localParticipant.track('microphone'), null);
});
