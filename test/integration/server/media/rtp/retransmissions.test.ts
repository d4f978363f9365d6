/**
 * How much of a stream is sent again to a receiver that requests it (RFC 4585, generic NACK), and the key frame that comes
 * instead of what is not.
 */
import { RtpParameters } from '@hearthroom/sdk/protocol';
import t, { type Test } from 'tap';
import { Value } from 'typebox/value';
import type { MediaRoom } from '../../../../../server/src/media/media-room.ts';
import { opusWithNack, vp8Parameters, vp8WithRtx } from '../../../../support/media/rtp-packets.ts';
import { setUpRoom } from '../../../../support/media/set-up-room.ts';
import { TestPeer } from '../../../../support/media/test-peer.ts';
import { TestTransport } from '../../../../support/media/test-transport.ts';
import { waitUntil } from '../../../../support/media/wait-until.ts';

t.setTimeout(120_000);

/** Of RetransmissionBudget.hpp: what may be sent again before anything is earned. */
const reserveBytes = 25_000;
/** Of RFC 7714, at the end of each packet; the worker counts without it. */
const authenticationTagBytes = 16;
const payloadBytes = 1_000;
/** The worker keeps packets of voices for one second, which are 50, and of videos for two. */
const keptPackets = 45;
/** It sends a packet again at most once in a round trip, for which it takes 100 ms from receivers that report none. */
const repeatMs = 120;

/** A receiver of one stream, and how to send a packet of it. */
interface Line {
  send: () => Promise<void>;
  /** That reached the sender. */
  keyFrameRequests: () => number;
  receiver: TestPeer;
  ssrc: number;
  /** Of packets that are sent again; of voices it is the same. */
  repeatSsrc: number;
  /** The number of the original packet (RFC 4588, 4), which is in the payload. */
  repeatOverheadBytes: number;
}

type Sender = Pick<Line, 'send' | 'keyFrameRequests'>;

async function openVoice(t: Test, room: MediaRoom): Promise<Sender> {
  const anna = await TestPeer.open(room, 'anna');
  t.teardown(() => anna.close());
  await anna.publishMicrophone();
  await anna.connect();
  return { send: () => anna.talkInLargePackets(1, payloadBytes), keyFrameRequests: () => 0 };
}

async function openCamera(t: Test, room: MediaRoom): Promise<Sender> {
  const { send } = await room.openPeer('anna', { codecs: [], headerExtensions: [] });
  const anna = await TestTransport.connect(send, (dtls) => room.connectTransport('anna', send.id, dtls));
  t.teardown(() => anna.close());
  const rtpParameters = vp8Parameters(1);
  await room.publishTrack('anna', { source: 'camera', kind: 'video', rtpParameters, paused: false });
  return {
    send: () => anna.sendPicture(rtpParameters.encodings[0]?.ssrc ?? 0, payloadBytes),
    keyFrameRequests: () => anna.keyFrameRequests,
  };
}

const voice = { what: 'a voice', open: openVoice, capabilities: opusWithNack };
const video = { what: 'a video', open: openCamera, capabilities: vp8WithRtx };
type Stream = typeof video;

async function setUpLine(t: Test, { open, capabilities }: Stream): Promise<Line> {
  const { room, handlers } = await setUpRoom(t, 'anna', 'ben');
  const sender = await open(t, room);
  const receiver = await TestPeer.open(room, 'ben', capabilities);
  t.teardown(() => receiver.close());
  const [consumer] = await handlers.consumers('ben', 1);
  if (!consumer) throw new Error('There is no consumer');
  await receiver.connect();
  await room.resumeConsumers('ben', [consumer.consumerId]);
  const [encoding] = Value.Parse(RtpParameters, consumer.rtpParameters).encodings;
  const ssrc = encoding?.ssrc ?? 0;
  const rtxSsrc = encoding?.rtx?.ssrc;
  return { ...sender, receiver, ssrc, repeatSsrc: rtxSsrc ?? ssrc, repeatOverheadBytes: rtxSsrc === undefined ? 0 : 2 };
}

/** What the receiver got so far. RFC 3550, 5.1: the header is not encrypted. */
function tally({ receiver, ssrc, repeatSsrc, repeatOverheadBytes }: Line) {
  const sent = new Set<number>();
  const repeats: number[] = [];
  const bytes = { sent: 0, repeated: 0 };
  for (const datagram of receiver.datagrams) {
    const [from, number] = [datagram.readUInt32BE(8), datagram.readUInt16BE(2)];
    const length = datagram.length - authenticationTagBytes;
    if (from === ssrc && !sent.has(number)) {
      sent.add(number);
      bytes.sent += length;
    } else if (from === repeatSsrc) {
      repeats.push(number);
      bytes.repeated += length - repeatOverheadBytes;
    }
  }
  return { sent: [...sent], repeats, bytes };
}

