/** Runs in the browser: one person in a room of LiveKit, with its own SDK and that SDK's end-to-end encryption. */
import { ExternalE2EEKeyProvider, Room, RoomEvent, setLogLevel, Track, type TrackPublishOptions } from 'livekit-client';
import { seen, timeGlass, watch } from '../tiers/browser/shown-people.ts';
import { openDevices } from '../tiers/browser/time-code-camera.ts';
import { audioBitsPerSecond, type Entrance, type PersonPage, videoBitsPerSecond } from './person-page.ts';
import { readReceivedVideo } from './received-video.ts';

/** Path of the worker that encrypts. */
const workerPath = '/livekit-worker.js';

/**
 * As Hearthroom sends with the same options: one layer of VP8, and Opus without the copies of RED, which LiveKit leaves
 * out of encrypted audio alone.
 */
const camera: TrackPublishOptions = {
  source: Track.Source.Camera,
  videoCodec: 'vp8',
  simulcast: false,
  videoEncoding: { maxBitrate: videoBitsPerSecond },
};
const microphone: TrackPublishOptions = {
  source: Track.Source.Microphone,
  audioPreset: { maxBitrate: audioBitsPerSecond },
  red: false,
};

// Lines in the console take CPU.
setLogLevel('warn');

let room: Room | null = null;

function current(): Room {
  if (!room) throw new Error('Not joined');
  return room;
}

async function createRoom(sharedKey: readonly number[] | null): Promise<Room> {
  if (!sharedKey) return new Room();
  const keyProvider = new ExternalE2EEKeyProvider();
  const made = new Room({ encryption: { keyProvider, worker: new Worker(workerPath) } });
  await keyProvider.setKey(Uint8Array.from(sharedKey).buffer);
  await made.setE2EEEnabled(true);
  return made;
}

async function join({ url, token, sharedKey }: Entrance): Promise<number> {
  room = await createRoom(sharedKey);
  room.on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
    const element = track.attach();
    document.body.append(element);
    if (element instanceof HTMLVideoElement) watch(element, participant.identity);
  });
  room.on(RoomEvent.TrackUnsubscribed, (track) => {
    for (const element of track.detach()) element.remove();
  });
  const startedAt = Date.now();
  await room.connect(url, token);
  return startedAt;
}

async function publish(): Promise<void> {
  const devices = await openDevices();
  const { localParticipant } = current();
  const send = () =>
    Promise.all([
      localParticipant.publishTrack(devices.microphone, microphone),
      localParticipant.publishTrack(devices.camera, camera),
    ]);
  if (localParticipant.permissions?.canPublish) {
    await send();
    return;
  }
  const handlePermissions = () => {
    if (!localParticipant.permissions?.canPublish) return;
    localParticipant.off('participantPermissionsChanged', handlePermissions);
    void send();
  };
  localParticipant.on('participantPermissionsChanged', handlePermissions);
}

function isEncrypted(): boolean {
  const { isE2EEEnabled, remoteParticipants } = current();
  return isE2EEEnabled && [...remoteParticipants.values()].every((participant) => participant.isEncrypted);
}

const person: PersonPage = {
  join,
  publish,
  seen: () => seen,
  ownId: () => current().localParticipant.identity,
  timeGlass,
  isEncrypted,
  received: readReceivedVideo,
  leave: async () => await room?.disconnect(),
};
Object.assign(globalThis, { measuredPerson: person });
