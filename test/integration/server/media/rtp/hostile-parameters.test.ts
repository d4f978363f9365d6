import {
  DtlsParameters,
  type MediaKind,
  RtpCapabilities,
  RtpParameters,
  type TrackSource,
} from '@hearthroom/sdk/protocol';
import fc from 'fast-check';
import t from 'tap';
import { Value } from 'typebox/value';
import { opusAndVp8, opusParameters, vp8Parameters } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';

/** All values match the wire's schemas but make little sense; there are few of them, so that they often conflict. */
const few = <T>(...values: T[]) => fc.constantFrom(...values);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const ssrc = few(1, 2, 3, 0xffffffff);
const payloadType = few(0, 96, 100, 101, 102, 127);
const mimeType = few(
  ...['audio/opus', 'audio/OPUS', 'audio/multiopus', 'audio/PCMU', 'audio/red', 'video/VP8', 'video/VP9', 'video/H264'],
  ...['video/rtx', 'audio/rtx', 'video/AV1', 'video/flexfec-03', 'video/ulpfec', 'audio/telephone-event', 'video/x'],
);
const clockRate = few(48_000, 90_000, 8_000, 1);
const parameters = optional(
  fc.dictionary(
    few('apt', 'profile-level-id', 'packetization-mode', 'profile-id', 'useinbandfec', 'channel_mapping', '__proto__'),
    few<number | string>(0, 1, 96, 100, 101, -1, 2 ** 32, '', '42e01f', '640032', 'x'.repeat(256), '1\r\na=x'),
  ),
);
const rtcpFeedback = optional(
  fc.array(
    fc.record({
      type: few('nack', 'ccm', 'transport-cc', 'goog-remb', '', 'x'),
      parameter: optional(few('pli', 'fir', '')),
    }),
    { maxLength: 4 },
  ),
);
const uri = few(
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
  'urn:unknown',
);
const scalabilityMode = optional(few('L1T1', 'L1T3', 'L3T3', 'L3T3_KEY', 'S3T3', 'L2T2_KEY_SHIFT', 'L3T3h'));
const channels = optional(few(1, 2, 8));

