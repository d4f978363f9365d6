/** Runs in the browser: a session, its tracks on the page, and the statistics of its peer connections. */

import { type RemoteTrack, Session, type SessionOptions } from '@hearthroom/sdk';
import { endWorkers, givenSecrets, holdSecrets, releaseSecrets } from './page-workers.ts';
import { peerConnections } from './peer-connections.ts';
import { type Sound, SoundSource } from './sounds.ts';

export interface Inbound {
  id: string;
  kind: string;
  framesDecoded: number;
  audioEnergy: number;
  packets: number;
  /** Audio: samples played, and those of them that the decoder concealed because their packet was late or lost. */
  samples: number;
  concealedSamples: number;
  /** NACKs sent for lost packets. */
  nacks: number;
  /** Packets that contain a copy of the one before, in-band FEC of Opus (RFC 6716, 2.1.7). */
  corrected: number;
}

/** Statistics of each inbound stream. Streams of closed connections are not included. */
async function inbound(): Promise<Inbound[]> {
  const streams: Inbound[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type !== 'inbound-rtp') continue;
      const { id, kind, framesDecoded = 0, totalAudioEnergy = 0, packetsReceived = 0, nackCount = 0 } = stats;
      const { totalSamplesReceived: samples = 0, concealedSamples = 0, fecPacketsReceived: corrected = 0 } = stats;
      streams.push({
        id,
        kind,
        framesDecoded,
        audioEnergy: totalAudioEnergy,
        packets: packetsReceived,
        samples,
        concealedSamples,
        nacks: nackCount,
        corrected,
      });
    }
  }
  return streams;
}

/** A negotiated sender: whether it has a track, and the totals sent on all its streams. */
export interface Outbound {
  kind: string;
  hasTrack: boolean;
  packets: number;
  /** Retransmitted at the request of the server. */
  repeated: number;
}

async function outbound(): Promise<Outbound[]> {
  const found: Outbound[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    for (const { sender, receiver, currentDirection } of connection.getTransceivers()) {
      if (currentDirection !== 'sendonly') continue;
      const reports = [...(await sender.getStats()).values()];
      const sent = reports.map(({ type, packetsSent = 0 }) => (type === 'outbound-rtp' ? packetsSent : 0));
      const packets = sent.reduce((total, one) => total + one, 0);
      const repeated = reports.reduce((total, { retransmittedPacketsSent = 0 }) => total + retransmittedPacketsSent, 0);
      found.push({ kind: receiver.track.kind, hasTrack: sender.track !== null, packets, repeated });
    }
  }
  return found;
}

/** An inbound video: the codec of its packets, and the current height of its pictures. */
export interface ReceivedVideo {
  codec: string | null;
  heightPx: number;
  framesDecoded: number;
}

async function receivedVideos(): Promise<ReceivedVideo[]> {
  const videos: ReceivedVideo[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    const report = await connection.getStats();
    for (const { type, kind, codecId, frameHeight = 0, framesDecoded = 0 } of report.values()) {
      if (type !== 'inbound-rtp' || kind !== 'video') continue;
      videos.push({ codec: report.get(codecId)?.mimeType ?? null, heightPx: frameHeight, framesDecoded });
    }
  }
  return videos;
}

/**
 * How media leaves this browser: the type of the candidate (`host`, `prflx`, `relay`), its protocol, and the protocol
 * between client and relay.
 */
export interface MediaPath {
  type: string;
  protocol: string;
  relayProtocol: string | null;
}

/** The selected candidate pair of every open connection. */
async function mediaPaths(): Promise<MediaPath[]> {
  const paths: MediaPath[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    const report = await connection.getStats();
    for (const { type, selectedCandidatePairId } of report.values()) {
      if (type !== 'transport' || !selectedCandidatePairId) continue;
      const local = report.get(report.get(selectedCandidatePairId)?.localCandidateId);
      if (local) {
        const { candidateType, protocol, relayProtocol = null } = local;
        paths.push({ type: candidateType, protocol, relayProtocol });
      }
    }
  }
  return paths;
}

/** The SRTP ciphers in use (RFC 7714 names), as reported by this browser. */
async function ciphers(): Promise<string[]> {
  const found: string[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type === 'transport' && stats.srtpCipher) found.push(stats.srtpCipher);
    }
  }
  return found;
}

/** For each video that is sent in several layers: which layers are active, smallest first. */
function sentLayers(): boolean[][] {
  return peerConnections
    .filter(({ connectionState }) => connectionState !== 'closed')
    .flatMap((connection) => connection.getSenders())
    .filter(({ track }) => track?.kind === 'video')
    .map((sender) => sender.getParameters().encodings.map(({ active }) => active !== false))
    .filter((layers) => layers.length > 1);
}

const events: { event: string; detail: unknown }[] = [];

