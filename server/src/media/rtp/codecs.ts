/**
 * What this server forwards: the codecs of every router, and which format parameters are passed from a sender to
 * receivers.
 */
import { ortc, type types } from 'mediasoup';
import type { MediaConfig } from '../../config/config.ts';

/**
 * Kbit/s with which a browser's video starts before it knows its bandwidth; with less the first seconds are blurred.
 */
const videoStartParameters = { 'x-google-start-bitrate': 1_000 };

/**
 * Header extensions about the time of sending or the packet's number on the transport: they change in a retransmission.
 */
const transportExtensions: ReadonlySet<string> = new Set([
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
]);

/**
 * Audio first. Senders are answered with the parameters of the router's codec: in-band FEC hides single losses, DTX
 * stops packets during silence. mediasoup sets the RTCP feedback of each codec (NACK, PLI, FIR, transport-cc, REMB),
 * but audio has no transport-cc (see `finalized`).
 */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: videoStartParameters },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    // Constrained baseline 3.1: what every browser that has H.264 can decode.
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
      ...videoStartParameters,
    },
  },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0, ...videoStartParameters } },
];

/** The same codecs, with the preferred one first among the videos: a client sends the first one it supports. */
export function mediaCodecsFor(preferred: MediaConfig['videoCodec']): types.RouterRtpCodecCapability[] {
  const isPreferred = ({ mimeType }: types.RouterRtpCodecCapability) => mimeType.toLowerCase() === `video/${preferred}`;
  const audio = mediaCodecs.filter(({ kind }) => kind === 'audio');
  const video = mediaCodecs.filter(({ kind }) => kind === 'video');
  return [...audio, ...video.filter(isPreferred), ...video.filter((codec) => !isPreferred(codec))];
}

/**
 * The capabilities of any router with these codecs. They depend only on the codecs, so they stay valid when a room
 * changes its worker.
 */
export const routerCapabilitiesFor = (preferred: MediaConfig['videoCodec']): types.RtpCapabilities =>
  finalized(ortc.generateRouterRtpCapabilities(mediaCodecsFor(preferred)));

export const routerCapabilities: types.RtpCapabilities = routerCapabilitiesFor('vp8');

/** The header extensions that mediasoup knows; unknown URIs are never passed to the worker. */
export const headerExtensionUris: ReadonlyMap<string, types.RtpHeaderExtensionUri> = new Map(
  (routerCapabilities.headerExtensions ?? []).map(({ uri }) => [uri, uri]),
);

/**
 * Format parameters (RFC 7587, RFC 7741, RFC 6184, RFC 9628, RFC 4588) that are passed from a sender to its receivers.
 * A receiver's browser reads them as SDP, so no other text of a client may be passed.
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
 * A lost audio packet is retransmitted with the same SSRC and sequence number (Opus has no RTX), therefore with the
 * same nonce of AES-GCM: all authenticated data must stay the same (RFC 7714, 8.1 and 8.2). So audio has no
 * `transportExtensions`. A router's codecs always have a payload type, although mediasoup's type says otherwise.
 */
function finalized({ codecs = [], headerExtensions = [] }: types.RouterRtpCapabilities): types.RtpCapabilities {
  return {
    codecs: codecs.map(({ rtcpFeedback = [], preferredPayloadType = 0, ...codec }) => ({
      ...codec,
      preferredPayloadType,
      rtcpFeedback: rtcpFeedback.filter(({ type }) => codec.kind === 'video' || type !== 'transport-cc'),
    })),
    headerExtensions: headerExtensions.filter(({ kind, uri }) => kind === 'video' || !transportExtensions.has(uri)),
  };
}
