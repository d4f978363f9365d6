/**
 * RTP parameters of a plain client, as on the wire: Opus and VP8 with the payload types and extension ids of the
 * routers.
 */
import type { RtpCapabilities, RtpParameters } from '@hearthroom/sdk/protocol';
import { routerCapabilities } from '../../../server/src/media/rtp/codecs.ts';

const payloadTypeOf = (mimeType: string): number =>
  routerCapabilities.codecs?.find((codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase())
    ?.preferredPayloadType ?? 0;

export const opusPayloadType = payloadTypeOf('audio/opus');
export const vp8PayloadType = payloadTypeOf('video/VP8');

export const extensionIds = { mid: 1, audioLevel: 6 };

export const opusOnly: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: opusPayloadType,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [{ kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: extensionIds.mid }],
};

/** Receive capabilities of Chromium and Safari: they send NACKs for audio. */
export const opusWithNack: RtpCapabilities = {
  ...opusOnly,
  codecs: opusOnly.codecs.map((codec) => ({ ...codec, rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }] })),
};

export const opusAndVp8: RtpCapabilities = {
  codecs: [
    ...opusOnly.codecs,
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: vp8PayloadType,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: opusOnly.headerExtensions ?? [],
};

/** Receive capabilities of browsers for video: lost packets are sent again as a stream of their own (RFC 4588). */
export const vp8WithRtx: RtpCapabilities = {
  codecs: [
    ...opusAndVp8.codecs,
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: { apt: vp8PayloadType },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: opusAndVp8.headerExtensions ?? [],
};

let nextSsrc = 1_000;
/** An SSRC that no other track of this test run has. */
export const freshSsrc = (): number => nextSsrc++;

/** @param rtcpFeedback the feedback types that the sender supports */
export function opusParameters(ssrc = freshSsrc(), rtcpFeedback: { type: string }[] = []): RtpParameters {
  return {
    mid: `m${ssrc}`,
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: opusPayloadType,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
        rtcpFeedback,
      },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: extensionIds.mid },
      { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: extensionIds.audioLevel },
    ],
    encodings: [{ ssrc, dtx: true }],
    rtcp: { cname: 'client-chosen' },
  };
}

/** VP8 with this number of simulcast layers. */
export function vp8Parameters(layers = 3): RtpParameters {
  const ssrcs = Array.from({ length: layers }, freshSsrc);
  return {
    mid: `m${ssrcs[0]}`,
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: vp8PayloadType,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
      },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: extensionIds.mid }],
    encodings: ssrcs.map((ssrc) => ({ ssrc, ...(layers > 1 && { scalabilityMode: 'L1T2' }) })),
    rtcp: {},
  };
}
