import t from 'tap';
import { judgeCamera, readPicture } from '../../../../../sdk/src/preflight/devices/test-camera.ts';
import { judgeMicrophone } from '../../../../../sdk/src/preflight/devices/test-microphone.ts';
import { judgeLine, judgePaths, type Paths } from '../../../../../sdk/src/preflight/network/judge-line.ts';
import {
  carriedIn,
  type LineSample,
  lossBetween,
  roundTripOf,
} from '../../../../../sdk/src/preflight/network/line-samples.ts';
import type { PreflightLine, PreflightPath } from '../../../../../sdk/src/preflight/preflight-types.ts';
import { resultOf, worstOf } from '../../../../../sdk/src/preflight/results.ts';

const works: PreflightPath = { state: 'works', connectMs: 50 };
const fails: PreflightPath = { state: 'fails', connectMs: null };
const absent: PreflightPath = { state: 'not-offered', connectMs: null };
const paths = (changes: Partial<Paths>): Paths => ({
  udp: works,
  tcp: works,
  relayUdp: absent,
  relayTcp: absent,
  relayTls: absent,
  ...changes,
});

const line = (changes: Partial<PreflightLine>): PreflightLine => ({
  path: 'udp',
  roundTripMs: 40,
  jitterMs: 5,
  lossUp: 0,
  lossDown: 0,
  upKbps: 2_500,
  downKbps: 2_500,
  ...changes,
});

const sample = (changes: Partial<LineSample>): LineSample => ({
  at: 0,
  packetsSent: 0,
  bytesSent: 0,
  lostUp: 0,
  packetsReceived: 0,
  bytesReceived: 0,
  lost: 0,
  jitterS: 0,
  roundTrips: { sum: 0, count: 0 },
  reportedRoundTripS: 0,
  ...changes,
});

t.test('a line is judged by the worse of its directions', async (t) => {
  t.same(judgeLine(line({})), []);
  t.same(judgeLine(line({ lossUp: 0.08 })), ['line-loss']);
  t.same(judgeLine(line({ lossDown: 0.3 })), ['line-loss-heavy']);
  t.same(judgeLine(line({ roundTripMs: 600 })), ['line-delay']);
  t.same(judgeLine(line({ roundTripMs: 900, jitterMs: 150 })), ['line-delay-heavy', 'line-jitter']);
  t.same(judgeLine(line({ downKbps: 250 })), ['line-bandwidth-low']);
  t.same(judgeLine(line({ upKbps: 60 })), ['line-bandwidth-very-low']);
});

t.test('a lossy line is not called slow, since senders slow down on it', async (t) => {
  t.same(judgeLine(line({ lossUp: 0.08, downKbps: 500 })), ['line-loss']);
  t.same(judgeLine(line({ lossUp: 0.08, downKbps: 50 })), ['line-loss', 'line-bandwidth-very-low']);
});

t.test('what was not measured is no finding', async (t) => {
  const nothing = { roundTripMs: null, jitterMs: null, lossUp: null, lossDown: null, upKbps: null, downKbps: null };
  t.same(judgeLine(line(nothing)), []);
});

t.test('the ways to the server are judged together', async (t) => {
  t.same(judgePaths(paths({}), false), []);
  t.same(judgePaths(paths({ udp: fails }), false), ['path-udp-blocked', 'path-tcp-only']);
  t.same(judgePaths(paths({ udp: fails, tcp: fails, relayUdp: works }), true), ['path-udp-blocked', 'path-relay-only']);
  t.same(judgePaths(paths({ udp: fails, tcp: fails, relayUdp: fails, relayTls: works }), true), [
    'path-udp-blocked',
    'path-relay-only',
    'path-tcp-only',
  ]);
  t.same(judgePaths(paths({ relayUdp: fails }), false), ['path-relay-blocked']);
});

