import t from 'tap';
import { createSrtp } from '../../../../bench/clients/light-transport.ts';
import { dueMs, encryptStream, isSampled, randomStart, shapes, timestampOf } from '../../../../bench/clients/stream.ts';

const key = Buffer.alloc(16, 1);
const salt = Buffer.alloc(12, 2);

t.test('packets are due by an absolute schedule, each stream with a phase of its own', async (t) => {
  const start = { ...randomStart('audio', 1), phase: 0.5 };
  t.same(
    [0, 1, 50].map((index) => dueMs('audio', start, index)),
    [10, 30, 1_010],
  );
});

t.test('one frame in so many is sampled, of both kinds, whole, and also when a server counts from zero', async (t) => {
  const every = 8;
  for (const kind of ['audio', 'video'] as const) {
    const start = randomStart(kind, 3);
    const { packetsPerFrame } = shapes[kind];
    const timestamps = Array.from({ length: 32 * packetsPerFrame }, (_, index) => timestampOf(kind, start, index));
    const sampled = timestamps.filter((timestamp) => isSampled(kind, timestamp, every));
    t.equal(sampled.length, (32 / every) * packetsPerFrame, kind);
    const fromZero = timestamps.map((timestamp) => (timestamp - start.timestamp) >>> 0);
    t.same(
      fromZero.map((timestamp) => isSampled(kind, timestamp, every)),
      timestamps.map((timestamp) => isSampled(kind, timestamp, every)),
    );
  }
});

t.test('what is sent is SRTP of the pinned cipher with a readable header', async (t) => {
  const spec = { kind: 'video', end: 0, ssrc: 77, payloadType: 101, audioLevelId: null } as const;
  const start = randomStart('video', 1);
  const [packet] = encryptStream(spec, start, 1, createSrtp(key, salt, key, salt));
  const tagBytes = 16;
  t.equal(packet?.length, 12 + shapes.video.payloadBytes + tagBytes);
  t.equal(packet?.readUInt32BE(8), 77);
  t.equal(packet?.readUInt32BE(4), start.timestamp);
});

t.test('frames that were made before are sent in their order, each in the packets of one picture', async (t) => {
  const frames = [1, 2].map((content) => new Uint8Array(90).fill(content));
  const spec = { kind: 'video', end: 0, ssrc: 77, payloadType: 101, audioLevelId: null, frames } as const;
  const srtp = { encrypt: (payload: Buffer) => payload };
  const start = randomStart('video', 1);
  const packets = encryptStream(spec, start, 2 / 30, srtp as unknown as ReturnType<typeof createSrtp>);
  t.same(
    packets.map((packet) => [packet[0], packet.length, packet[1]]),
    [1, 2].flatMap((content) => [
      [0x10, 31, content],
      [0, 31, content],
      [0, 31, content],
    ]),
  );
});
