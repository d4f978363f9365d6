/**
 * The media of one participant over Hearthroom's protocol: connects transports, publishes tracks, receives the others'
 * tracks.
 */
import type { RtpCapabilities, RtpParameters, TransportParameters } from '@hearthroom/sdk/protocol';
import { routerCapabilities } from '../../../server/src/media/rtp/codecs.ts';
import type { RemoteEnd } from '../../clients/light-transport.ts';
import type { StreamKind, StreamSpec } from '../../clients/stream.ts';
import { createIceCredentials } from '../../clients/stun.ts';
import type { WireClient } from '../../clients/wire-client.ts';
import type { Ends, Media } from '../system.ts';

const payloadTypeOf = (mimeType: string): number =>
  routerCapabilities.codecs?.find((codec) => codec.mimeType === mimeType)?.preferredPayloadType ?? 0;

const codecs = {
  audio: { mimeType: 'audio/opus', payloadType: payloadTypeOf('audio/opus'), clockRate: 48_000, channels: 2 },
  video: { mimeType: 'video/VP8', payloadType: payloadTypeOf('video/VP8'), clockRate: 90_000 },
} as const;

export const audioPayloadType = codecs.audio.payloadType;

const midUri = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const audioLevelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const audioLevelId = 6;

/** Like a browser's, without bandwidth estimation, which would affect the measurement. */
const rtpCapabilities: RtpCapabilities = {
  codecs: (['audio', 'video'] as const).map((kind) => {
    const { payloadType, ...codec } = codecs[kind];
    return { ...codec, kind, preferredPayloadType: payloadType, parameters: {}, rtcpFeedback: [] };
  }),
  headerExtensions: (['audio', 'video'] as const).map((kind) => ({ kind, uri: midUri, preferredId: 1 })),
};

export const kindsOf = (media: Media): StreamKind[] => (media === 'audio' ? ['audio'] : ['audio', 'video']);

/**
 * Opens both transports and connects them.
 * @param capabilities what the client can receive
 * @returns the sending end
 */
export async function openMedia(
  client: WireClient,
  person: number,
  ends: Ends,
  capabilities: RtpCapabilities = rtpCapabilities,
): Promise<number> {
  const { send, receive } = await client.request('openMedia', { rtpCapabilities: capabilities });
  const connect = async (transport: TransportParameters, fingerprint: { algorithm: string; value: string }) => {
    const dtlsParameters = { role: 'client' as const, fingerprints: [readFingerprint(fingerprint)] };
    await client.request('connectTransport', { transportId: transport.id, dtlsParameters });
  };
  await connect(send, await ends.senderFingerprint());
  const end = await ends.connectSender(remoteEndOf(send), createIceCredentials());
  await connect(receive, await ends.receiverFingerprint(person));
  await ends.connectReceiver(person, remoteEndOf(receive), createIceCredentials());
  return end;
}

export interface PublishedStream extends StreamSpec {
  trackId: string;
}

export async function publish(
  client: WireClient,
  end: number,
  kinds: readonly StreamKind[],
): Promise<PublishedStream[]> {
  const streams: PublishedStream[] = [];
  for (const kind of kinds) {
    const stream = streamOf(kind, end);
    const source = kind === 'audio' ? 'microphone' : 'camera';
    const { trackId } = await client.request('publishTrack', { source, kind, rtpParameters: rtpParametersOf(stream) });
    streams.push({ ...stream, trackId });
  }
  return streams;
}

/** Waits until this number of other participants' tracks is announced, and resumes them. */
export async function receiveAll(client: WireClient, tracks: number): Promise<void> {
  const added = await client.collect(
    'consumersAdded',
    (all) => all.flatMap(({ consumers }) => consumers).length >= tracks,
  );
  const consumerIds = added.flatMap(({ consumers }) => consumers.map(({ consumerId }) => consumerId));
  await client.request('resumeConsumers', { consumerIds });
}

/** Also receives participants who come later, as a client does. */
export function keepReceiving(client: WireClient): void {
  client.on('consumersAdded', ({ consumers }) => {
    client.request('resumeConsumers', { consumerIds: consumers.map(({ consumerId }) => consumerId) }).catch(() => {
      // The connection is closed.
    });
  });
}

let nextSsrc = 10_000;

function streamOf(kind: StreamKind, end: number): StreamSpec {
  nextSsrc += 1;
  return {
    kind,
    end,
    ssrc: nextSsrc,
    payloadType: codecs[kind].payloadType,
    audioLevelId: kind === 'audio' ? audioLevelId : null,
  };
}

function rtpParametersOf({ kind, ssrc }: StreamSpec): RtpParameters {
  const extensions = kind === 'audio' ? [{ uri: audioLevelUri, id: audioLevelId }] : [];
  return {
    mid: kind,
    codecs: [{ ...codecs[kind], parameters: {}, rtcpFeedback: [] }],
    headerExtensions: extensions,
    encodings: [{ ssrc }],
    rtcp: { reducedSize: true },
  };
}

function remoteEndOf({ iceParameters, iceCandidates }: TransportParameters): RemoteEnd {
  for (const candidate of iceCandidates) {
    if (typeof candidate !== 'object' || candidate === null) continue;
    const { address, port, protocol }: Record<string, unknown> = { ...candidate };
    if (typeof address !== 'string' || typeof port !== 'number' || protocol !== 'udp') continue;
    const { usernameFragment, password } = iceParameters;
    return { address, port, ice: { usernameFragment, password } };
  }
  throw new Error('The server named no UDP candidate');
}

function readFingerprint({ algorithm, value }: { algorithm: string; value: string }) {
  if (algorithm !== 'sha-256') throw new Error(`Unexpected fingerprint of a client: ${algorithm}`);
  return { algorithm: 'sha-256' as const, value };
}
