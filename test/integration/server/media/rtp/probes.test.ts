/** The packets by which the worker measures the bandwidth to a receiver. */
import type { RtpCapabilities } from '@hearthroom/sdk/protocol';
import t from 'tap';
import { opusAndVp8 } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

/** Of mediasoup's probes. RFC 3550, 5.1: the header is not encrypted. */
const probeSsrc = 1_234;

const probesOf = ({ datagrams }: TestPeer): number[] =>
  datagrams.filter((data) => data.readUInt32BE(8) === probeSsrc).map((data) => data.readUInt16BE(2));

/** Of a client that reports when packets arrive. */
const measured: RtpCapabilities = {
  codecs: opusAndVp8.codecs.map((codec) =>
    codec.kind === 'video'
      ? { ...codec, rtcpFeedback: [...(codec.rtcpFeedback ?? []), { type: 'transport-cc' }] }
      : codec,
  ),
  headerExtensions: [
    ...(opusAndVp8.headerExtensions ?? []),
    {
      kind: 'video',
      uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
      preferredId: 5,
    },
  ],
};

t.test('the probes of each receiver are numbered one after the other, whatever others are sent', async (t) => {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben', 'cleo', 'dora');
  const anna = await TestPeer.open(room, 'anna');
  t.teardown(() => anna.close());
  await anna.connect();
  await anna.publishCamera();
  const receivers: TestPeer[] = [];
  for (const seatId of ['ben', 'cleo', 'dora']) {
    const peer = await TestPeer.open(room, seatId, measured);
    t.teardown(() => peer.close());
    await peer.connect();
    receivers.push(peer);
    const [consumer] = await handlers.consumers(seatId, 1);
    await room.resumeConsumers(seatId, [consumer?.consumerId ?? '']);
    await waitUntil(() => probesOf(peer).length > 0, `${seatId} is probed`);
  }
  const [ben] = receivers;
  if (!ben) return;
  const before = probesOf(ben).length;
  await waitUntil(() => probesOf(ben).length > before, 'ben is probed again');
  for (const [index, peer] of receivers.entries()) {
    const numbers = probesOf(peer);
    const gaps = numbers.slice(1).map((number, at) => (number - (numbers[at] ?? 0)) & 0xffff);
    t.ok(
      gaps.every((gap) => gap === 1),
      `receiver ${index + 1}: ${numbers.length} probes without a gap`,
    );
  }
});
