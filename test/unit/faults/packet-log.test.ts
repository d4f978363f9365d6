import t from 'tap';
import { kindOf, type Packet, PacketLog } from '../../support/faults/network/packet-log.ts';

const places = [
  { name: 'clients', address: '10.208.7.1', isClient: true },
  { name: 'node-1', address: '10.208.7.2', isClient: false },
  { name: 'node-2', address: '10.208.7.3', isClient: false },
  { name: 'anna', address: '10.208.7.9', isClient: true },
];

/** Beginnings of packets between a Chromium and a media worker. */
const captured = {
  stunRequest: '000100482112a442',
  stunAnswer: '0101002c2112a442',
  clientHello: '16feff0000000000000000009f010000930000000000000093fefd',
  applicationData: '17fefd0001000000000001002f',
  opus: '90e4521d3b9aca005bd1f1e2bede0001',
  opusWithMarker: '90ef521d3b9aca005bd1f1e2bede0001',
  vp8: '906566c1a7d8c0b4127a9cd4bede0002',
  senderReport: '80c80006aabbccdd',
  receiverReport: '81c90007aabbccdd',
  feedback: '8fcd0005aabbccdd',
  pictureLoss: '81ce0002aabbccdd',
};
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

t.test('RTP is told from what else uses its port', async (t) => {
  for (const name of ['stunRequest', 'stunAnswer'] as const) t.equal(kindOf(bytes(captured[name])), 'stun', name);
  for (const name of ['clientHello', 'applicationData'] as const) t.equal(kindOf(bytes(captured[name])), 'dtls', name);
  for (const name of ['opus', 'opusWithMarker', 'vp8'] as const) t.equal(kindOf(bytes(captured[name])), 'rtp', name);
  for (const name of ['senderReport', 'receiverReport', 'feedback', 'pictureLoss'] as const)
    t.equal(kindOf(bytes(captured[name])), 'rtcp', name);
  t.equal(kindOf(bytes('')), 'other', 'an empty datagram');
  t.equal(kindOf(bytes('80')), 'other', 'one byte');
  t.equal(kindOf(bytes('4001')), 'other', 'a TURN channel');
});

interface Datagram {
  atMs: number;
  from: string;
  to: string;
  payload: string;
  /** 17 is UDP. */
  protocol?: number;
  /** Bytes of IPv4 options. */
  options?: number;
}

/** A capture file with nanoseconds, as of draft-ietf-opsawg-pcap. */
function captureFile(datagrams: readonly Datagram[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b23c4d);
  return Buffer.concat([header, ...datagrams.map(recordOf)]);
}

function recordOf({ atMs, from, to, payload, protocol = 17, options = 0 }: Datagram): Buffer {
  const data = bytes(payload);
  const packet = Buffer.alloc(14 + 20 + options + 8 + data.length);
  packet.writeUInt16BE(0x0800, 12);
  packet[14] = 0x45 + options / 4;
  packet[14 + 9] = protocol;
  packet.set(from.split('.').map(Number), 14 + 12);
  packet.set(to.split('.').map(Number), 14 + 16);
  const udp = 14 + 20 + options;
  packet.writeUInt16BE(40_000, udp);
  packet.writeUInt16BE(50_000, udp + 2);
  packet.writeUInt16BE(8 + 120, udp + 4);
  packet.set(data, udp + 8);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(atMs / 1_000), 0);
  header.writeUInt32LE((atMs % 1_000) * 1e6, 4);
  header.writeUInt32LE(packet.length, 8);
  header.writeUInt32LE(packet.length + 112, 12);
  return Buffer.concat([header, packet]);
}

t.test('captures of several hosts become one list by time, on the time line of the test', async (t) => {
  const first = captureFile([
    { atMs: 5_000_100, from: '10.208.7.2', to: '10.208.7.1', payload: captured.opus },
    { atMs: 5_000_300, from: '10.208.7.2', to: '10.208.7.9', payload: captured.senderReport, options: 4 },
    { atMs: 5_000_400, from: '10.208.7.2', to: '192.0.2.1', payload: captured.opus },
    { atMs: 5_000_500, from: '10.208.7.2', to: '10.208.7.1', payload: captured.opus, protocol: 6 },
  ]);
  const second = captureFile([
    { atMs: 5_000_200, from: '10.208.7.3', to: '10.208.7.1', payload: captured.stunAnswer },
    { atMs: 5_000_600, from: '10.208.7.3', to: '10.208.7.1', payload: captured.opus },
  ]);
  const log = PacketLog.read([first, second.subarray(0, -1)], places, 5_000_000);
  t.same(log.packets, [
    { at: 100, from: 'node-1', to: 'clients', fromPort: 40_000, toPort: 50_000, kind: 'rtp', bytes: 120 },
    { at: 200, from: 'node-2', to: 'clients', fromPort: 40_000, toPort: 50_000, kind: 'stun', bytes: 120 },
    { at: 300, from: 'node-1', to: 'anna', fromPort: 40_000, toPort: 50_000, kind: 'rtcp', bytes: 120 },
  ]);
});

/** A packet each 20 ms. */
function series(from: string, to: string, begin: number, end: number, kind: Packet['kind'] = 'rtp'): Packet[] {
  const count = Math.floor((end - begin) / 20) + 1;
  return Array.from({ length: count }, (_, index) => ({
    ...{ at: begin + index * 20, from, to, fromPort: 40_000, toPort: 50_000, kind, bytes: 120 },
  }));
}

t.test('a host forwards from the first to the last RTP packet of a series to clients', async (t) => {
  const log = new PacketLog(
    [
      ...series('node-1', 'anna', 1_000, 2_000),
      ...series('node-1', 'clients', 1_500, 3_000),
      ...series('node-1', 'clients', 3_400, 4_000),
      ...series('clients', 'node-1', 0, 9_000),
      ...series('node-1', 'node-2', 0, 9_000),
      ...series('node-1', 'clients', 4_000, 9_000, 'rtcp'),
      ...series('node-1', 'clients', 4_000, 9_000, 'stun'),
    ],
    places,
  );
  t.same(log.forwardingOf('node-1'), [
    { from: 1_000, to: 3_000 },
    { from: 3_400, to: 4_000 },
  ]);
  t.same(log.forwardingOf('node-2'), []);
  t.same(log.forwardingOf('clients'), [], 'clients do not forward');
});

t.test('the overlap of two hosts is the time in which both forwarded', async (t) => {
  const log = new PacketLog(
    [
      ...series('node-1', 'clients', 1_000, 2_000),
      ...series('node-1', 'clients', 3_000, 4_000),
      ...series('node-2', 'clients', 1_800, 3_100),
      ...series('node-3', 'clients', 5_000, 6_000),
    ],
    places,
  );
  t.equal(log.overlapMs('node-1', 'node-2'), 300);
  t.equal(log.overlapMs('node-2', 'node-1'), 300);
  t.equal(log.overlapMs('node-1', 'node-3'), 0);
});
