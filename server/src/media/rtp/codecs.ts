/** What this server forwards: the codecs of every router, and which format parameters may travel from a sender to the others. */
import { ortc, type types } from 'mediasoup';
import type { MediaConfig } from '../../config/config.ts';

/** Bits per second a browser's video starts with, before it knows the path; below it the first seconds are a blur. */
const startBitrateKbps = { 'x-google-start-bitrate': 1_000 };

/** Header extensions that say when, or as which packet of the transport, something was sent: they change when it is sent again. */
const extensionsOfSending: ReadonlySet<string> = new Set([
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
]);

/**
 * Audio first. The parameters of a router's codec are what senders are answered with: in-band FEC hides single losses, DTX
 * keeps listeners silent on the wire. RTCP feedback (NACK, PLI, FIR, transport-cc, REMB) is mediasoup's for each codec, but voices
 * have no transport-cc (`finalized`).
 */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: startBitrateKbps },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    // Constrained baseline 3.1: what every browser that has H.264 can decode.
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
      ...startBitrateKbps,
    },
  },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0, ...startBitrateKbps } },
];

/** The same codecs, the preferred one before the other videos: of those that a client has, it sends in the first. */
export function mediaCodecsFor(preferred: MediaConfig['videoCodec']): types.RouterRtpCodecCapability[] {
  const isPreferred = ({ mimeType }: types.RouterRtpCodecCapability) => mimeType.toLowerCase() === `video/${preferred}`;
  const audio = mediaCodecs.filter(({ kind }) => kind === 'audio');
  const video = mediaCodecs.filter(({ kind }) => kind === 'video');
  return [...audio, ...video.filter(isPreferred), ...video.filter((codec) => !isPreferred(codec))];
}

/** The capabilities of any router with them: they depend on the codecs alone, so a room keeps them when it changes its worker. */
export const routerCapabilitiesFor = (preferred: MediaConfig['videoCodec']): types.RtpCapabilities =>
  finalized(ortc.generateRouterRtpCapabilities(mediaCodecsFor(preferred)));

export const routerCapabilities: types.RtpCapabilities = routerCapabilitiesFor('vp8');

/** The header extensions that mediasoup knows; an unknown URI never reaches the worker. */
export const headerExtensionUris: ReadonlyMap<string, types.RtpHeaderExtensionUri> = new Map(
  (routerCapabilities.headerExtensions ?? []).map(({ uri }) => [uri, uri]),
);

/**
 * Format parameters (RFC 7587, RFC 7741, RFC 6184, RFC 9628, RFC 4588) that pass from a sender to its receivers. A receiver's
 * browser reads them as SDP, so nothing else of what a client says may get there.
 */
export const formatParameters: Readonly<Record<string, ReadonlySet<string>>> = {
  'audio/opus': new Set([
    'minptime',
    'ptime',
    'maxptime',
    'useinbandfec',
    'usedtx',
    'stereo',
    'sprop-stereo',
    'cbr',
    'maxplaybackrate',
    'sprop-maxcapturerate',
    'maxaveragebitrate',
  ]),
  'video/vp8': new Set(['max-fr', 'max-fs']),
  'video/vp9': new Set(['profile-id', 'max-fr', 'max-fs']),
  'video/h264': new Set(['packetization-mode', 'profile-level-id', 'level-asymmetry-allowed']),
  'video/rtx': new Set(['apt', 'rtx-time']),
};

/**
 * A lost packet of a voice is sent again under the same SSRC and sequence number (Opus has no RTX), so under the same nonce of
 * AES-GCM: everything that is authenticated has to stay the same (RFC 7714, 8.1 and 8.2). So voices have no `extensionsOfSending`.
 * A router's codecs always have a payload type; the type of mediasoup's generator doesn't say so.
 */
function finalized({ codecs = [], headerExtensions = [] }: types.RouterRtpCapabilities): types.RtpCapabilities {
  return {
    codecs: codecs.map(({ rtcpFeedback = [], preferredPayloadType = 0, ...codec }) => ({
      ...codec,
      preferredPayloadType,
      rtcpFeedback: rtcpFeedback.filter(({ type }) => codec.kind === 'video' || type !== 'transport-cc'),
    })),
    headerExtensions: headerExtensions.filter(({ kind, uri }) => kind === 'video' || !extensionsOfSending.has(uri)),
  };
}
