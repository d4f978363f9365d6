import t from 'tap';
import { captureFilter } from '../../../../bench/capture/packet-capture.ts';
import { readCapture } from '../../../../bench/capture/read-capture.ts';

const serverPort = 20_001;

interface Packet {
  from: number;
  to: number;
  timestamp: number;
  sequenceNumber: number;
  ssrc: number;
}

function captureFile(packets: readonly Packet[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b23c4d);
  const records = packets.map(({ from, to, timestamp, sequenceNumber, ssrc }, index) => {
    const record = Buffer.alloc(16 + 54);
    record.writeUInt32LE(1_000 + index, 0);
    record.writeUInt32LE(250_000, 4);
    record.writeUInt32LE(54, 8);
    record.writeUInt32LE(1_200, 12);
    const ip = 16 + 14;
    record[ip] = 0x45;
    record.writeUInt16BE(from, ip + 20);
    record.writeUInt16BE(to, ip + 22);
    const rtp = ip + 28;
    record[rtp] = 0x80;
    record.writeUInt16BE(sequenceNumber, rtp + 2);
    record.writeUInt32BE(timestamp, rtp + 4);
    record.writeUInt32BE(ssrc, rtp + 8);
    return record;
  });
  return Buffer.concat([header, ...records]);
}

t.test('a capture is split at the server: what goes in, and what comes out', async (t) => {
  const { ingress, egress } = readCapture(
    captureFile([
      { from: 40_000, to: serverPort, timestamp: 960, sequenceNumber: 7, ssrc: 1 },
      { from: serverPort, to: 40_001, timestamp: 960, sequenceNumber: 900, ssrc: 2 },
      { from: serverPort, to: 40_002, timestamp: 960, sequenceNumber: 901, ssrc: 2 },
    ]),
    (port) => port === serverPort,
  );
  t.same([...ingress.timeMs], [1_000_000.25]);
  t.same([...ingress.sequenceNumber], [7]);
  t.same([...egress.timestamp], [960, 960]);
  t.not(egress.stream[0], egress.stream[1], 'one SSRC to two receivers is two streams');
});

t.test('a file of another kind is refused, a cut one is read as far as it goes', async (t) => {
  t.throws(() => readCapture(Buffer.alloc(24), () => true), { message: 'Not a capture with nanoseconds' });
  const whole = captureFile([{ from: 1, to: serverPort, timestamp: 0, sequenceNumber: 1, ssrc: 1 }]);
  t.equal(readCapture(whole.subarray(0, 60), () => true).ingress.timeMs.length, 0);
});

t.test('nothing but RTP at the media ports is captured, and of it one frame in so many', async (t) => {
  const ports = { first: serverPort, last: serverPort };
  const all = captureFilter({ ports, audioPayloadTypes: [100], sampleEvery: 1 });
  t.match(all, /^udp portrange 20001-20001 and udp\[8\] & 0xc0 = 0x80/);
  const some = captureFilter({ ports, audioPayloadTypes: [100], sampleEvery: 8 });
  t.match(some, 'udp[9] & 0x7f = 100');
  t.match(some, `udp[12:4] & ${7 << 6} = 0`, 'audio: bits above those that 20 ms leave zero');
  t.match(some, `udp[12:4] & ${7 << 3} = 0`, 'video: likewise for a thirtieth of a second');
});