/** Sends and waits for a packet: what was requested before is answered before it. */
async function settle(line: Line): Promise<void> {
  const before = tally(line).sent.length;
  await line.send();
  await waitUntil(() => tally(line).sent.length > before, 'the last packet arrives');
}

for (const stream of [voice, video]) {
  t.test(
    `at most half of ${stream.what} is sent again to a receiver that requests all of it all the time`,
    async (t) => {
      const line = await setUpLine(t, stream);
      /** When each packet would have been sent again last, without a limit. */
      const answeredAtMs = new Map<number, number>();
      let [requested, answerable] = [0, 0];
      const request = async (numbers: number[]): Promise<void> => {
        const now = performance.now();
        requested += numbers.length;
        for (const number of numbers) {
          if (now - (answeredAtMs.get(number) ?? Number.NEGATIVE_INFINITY) < repeatMs) continue;
          answeredAtMs.set(number, now);
          answerable += 1;
        }
        if (numbers.length > 0) await line.receiver.sendNack(line.ssrc, numbers);
      };
      const limitBytes = () => reserveBytes + tally(line).bytes.sent / 2;
      await waitUntil(
        async () => {
          await line.send();
          await request(tally(line).sent.slice(-keptPackets));
          return answerable * payloadBytes > limitBytes() * 4;
        },
        'the receiver has requested four times as much as may be sent again',
        60,
      );
      await settle(line);
      const { sent, repeats, bytes } = tally(line);
      const possible = `${requested} times requested, ${answerable} answers possible`;
      const figures = `${sent.length} packets, ${possible}, ${repeats.length} sent again`;
      t.ok(bytes.repeated <= limitBytes(), `within half and the reserve: ${figures}`);
      t.ok(bytes.repeated > limitBytes() * 0.9, `the budget is used: ${bytes.repeated} of ${limitBytes()} bytes`);
    },
  );

  t.test(`each lost packet of ${stream.what} is sent again while a third is lost`, async (t) => {
    const line = await setUpLine(t, stream);
    const requested = new Set<number>();
    await waitUntil(
      async () => {
        await line.send();
        const { sent } = tally(line);
        const lost = sent.filter((number, index) => index % 3 === 0 && !requested.has(number));
        for (const number of lost) requested.add(number);
        if (lost.length > 0) await line.receiver.sendNack(line.ssrc, lost);
        // More than the reserve alone would allow.
        return requested.size * payloadBytes > reserveBytes * 1.5;
      },
      'enough is lost',
      60,
    );
    await settle(line);
    const { sent, repeats } = tally(line);
    t.equal(repeats.length, requested.size, `${sent.length} packets, ${requested.size} lost`);
    // In a stream of their own they have other numbers.
    if (line.repeatSsrc === line.ssrc) t.same(new Set(repeats), requested, 'the lost ones');
  });
}

/** Sends until so many packets have arrived, and returns their numbers. The first ones may come before it is forwarded. */
async function sendPackets(line: Line, count: number): Promise<number[]> {
  await waitUntil(async () => {
    await line.send();
    return tally(line).sent.length >= count;
  }, `${count} packets arrive`);
  return tally(line).sent;
}

t.test('a gap of a video that is too large to be sent again is answered with a key frame', async (t) => {
  const line = await setUpLine(t, video);
  // Half of what is sent is earned, and the reserve is full: 25 packets, and 10 more are many.
  const sent = await sendPackets(line, keptPackets);
  const before = line.keyFrameRequests();
  await line.receiver.sendNack(line.ssrc, sent);
  await waitUntil(() => line.keyFrameRequests() > before, 'the sender is asked for a key frame');
  t.ok(tally(line).repeats.length * payloadBytes <= reserveBytes, 'what fits into the budget is sent again');
});

t.test('a gap of a video that was lost too long ago to be kept is answered with a key frame', async (t) => {
  const line = await setUpLine(t, video);
  const [first = 0] = await sendPackets(line, 1);
  const before = line.keyFrameRequests();
  // Never sent: the worker has them no more than old ones.
  await line.receiver.sendNack(
    line.ssrc,
    Array.from({ length: 20 }, (_, index) => (first - 21 + index) & 0xffff),
  );
  await waitUntil(() => line.keyFrameRequests() > before, 'the sender is asked for a key frame');
});

t.test('small gaps of a video cause no request for a key frame', async (t) => {
  const line = await setUpLine(t, video);
  const sent = await sendPackets(line, 20);
  const before = line.keyFrameRequests();
  for (const number of sent) await line.receiver.sendNack(line.ssrc, [number]);
  await waitUntil(() => tally(line).repeats.length === sent.length, 'all are sent again');
  await settle(line);
  t.equal(line.keyFrameRequests(), before);
});