async function join(options: { url: string; token: string }): Promise<string> {
  const sessionOptions: SessionOptions = { url: options.url, getToken: () => options.token };
  const session = new Session(sessionOptions);
  tools.session = session;
  session.on('trackSubscribed', (track: RemoteTrack) => {
    document.body.append(track.attach());
  });
  session.on('trackUnsubscribed', (track: RemoteTrack) => {
    for (const element of track.detach()) element.remove();
  });
  session.on('stateChanged', (state) => events.push({ event: 'stateChanged', detail: state }));
  session.on('participantDisconnected', ({ id }) => events.push({ event: 'participantDisconnected', detail: id }));
  session.on('askedToUnmute', (source) => events.push({ event: 'askedToUnmute', detail: source }));
  session.on('mutedByHost', (source) => events.push({ event: 'mutedByHost', detail: source }));
  session.on('messageToWaiting', (text) => events.push({ event: 'messageToWaiting', detail: text }));
  session.on('sentToWait', (reason) => events.push({ event: 'sentToWait', detail: reason }));
  session.on('previewOpened', ({ id, name }) => events.push({ event: 'previewOpened', detail: { id, name } }));
  session.on('previewClosed', ({ id }) => events.push({ event: 'previewClosed', detail: id }));
  session.on('previewText', (text) => events.push({ event: 'previewText', detail: text }));
  session.on('chatReceived', ({ text }) => events.push({ event: 'chatReceived', detail: text }));
  session.on('hostMessage', (_kind, text) => events.push({ event: 'hostMessage', detail: text }));
  session.on('encryptionFailed', ({ code }, id) => events.push({ event: 'encryptionFailed', detail: { code, id } }));
  let lastInterruption: string | null = null;
  session.on('encryptionChanged', () => {
    const { interruption } = session.encryption;
    if (interruption !== lastInterruption) events.push({ event: 'interruption', detail: interruption });
    lastInterruption = interruption;
  });
  session.on('mediaDegradationChanged', (degradation) =>
    events.push({ event: 'mediaDegradationChanged', detail: degradation }),
  );
  session.on('connectionQualityChanged', ({ id }, quality) =>
    events.push({ event: 'connectionQualityChanged', detail: { id, quality } }),
  );
  session.on('mediaFailed', ({ code }) => events.push({ event: 'mediaFailed', detail: code }));
  session.on('endWarning', (minutesLeft) => events.push({ event: 'endWarning', detail: minutesLeft }));
  session.on('disconnected', (reason, message) => {
    events.push({ event: 'disconnected', detail: message === undefined ? reason : `${reason}: ${message}` });
  });
  await session.connect();
  return session.state;
}

let soundSource: SoundSource | null = null;

/** Replaces the sound that `publish` plays. */
async function playSound(sound: Sound): Promise<MediaStreamTrack> {
  soundSource ??= new SoundSource();
  await soundSource.play(sound);
  return soundSource.track;
}

/**
 * Small pictures: two cores encode and decode the video of all participants in these tests.
 * @param sound replaces the beeps of the fake microphone
 */
async function publish(sound?: Sound): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 180, frameRate: 15 },
  });
  const audio = sound === undefined ? stream.getAudioTracks()[0] : await playSound(sound);
  const [video] = stream.getVideoTracks();
  if (!audio || !video || !tools.session) throw new Error('No fake devices');
  await tools.session.localParticipant.setMicrophoneEnabled(true, { track: audio });
  await tools.session.localParticipant.setCameraEnabled(true, { track: video });
}

/** Everything that a frontend could show now, as plain data. */
function look() {
  const session = tools.session;
  if (!session) throw new Error('No session');
  return {
    state: session.state,
    place: session.place,
    room: session.room,
    grants: session.localParticipant.grants,
    waiting: [...session.waitingParticipants],
    participants: [...session.participants.values()].map(({ id, name, role, away, connection, tracks }) => ({
      id,
      name,
      role,
      away,
      connection,
      tracks: [...tracks.keys()].sort(),
    })),
  };
}
export type Look = ReturnType<typeof look>;

/** What a frontend could show of end-to-end encryption. */
async function encryption() {
  const session = tools.session;
  if (!session) throw new Error('No session');
  const { setting, state, unencrypted, problems, interruption } = session.encryption;
  const code = await session.encryption.verificationCode();
  return { setting, state, unencrypted, problems: [...problems], interruption, code: code?.join(' ') ?? null };
}
export type Encryption = Awaited<ReturnType<typeof encryption>>;

const tools = {
  session: null as Session | null,
  events,
  inbound,
  outbound,
  receivedVideos,
  sentLayers,
  mediaPaths,
  ciphers,
  look,
  encryption,
  givenSecrets,
  endWorkers,
  holdSecrets,
  releaseSecrets,
  join,
  publish,
  playSound,
};
export type TestPage = typeof tools;

declare global {
  var testPage: TestPage;
}
Object.assign(globalThis, { testPage: tools });