const rtpParameters = fc.record({
  mid: optional(few('0', 'a', 'a'.repeat(32))),
  msid: optional(few('', 'a b', '1\r\na=x')),
  codecs: fc.array(fc.record({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback }), {
    minLength: 1,
    maxLength: 3,
  }),
  headerExtensions: optional(
    fc.array(fc.record({ uri, id: few(1, 2, 14), encrypt: optional(fc.boolean()), parameters }), { maxLength: 4 }),
  ),
  encodings: fc.array(
    fc.record({
      ssrc: optional(ssrc),
      rid: optional(few('r0', 'r1', 'x'.repeat(32))),
      codecPayloadType: optional(payloadType),
      rtx: optional(fc.record({ ssrc })),
      dtx: optional(fc.boolean()),
      scalabilityMode,
      maxBitrate: optional(few(1, 100_000_000)),
      maxFramerate: optional(few(0, 240)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  rtcp: optional(fc.record({ cname: optional(few('', 'c', 'x'.repeat(256))), reducedSize: optional(fc.boolean()) })),
});

const rtpCapabilities = fc.record({
  codecs: fc.array(
    fc.record({
      kind: few('audio', 'video'),
      mimeType,
      preferredPayloadType: optional(payloadType),
      clockRate,
      channels,
      parameters,
      rtcpFeedback,
    }),
    { maxLength: 6 },
  ),
  headerExtensions: optional(
    fc.array(fc.record({ kind: few('audio', 'video'), uri, preferredId: few(1, 5, 255) }), { maxLength: 4 }),
  ),
});

const dtlsParameters = fc.record({
  role: optional(few('auto', 'client', 'server')),
  fingerprints: fc.array(
    fc.record({
      algorithm: few('sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'),
      value: few(
        ...[16, 20, 32, 64].flatMap((bytes) => ['00', 'ff', 'FF'].map((byte) => Array(bytes).fill(byte).join(':'))),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const source = few<TrackSource>('microphone', 'camera', 'screen', 'screen-audio');
const kind = few<MediaKind>('audio', 'video');

/** Valid parameters with some members replaced by random ones: these pass the most checks. */
const nearlyGood = fc
  .record({
    isVideo: fc.boolean(),
    drawn: rtpParameters,
    replaced: fc.subarray(['mid', 'codecs', 'headerExtensions', 'encodings', 'rtcp'] as const, { maxLength: 2 }),
  })
  .map(({ isVideo, drawn, replaced }) => {
    const source: TrackSource = isVideo ? 'camera' : 'microphone';
    const kind: MediaKind = isVideo ? 'video' : 'audio';
    const good = isVideo ? vp8Parameters() : opusParameters();
    const changes = Object.fromEntries(replaced.map((member) => [member, drawn[member]]));
    return { source, kind, rtpParameters: { ...good, ...changes } };
  });
const offer = fc.oneof(nearlyGood, fc.record({ source, kind, rtpParameters }));
const action = fc.record({ offer, rtpCapabilities, dtlsParameters });

/** As delivered by the wire: without undefined members, and valid for the schema. */
const asWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const known = new Set(['ok', 'media-unsupported', 'already-published', 'invalid-params']);
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

// Fast alone, but slow beside all other files on a small machine.
t.setTimeout(120_000);

t.test('no worker dies of parameters that fit the schema, and each is answered with a code', async (t) => {
  const { media, room, handlers } = await setUpRoom(t, 'anna', 'ben', 'cora');
  const pids = media.pool.workers.map(({ pid }) => pid);
  await room.openPeer('cora', opusAndVp8);
  const seen = new Map<unknown, number>();
  let published = 0;
  const check = async (promise: Promise<unknown>) => {
    const answer = await outcome(promise);
    seen.set(answer, (seen.get(answer) ?? 0) + 1);
    if (!known.has(String(answer))) throw new Error(`answered with ${String(answer)}`, { cause: answer });
  };
  const run = async (value: typeof action extends fc.Arbitrary<infer A> ? A : never) => {
    const capabilities = Value.Parse(RtpCapabilities, asWire(value.rtpCapabilities));
    const dtls = Value.Parse(DtlsParameters, asWire(value.dtlsParameters));
    const { source, kind } = value.offer;
    const rtp = Value.Parse(RtpParameters, asWire(value.offer.rtpParameters));
    await check(room.openPeer('ben', capabilities));
    const { send } = await room.openPeer('anna', opusAndVp8);
    await check(room.connectTransport('anna', send.id, dtls));
    const offer = { source, kind, rtpParameters: rtp, paused: false };
    const publishing = room.publishTrack('anna', offer);
    await check(publishing);
    await publishing.then(
      () => published++,
      () => {},
    );
    await check(room.publishTrack('anna', { ...offer, source: 'screen', kind: 'video' }));
    for (const seatId of ['ben', 'cora']) {
      for (const { consumerId } of room.describePeer(seatId)?.consumers ?? []) {
        await room.resumeConsumers(seatId, [consumerId]);
        await room.setPreferredLayers(seatId, consumerId, 2, 2);
      }
    }
  };
  const numRuns = Number(process.env.HEARTHROOM_TEST_RUNS ?? 800);
  const details = await fc.check(fc.asyncProperty(action, run), { numRuns });
  t.notOk(details.failed, `seed ${details.seed}: ${details.errorInstance} ${JSON.stringify(details.counterexample)}`);
  t.comment(`seed ${details.seed}, ${published} published`, Object.fromEntries(seen));
  t.ok(published > numRuns / 20, 'some of it is taken');
  t.ok(
    handlers.said.some(({ type }) => type === 'consumersAdded'),
    'and forwarded',
  );
  t.same(
    media.pool.workers.map(({ pid }) => pid),
    pids,
    'the worker is the same process',
  );
  room.close();
  await media.holds(0);
});
