/** Codecs of a synthetic client: Opus and VP8, without bandwidth estimation, which would affect the measurement. */
import { type PeerConfig, RTCRtpCodecParameters, RTCRtpHeaderExtensionParameters } from 'werift';

export const audioLevelExtensionId = 2;

const mid = { id: 1, uri: 'urn:ietf:params:rtp-hdrext:sdes:mid' };
const audioLevel = { id: audioLevelExtensionId, uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level' };

/** Created for each connection: werift keeps state in them. */
export function createMediaConfig(): Pick<PeerConfig, 'codecs' | 'headerExtensions'> {
  return {
    codecs: {
      audio: [
        new RTCRtpCodecParameters({
          mimeType: 'audio/opus',
          payloadType: 111,
          clockRate: 48_000,
          channels: 2,
          parameters: 'minptime=10;useinbandfec=1',
        }),
      ],
      video: [
        new RTCRtpCodecParameters({
          mimeType: 'video/VP8',
          payloadType: 96,
          clockRate: 90_000,
          rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
        }),
      ],
    },
    headerExtensions: {
      audio: [mid, audioLevel].map((extension) => new RTCRtpHeaderExtensionParameters(extension)),
      video: [new RTCRtpHeaderExtensionParameters(mid)],
    },
  };
}
