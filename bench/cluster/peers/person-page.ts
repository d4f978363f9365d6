/** Runs in Chromium: one person in a room, with the SDK of either system, and when audio of the others arrived. */
import { Session } from '@hearthroom/sdk';
import { Room, RoomEvent, Track } from 'livekit-client';
import { SoundSource } from '../../../test/support/browser/sounds.ts';

interface Entrance {
  url: string;
  token: string;
}

/** When packets of one stream arrived, in milliseconds since 1970, as far as statistics were read. */
interface Stream {
  connection: RTCPeerConnection;
  packets: number;
  arrivals: number[];
}

const readEveryMs = 50;
/** Ten minutes. */
const keptArrivals = 12_000;

const connections = new Set<RTCPeerConnection>();
const streams = new Map<RTCPeerConnection, Map<string, Stream>>();
const NativePeerConnection = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends NativePeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.add(this);
  }
};

async function readArrivals(): Promise<void> {
  for (const connection of connections) {
    if (connection.connectionState === 'closed') connections.delete(connection);
    const report = await connection.getStats();
    const found = streams.get(connection) ?? new Map<string, Stream>();
    streams.set(connection, found);
    for (const { type, kind, id, packetsReceived = 0 } of report.values()) {
      if (type !== 'inbound-rtp' || kind !== 'audio') continue;
      const stream = found.get(id) ?? { connection, packets: 0, arrivals: [] };
      found.set(id, stream);
      if (packetsReceived > stream.packets && stream.arrivals.length < keptArrivals) stream.arrivals.push(Date.now());
      stream.packets = packetsReceived;
    }
  }
}

function keepReading(): void {
  setTimeout(() => {
    readArrivals().then(keepReading, keepReading);
  }, readEveryMs);
}
keepReading();

/**
 * When audio of that many others had arrived after that time; null while it has not. Both SDKs receive all streams over
 * one connection; those of a connection that was given up don't count for the next one.
 */
function heardAllAt(time: number, others: number): number | null {
  const times = [...streams.values()].map((found) => {
    const firsts = [...found.values()].map(({ arrivals }) => arrivals.find((at) => at > time) ?? Infinity);
    return firsts.sort((one, other) => one - other)[others - 1] ?? Infinity;
  });
  const first = Math.min(Infinity, ...times);
  return Number.isFinite(first) ? first : null;
}

let session: Session | null = null;
let room: Room | null = null;

async function joinHearthroom({ url, token }: Entrance): Promise<void> {
  session = new Session({ url, getToken: () => token });
  session.on('trackSubscribed', (track) => void document.body.append(track.attach()));
  await session.connect();
}

/** All options are the defaults of the SDK. */
async function joinLiveKit({ url, token }: Entrance): Promise<void> {
  room = new Room();
  room.on(RoomEvent.TrackSubscribed, (track) => void document.body.append(track.attach()));
  await room.connect(url, token);
}

function isInside(): boolean {
  return session ? session.state === 'joined' : room?.localParticipant.permissions?.canPublish === true;
}

/** A tone without pauses, so that packets come every 20 ms. */
async function speak(): Promise<void> {
  const sound = new SoundSource();
  await sound.play('tone');
  if (session) await session.localParticipant.setMicrophoneEnabled(true, { track: sound.track });
  else await room?.localParticipant.publishTrack(sound.track, { source: Track.Source.Microphone });
}

const tools = { joinHearthroom, joinLiveKit, isInside, speak, heardAllAt };

declare global {
  var personPage: typeof tools;
}
Object.assign(globalThis, { personPage: tools });
