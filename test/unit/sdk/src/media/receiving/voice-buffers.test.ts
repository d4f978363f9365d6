import t, { type Test } from 'tap';
import { type ReceivedVoice, VoiceBuffers } from '../../../../../../sdk/src/media/receiving/voice-buffers.ts';

/** The part of a browser's RTCRtpReceiver that the code uses. */
function voiceWith(receiver: object): ReceivedVoice & { rtpReceiver: RTCRtpReceiver } {
  const unknown: unknown = receiver;
  return { kind: 'audio', rtpReceiver: unknown as RTCRtpReceiver };
}
const bufferOf = ({ rtpReceiver }: ReceivedVoice): unknown => Reflect.get(rtpReceiver ?? {}, 'jitterBufferTarget');

interface Line {
  /** NACKs per second. */
  lost: number;
  pairs: object[];
}

/** Statistics of a connection, one second later at each read. */
function lineOf(line: Line) {
  let seconds = 0;
  let nackCount = 0;
  return async (): Promise<RTCStatsReport> => {
    seconds += 1;
    nackCount += line.lost;
    const voice = {
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: 50 * seconds,
      nackCount,
      totalSamplesReceived: 48_000 * seconds,
      concealedSamples: 2_000 * seconds,
      silentConcealedSamples: 0,
      jitter: 0.01,
    };
    return new Map<string, unknown>(
      [voice, ...line.pairs].map((stats, index) => [String(index), stats]),
    ) as RTCStatsReport;
  };
}

const pair = { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.2 };
/** Loses one packet in ten. */
const badLine = (): Line => ({ lost: 5, pairs: [pair] });

function setUp(t: Test, ...voices: ReceivedVoice[]) {
  return setUpOn(t, lineOf(badLine()), ...voices);
}

function setUpOn(t: Test, getStats: () => Promise<RTCStatsReport>, ...voices: ReceivedVoice[]) {
  const buffers = new VoiceBuffers({ voices: () => voices, getStats });
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

t.test('once the line loses nothing any more the browser chooses again', async (t) => {
  const line = badLine();
  const voice = voiceWith({ jitterBufferTarget: null });
  const { buffers } = setUpOn(t, lineOf(line), voice);
  for (let looks = 0; looks < 3; looks += 1) await buffers.look();
  t.ok(bufferOf(voice));
  line.lost = 0;
  for (let looks = 0; looks < 30; looks += 1) await buffers.look();
  t.equal(bufferOf(voice), null);
});

t.test('a voice that is added while the line is being judged gets the same buffer as the others', async (t) => {
  const judge = lineOf(badLine());
  let answer = (): void => {};
  const getStats = () =>
    new Promise<RTCStatsReport>((resolve) => {
      answer = () => void judge().then(resolve);
    });
  const voice = voiceWith({ jitterBufferTarget: null });
  const { buffers, voices } = setUpOn(t, getStats, voice);
  const first = buffers.look();
  answer();
  await first;
  const second = buffers.look();
  const added = voiceWith({ jitterBufferTarget: null });
  voices.push(added);
  buffers.handleAdded(added);
  answer();
  await second;
  t.ok(bufferOf(voice));
  t.equal(bufferOf(added), bufferOf(voice));
});

t.test('the round trip is that of the pair in use, not of one from before an ICE restart', async (t) => {
  const before = { ...pair, id: 'before', currentRoundTripTime: 2 };
  const now = { ...pair, id: 'now' };
  const expected = voiceWith({ jitterBufferTarget: null });
  const { buffers } = setUp(t, expected);
  for (let looks = 0; looks < 2; looks += 1) await buffers.look();
  const reports: object[][] = [
    [{ type: 'transport', selectedCandidatePairId: 'now' }, now, before],
    [now, { ...before, state: 'failed' }],
  ];
  for (const pairs of reports) {
    for (const ordered of [pairs, [...pairs].reverse()]) {
      const voice = voiceWith({ jitterBufferTarget: null });
      const { buffers } = setUpOn(t, lineOf({ lost: 5, pairs: ordered }), voice);
      for (let looks = 0; looks < 2; looks += 1) await buffers.look();
      t.equal(bufferOf(voice), bufferOf(expected));
    }
  }
});

t.test('without a voice nothing runs, and the next one is looked after again', async (t) => {
  const clock = t.capture(globalThis, 'clearInterval', clearInterval);
  const voice = voiceWith({ jitterBufferTarget: null });
  const { buffers, voices } = setUp(t, voice);
  voices.length = 0;
  await buffers.look();
  t.equal(clock().length, 1);
  const begun = t.capture(globalThis, 'setInterval', setInterval);
  voices.push(voice);
  buffers.handleAdded(voice);
  t.equal(begun().length, 1);
});
