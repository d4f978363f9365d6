/**
 * Reads a capture file (pcap, nanoseconds) of RTP over UDP over IPv4 over Ethernet, as tcpdump writes it on lo and
 * veth.
 */

import { PacketLog } from '../clients/packet-log.ts';
import type { PacketColumns } from '../clients/process-messages.ts';

/** draft-ietf-opsawg-pcap: the magic number of nanosecond files, in this machine's byte order. */
const nanosecondMagic = 0xa1b23c4d;
const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
const ethernetBytes = 14;
const udpBytes = 8;
const rtpBytes = 12;

export interface Capture {
  /** Packets to and from the server; times in ms since 1970. */
  ingress: PacketColumns;
  egress: PacketColumns;
}

/** @param isServer whether a UDP port belongs to the server */
export function readCapture(file: Buffer, isServer: (port: number) => boolean): Capture {
  const ingress = new PacketLog();
  const egress = new PacketLog();
  const streams = new Map<string, number>();
  for (const { timeMs, packet } of capturedPackets(file)) {
    const read = readPacket(packet);
    if (!read) continue;
    const isIngress = isServer(read.destinationPort);
    const key = `${isIngress ? read.sourcePort : read.destinationPort} ${read.ssrc}`;
    const stream = streams.get(key) ?? streams.size;
    streams.set(key, stream);
    (isIngress ? ingress : egress).add(timeMs, read.timestamp, read.sequenceNumber, stream);
  }
  return { ingress: ingress.toColumns(), egress: egress.toColumns() };
}

/**
 * The packets of a capture file as they were captured, cut to its snapshot length; times in ms since 1970. A packet that
 * is not written to its end yet is left out.
 */
export function* capturedPackets(file: Buffer): Generator<{ timeMs: number; packet: Buffer }> {
  if (file.length < fileHeaderBytes || file.readUInt32LE(0) !== nanosecondMagic) {
    throw new Error('Not a capture with nanoseconds');
  }
  for (let offset = fileHeaderBytes; offset + recordHeaderBytes <= file.length; ) {
    const begin = offset + recordHeaderBytes;
    const end = begin + file.readUInt32LE(offset + 8);
    if (end > file.length) return;
    const timeMs = file.readUInt32LE(offset) * 1_000 + file.readUInt32LE(offset + 4) / 1e6;
    yield { timeMs, packet: file.subarray(begin, end) };
    offset = end;
  }
}

function readPacket(packet: Buffer) {
  if (packet.length < ethernetBytes + 20 + udpBytes + rtpBytes) return null;
  const udp = ethernetBytes + ((packet[ethernetBytes] ?? 0) & 0x0f) * 4;
  const rtp = udp + udpBytes;
  if (packet.length < rtp + rtpBytes) return null;
  return {
    sourcePort: packet.readUInt16BE(udp),
    destinationPort: packet.readUInt16BE(udp + 2),
    sequenceNumber: packet.readUInt16BE(rtp + 2),
    timestamp: packet.readUInt32BE(rtp + 4),
    ssrc: packet.readUInt32BE(rtp + 8),
  };
}
