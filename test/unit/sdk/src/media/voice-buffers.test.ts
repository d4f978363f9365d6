import t, { type Test } from 'tap';
import { type ReceivedVoice, VoiceBuffers } from '../../../../../sdk/src/media/voice-buffers.ts';

/** A receiver as browsers have it, as far as it is used. */
function voiceWith(receiver: object): ReceivedVoice & { rtpReceiver: RTCRtpReceiver } {
  const unknown: unknown = receiver;
  return { kind: 'audio', rtpReceiver: unknown as RTCRtpReceiver };
}
const bufferOf = ({ rtpReceiver }: ReceivedVoice): unknown => Reflect.get(rtpReceiver ?? {}, 'jitterBufferTarget');

/** Counters of a line that loses a packet in ten, one second later at every look. */
function badLine() {
  let seconds = 0;
  return async (): Promise<RTCStatsReport> => {
    seconds += 1;
    return new Map<string, unknown>([
      [
        'voice',
        {
          type: 'inbound-rtp',
          kind: 'audio',
          packetsReceived: 50 * seconds,
          nackCount: 5 * seconds,
          totalSamplesReceived: 48_000 * seconds,
          concealedSamples: 2_000 * seconds,
          silentConcealedSamples: 0,
          jitter: 0.01,
        },
      ],
      ['path', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.2 }],
    ]) as RTCStatsReport;
  };
}

function setUp(t: Test, ...voices: ReceivedVoice[]) {
  const buffers = new VoiceBuffers({ voices: () => voices, getStats: badLine() });
  t.teardown(() => buffers.close());
  for (const voice of voices) buffers.handleAdded(voice);
  return { buffers, voices };
}

t.test('voices on a line that loses packets get longer buffers, and so does the next one', async (t) => {
  const voice = voiceWith({ jitterBufferTarget: null });
  const { buffers } = setUp(t, voice);
  await buffers.look();
  t.equal(bufferOf(voice), null, 'one look says nothing');
  await buffers.look();
  t.ok(Number(bufferOf(voice)) > 200, 'longer than the round trip');
  const next = voiceWith({ jitterBufferTarget: null });
  buffers.handleAdded(next);
  t.equal(bufferOf(next), bufferOf(voice));
});

t.test('videos, and receivers of browsers that do not have it, are left alone', async (t) => {
  const old = voiceWith({});
  const video = { ...voiceWith({ jitterBufferTarget: null }), kind: 'video' };
  const { buffers } = setUp(t, old, video);
  await buffers.look();
  await buffers.look();
  t.equal(bufferOf(old), undefined);
  t.equal(bufferOf(video), null);
});

t.test('after the end nothing is looked at or changed', async (t) => {
  const voice = voiceWith({ jitterBufferTarget: null });
  const { buffers } = setUp(t, voice);
  buffers.close();
  await buffers.look();
  await buffers.look();
  t.equal(bufferOf(voice), null);
});