t.test('a server that not even its relay reaches is told apart from a network that lets nothing through', async (t) => {
  const nothing = paths({ udp: fails, tcp: fails, relayUdp: fails });
  t.same(judgePaths(nothing, true), ['path-server-unreachable-from-relay']);
  t.same(judgePaths(nothing, false), ['path-none']);
});

t.test('losses are those of each way, although the echo misses what was lost on both', async (t) => {
  const to = sample({ packetsSent: 1_000, lostUp: 100, packetsReceived: 720, lost: 280 });
  const { lossUp, lossDown } = lossBetween(sample({}), to);
  t.equal(lossUp, 0.1);
  t.equal(Math.round(lossDown * 100), 20);
});

t.test('an interrupted test of the ways has no verdict', async (t) => {
  const untested = { state: 'not-tested', connectMs: null } as const;
  t.equal(judgePaths(paths({ udp: fails, tcp: untested }), false), null);
});

t.test('without packets there is no loss', async (t) => {
  t.same(lossBetween(sample({}), sample({})), { lossUp: 0, lossDown: 0 });
});

t.test('the bandwidth is that of the best second here, and at the server at least as much', async (t) => {
  // 100 kB a second are sent; half of it is lost on the way back.
  const readings = [0, 1, 2, 3, 4].map((second) =>
    sample({
      at: second * 1_000,
      bytesSent: second * 100_000,
      packetsSent: second * 100,
      bytesReceived: second * 50_000,
      packetsReceived: second * 50,
      lost: second * 50,
    }),
  );
  t.same(carriedIn(readings), { upKbps: 800, downKbps: 400 });
});

t.test('the round trip is the mean of what ICE measured, or what RTCP reported', async (t) => {
  t.equal(roundTripOf(sample({ roundTrips: { sum: 1.2, count: 4 }, reportedRoundTripS: 1 })), 300);
  t.equal(roundTripOf(sample({ reportedRoundTripS: 0.25 })), 250);
  t.equal(roundTripOf(sample({})), null);
});

t.test('a camera is black, frozen or fine', async (t) => {
  const sight = { width: 640, height: 360, frames: 60, seconds: 2, brightness: 0.4, contrast: 0.8, changes: 9 };
  t.same(judgeCamera(sight), []);
  t.same(judgeCamera({ ...sight, brightness: 0.02, contrast: 0.03 }), ['camera-black']);
  t.same(judgeCamera({ ...sight, changes: 0 }), ['camera-frozen']);
  t.same(judgeCamera({ ...sight, frames: 0 }), ['camera-no-pictures']);
});

t.test('a dark room with a lamp in it is not black', async (t) => {
  const sight = { width: 640, height: 360, frames: 60, seconds: 2, brightness: 0.03, contrast: 0.7, changes: 9 };
  t.same(judgeCamera(sight), []);
});

t.test('brightness and contrast are those of the luma', async (t) => {
  const { brightness, contrast } = readPicture(new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255]));
  t.equal(brightness, 0.5);
  t.equal(contrast, 1);
});

t.test('a microphone that hears no voice may be muted, quiet or the wrong one', async (t) => {
  t.same(judgeMicrophone({ peakDb: -20, isMuted: false, available: 3 }), []);
  t.same(judgeMicrophone({ peakDb: -50, isMuted: false, available: 1 }), ['microphone-quiet']);
  t.same(judgeMicrophone({ peakDb: -120, isMuted: false, available: 2 }), [
    'microphone-silent',
    'microphone-others-available',
  ]);
  t.same(judgeMicrophone({ peakDb: -120, isMuted: true, available: 1 }), ['microphone-muted']);
});

t.test('a verdict is the worst of its codes, and codes for information change nothing', async (t) => {
  t.equal(resultOf([]).verdict, 'good');
  t.equal(resultOf(['path-udp-blocked', 'path-relay-only']).verdict, 'good');
  t.equal(resultOf(['line-loss', 'line-delay-heavy']).verdict, 'bad');
  t.equal(worstOf([null, 'good', 'poor']), 'poor');
  t.equal(worstOf([null]), 'good');
});
