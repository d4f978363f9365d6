/** Runs in the browser: a room of either system, as the line tier uses it. */
import { Session } from '@hearthroom/sdk';
import { Room, RoomEvent, Track } from 'livekit-client';
import type { ReceivedTracks } from './stream-watch.ts';

export interface Entrance {
  system: 'hearthroom' | 'livekit';
  url: string;
  token: string;
  /** Whether others are received. */
  receives: boolean;
}

export interface PageRoom {
  publish(audio: MediaStreamTrack, video: MediaStreamTrack): Promise<void>;
  /** Whether media is encrypted between the people now. */
  encrypts(): boolean;
  /** @param name of a participant */
  tracksOf(name: string): ReceivedTracks;
}

export interface Stage {
  /** A track of this participant begins to be received. */
  show(element: HTMLMediaElement, name: string): void;
}

export const enter = (entrance: Entrance, stage: Stage): Promise<PageRoom> =>
  entrance.system === 'hearthroom' ? enterHearthroom(entrance, stage) : enterLiveKit(entrance, stage);

/** All options are the defaults of the SDK. */
async function enterHearthroom({ url, token, receives }: Entrance, stage: Stage): Promise<PageRoom> {
  const session = new Session({ url, getToken: () => token });
  session.on('trackSubscribed', (track, { name }) => stage.show(track.attach(), name));
  session.on('trackUnsubscribed', (track) => {
    for (const element of track.detach()) element.remove();
  });
  await session.connect();
  if (!receives) await session.setVideoReception('off');
  return {
    publish: async (audio, video) => {
      await session.localParticipant.setMicrophoneEnabled(true, { track: audio });
      await session.localParticipant.setCameraEnabled(true, { track: video });
    },
    encrypts: () => session.encryption.state === 'e2e',
    tracksOf: (name) => {
      const sender = [...session.participants.values()].find((participant) => participant.name === name);
      const trackOf = (source: 'microphone' | 'camera') => sender?.tracks.get(source)?.mediaStreamTrack ?? null;
      return { audio: trackOf('microphone'), video: trackOf('camera') };
    },
  };
}

/** With the two options that LiveKit recommends; all others are its defaults. */
async function enterLiveKit({ url, token, receives }: Entrance, stage: Stage): Promise<PageRoom> {
  const room = new Room({ adaptiveStream: true, dynacast: true });
  room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => stage.show(track.attach(), identity));
  room.on(RoomEvent.TrackUnsubscribed, (track) => {
    for (const element of track.detach()) element.remove();
  });
  await room.connect(url, token, { autoSubscribe: receives });
  return {
    publish: async (audio, video) => {
      await room.localParticipant.publishTrack(audio, { source: Track.Source.Microphone });
      await room.localParticipant.publishTrack(video, { source: Track.Source.Camera });
    },
    encrypts: () => room.isE2EEEnabled,
    tracksOf: (name) => {
      const sender = room.remoteParticipants.get(name);
      const trackOf = (source: Track.Source) => sender?.getTrackPublication(source)?.track?.mediaStreamTrack ?? null;
      return { audio: trackOf(Track.Source.Microphone), video: trackOf(Track.Source.Camera) };
    },
  };
}
