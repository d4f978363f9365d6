/** What is received and sent over new transports, when those before them were closed at a bad moment. */
import type { ConsumerDescription, TransportParameters } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { createEnvironment } from '../../../../../sdk/src/core/environment.ts';
import type { Request } from '../../../../../sdk/src/core/wire.ts';
import { SessionMedia } from '../../../../../sdk/src/media/session-media.ts';
import { SyntheticPeerConnection } from '../../../../support/werift/synthetic-peer-connection.ts';
import { syntheticTrack } from '../../../../support/werift/synthetic-track.ts';
import { createWeriftEnvironment } from '../../../../support/werift/werift-environment.ts';

const opus = { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: {}, rtcpFeedback: [] };

const routerRtpCapabilities = {
  codecs: [{ ...opus, kind: 'audio', preferredPayloadType: 100 }],
  headerExtensions: [],
};

const transport = (id: string): TransportParameters => ({
  id,
  iceParameters: { usernameFragment: 'user', password: 'password', iceLite: true },
  iceCandidates: [{ foundation: 'f', priority: 1, address: '127.0.0.1', protocol: 'udp', port: 9, type: 'host' }],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('00').join(':') }] },
});

const voice = (consumerId: string): ConsumerDescription => ({
  consumerId,
  trackId: `track of ${consumerId}`,
  participantId: 'p-1',
  source: 'microphone',
  kind: 'audio',
  rtpParameters: {
    mid: '0',
    codecs: [{ ...opus, payloadType: 100 }],
    headerExtensions: [],
    encodings: [{ ssrc: 1 }],
    rtcp: { cname: 'c', reducedSize: true },
  },
  paused: false,
});

/** A session's media whose first negotiation, over the transports of its arrival, is never settled. */
function setUp(t: Test) {
  const begun = Promise.withResolvers<void>();
  const received: string[] = [];
  const published: string[] = [];
  let negotiations = 0;
  class StuckAtFirst extends SyntheticPeerConnection {
    override async setRemoteDescription(description: { type: 'offer' | 'answer'; sdp: string }): Promise<void> {
      negotiations += 1;
      if (negotiations > 1) return await super.setRemoteDescription(description);
      begun.resolve();
      await new Promise(() => {});
    }
  }
  const reopened = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  // The answers that this test needs; the others are not read.
  const request = (async (method: string) => {
    if (method === 'openMedia') {
      setImmediate(() => reopened.resolve());
      return { send: transport('send'), receive: transport('receive'), iceServers: [] };
    }
    if (method !== 'publishTrack') return {};
    published.push(method);
    done.resolve();
    return { trackId: 'track' };
  }) as Request;
  const WebRtc: unknown = StuckAtFirst;
  const track = syntheticTrack('audio');
  const isPublishing = { value: false };
  const media = new SessionMedia({
    environment: createEnvironment({
      ...createWeriftEnvironment(),
      RTCPeerConnection: WebRtc as typeof RTCPeerConnection,
    }),
    request,
    wanted: (source) =>
      isPublishing.value && source === 'microphone' ? { mediaStreamTrack: track, paused: false, music: false } : null,
    takesScreenAudio: () => true,
    cipher: () => null,
    handlers: {
      trackReceived: ({ consumerId }) => {
        received.push(consumerId);
        done.resolve();
      },
      trackClosed: () => {},
      receptionChanged: () => {},
      mutedMeanwhile: () => {},
      failed: ({ code }) => t.fail(`it is told ${code}`),
      restored: () => {},
    },
  });
  t.teardown(() => {
    media.close();
    track.stop();
  });
  const arrive = async () => {
    await media.findCapabilities(routerRtpCapabilities);
    const transports = { send: transport('first send'), receive: transport('first receive') };
    media.handleConnected({ routerRtpCapabilities, iceServers: [], transports }, 'on');
  };
  return {
    media,
    arrive,
    begun: begun.promise,
    reopened: reopened.promise,
    done: done.promise,
    received,
    published,
    isPublishing,
  };
}

t.test('what is received does not wait for transports that were closed while they negotiated', async (t) => {
  const { media, arrive, begun, reopened, done, received } = setUp(t);
  await arrive();
  media.handleConsumersAdded([voice('first')]);
  await begun;
  media.handleReset();
  await reopened;
  media.handleConsumersAdded([voice('second')]);
  await done;
  t.same(received, ['second']);
});

t.test('nor does what is sent', async (t) => {
  const { media, arrive, begun, done, published, isPublishing } = setUp(t);
  isPublishing.value = true;
  await arrive();
  await begun;
  media.handleReset();
  await done;
  t.same(published, ['publishTrack']);
});
