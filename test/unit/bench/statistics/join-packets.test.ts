import t from 'tap';
import { PacketLog } from '../../../../bench/clients/packet-log.ts';
import type { PacketColumns } from '../../../../bench/clients/process-messages.ts';
import { type Start, timestampOf } from '../../../../bench/clients/stream.ts';
import { joinPackets } from '../../../../bench/statistics/join-packets.ts';

interface Stream {
  kind: 'audio' | 'video';
  start: Start;
  /** Time of the first packet. */
  atMs: number;
}

const packets = 300;
const intervalMs = { audio: 20, video: 1_000 / 90 };

/** @param change how the server changes each packet: null drops it */
function record(
  streams: readonly Stream[],
  change: (
    packet: { timeMs: number; timestamp: number; sequenceNumber: number },
    start: Start,
  ) => typeof packet | null = (packet) => packet,
): PacketColumns {
  const log = new PacketLog();
  for (const [stream, { kind, start, atMs }] of streams.entries()) {
    for (let index = 0; index < packets; index += 1) {
      const changed = change(
        {
          timeMs: atMs + index * intervalMs[kind],
          timestamp: timestampOf(kind, start, index),
          sequenceNumber: (start.sequenceNumber + index) & 0xffff,
        },
        start,
      );
      if (changed) log.add(changed.timeMs, changed.timestamp, changed.sequenceNumber & 0xffff, stream);
    }
  }
  return log.toColumns();
}

const streams: Stream[] = [
  { kind: 'audio', start: { timestamp: 0x10000, sequenceNumber: 100, phase: 0, leap: 1 }, atMs: 1_000 },
  { kind: 'audio', start: { timestamp: 0xffff0000, sequenceNumber: 0xfff0, phase: 0, leap: 2 }, atMs: 1_000.2 },
  { kind: 'video', start: { timestamp: 0x7000_0000, sequenceNumber: 65_501, phase: 0, leap: 3 }, atMs: 1_003 },
];

const rounded = (values: Float64Array) => new Set([...values].map((value) => Math.round(value * 1_000) / 1_000));

t.test('copies are found by timestamp and distance of sequence numbers, also over their wrap-around', async (t) => {
  const copies = record(streams, (packet) => ({
    ...packet,
    timeMs: packet.timeMs + 0.5,
    sequenceNumber: packet.sequenceNumber + 12_345,
  }));
  const { latenciesMs, unmatched } = joinPackets(record(streams), copies);
  t.equal(latenciesMs.length, packets * streams.length);
  t.same(rounded(latenciesMs), new Set([0.5]));
  t.equal(unmatched, 0);
});

t.test(
  'copies of a server that counts anew from zero are found by the leaps in time, each to its own stream',
  async (t) => {
    const copies = record(streams, (packet, start) => ({
      timeMs: packet.timeMs + 0.7,
      timestamp: (packet.timestamp - start.timestamp) >>> 0,
      sequenceNumber: packet.sequenceNumber - start.sequenceNumber + 1,
    }));
    const { latenciesMs, unmatched } = joinPackets(record(streams), copies);
    t.equal(latenciesMs.length, packets * streams.length);
    t.same(rounded(latenciesMs), new Set([0.7]));
    t.equal(unmatched, 0);
  },
);

t.test('lost copies are no latency, and reordered ones keep their own', async (t) => {
  let count = 0;
  const copies = record(streams, (packet) => {
    count += 1;
    if (count % 10 === 0) return null;
    return { ...packet, timeMs: packet.timeMs + (count % 7 === 0 ? 30 : 1) };
  });
  const { latenciesMs, unmatched } = joinPackets(record(streams), copies);
  t.equal(latenciesMs.length, packets * streams.length * 0.9);
  t.same(rounded(latenciesMs), new Set([1, 30]));
  t.equal(unmatched, 0);
});

t.test('copies without an original are counted, not guessed', async (t) => {
  const { latenciesMs, unmatched } = joinPackets(record(streams.slice(0, 1)), record(streams.slice(2)));
  t.equal(latenciesMs.length, 0);
  t.equal(unmatched, packets);
});
