/** Runs in the browser: a session, its tracks on the page, and what its peer connections receive. */
import { type RemoteTrack, Session, type SessionOptions } from '@hearthroom/sdk';
import { type Sound, SoundSource } from './sounds.ts';

export interface Inbound {
  kind: string;
  framesDecoded: number;
  audioEnergy: number;
  packets: number;
  /** Of sound: samples that were played, and those of them that the decoder made up because their packet wasn't there in time. */
  samples: number;
  concealedSamples: number;
  /** Packets that were asked for again. */
  nacks: number;
}

const peerConnections: RTCPeerConnection[] = [];
const NativePeerConnection = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends NativePeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    peerConnections.push(this);
  }
};

/** What arrives at this page, stream by stream; streams of closed connections are gone from it. */
async function inbound(): Promise<Inbound[]> {
  const streams: Inbound[] = [];
  for (const connection of peerConnections) {
    if (connection.connectionState === 'closed') continue;
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type !== 'inbound-rtp') continue;
      const { kind, framesDecoded = 0, totalAudioEnergy = 0, packetsReceived = 0, nackCount = 0 } = stats;
      const { totalSamplesReceived: samples = 0, concealedSamples = 0 } = stats;
      streams.push({
        kind,
        framesDecoded,
        audioEnergy: totalAudioEnergy,
        packets: packetsReceived,
        samples,
        concealedSamples,
        nacks: nackCount,
      });
    }
  }
  return streams;
}

/** A negotiated sender: whether it has something to send, and what has left on all of its streams. */
export interface Outbound {
  kind: string;
  hasTrack: boolean;
  packets: number;
  /** Sent again, since the server asked for them. */
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

/** A video that arrives: the codec of its packets, and how high its pictures are now. */
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

/** How media leaves this browser: the kind of candidate (`host`, `prflx`, `relay`), its protocol, and the one in which a relay is spoken to. */
export interface MediaPath {
  type: string;
  protocol: string;
  relayProtocol: string | null;
}

/** Of every connection that is open, the pair of candidates that it has chosen. */
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

/** The SRTP ciphers in use (RFC 7714 names), as this browser tells them. */
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

/** Of each video with several layers that leaves this page: which of them are sent, smallest first. */
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
  session.on('endWarning', (minutesLeft) => events.push({ event: 'endWarning', detail: minutesLeft }));
  session.on('disconnected', (reason, message) => {
    events.push({ event: 'disconnected', detail: message === undefined ? reason : `${reason}: ${message}` });
  });
  await session.connect();
  return session.state;
}

let soundSource: SoundSource | null = null;

/** What `publish` was given a sound for plays this one from now on. */
async function playSound(sound: Sound): Promise<MediaStreamTrack> {
  soundSource ??= new SoundSource();
  await soundSource.play(sound);
  return soundSource.track;
}

/**
 * Small pictures: two cores encode and decode for everybody in these tests.
 * @param sound instead of the fake microphone's beeps
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
  join,
  publish,
  playSound,
};
export type TestPage = typeof tools;

declare global {
  var testPage: TestPage;
}
Object.assign(globalThis, { testPage: tools });
