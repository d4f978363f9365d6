/**
 * What hosts of a TestNetwork have sent and received by UDP, from captures of the kernel. A packet counts when its sender
 * has sent it, also if a lost link drops it afterwards.
 */
import { capturedPackets } from '../../../../bench/capture/read-capture.ts';

/** By the first bytes of the payload: RFC 7983 (STUN, DTLS, RTP), RFC 5761 (RTCP beside RTP). */
export type PacketKind = 'stun' | 'dtls' | 'rtp' | 'rtcp' | 'other';

export interface Packet {
  /** Milliseconds, as of `performance.now()` in the process of the test. */
  at: number;
  /** Names of hosts. */
  from: string;
  to: string;
  fromPort: number;
  toPort: number;
  kind: PacketKind;
  /** Of the UDP payload. */
  bytes: number;
}

/** Milliseconds, as of `performance.now()` in the process of the test. */
export interface Interval {
  from: number;
  to: number;
}

/** Who has which IPv4 address. */
export interface Place {
  name: string;
  address: string;
  /** Whether clients have it: media that is sent to it is forwarded media. */
  isClient: boolean;
}

/** An audio packet is sent every 20 ms; a longer silence than this ends an interval. */
const silenceMs = 200;

export class PacketLog {
  /** By time. */
  readonly packets: readonly Packet[];
  readonly #clients: ReadonlySet<string>;

  /**
   * @param files captures, as tcpdump writes them; no packet is in two of them
   * @param originMs the time since 1970 at which `performance.now()` was 0
   */
  static read(files: readonly Buffer[], places: readonly Place[], originMs: number): PacketLog {
    const names = new Map(places.map(({ name, address }) => [address, name]));
    const packets: Packet[] = [];
    for (const file of files)
      for (const { timeMs, packet } of capturedPackets(file)) {
        const read = readDatagram(packet);
        const [from, to] = [names.get(read?.from ?? ''), names.get(read?.to ?? '')];
        if (read && from !== undefined && to !== undefined) packets.push({ ...read, at: timeMs - originMs, from, to });
      }
    return new PacketLog(packets, places);
  }

  constructor(packets: readonly Packet[], places: readonly Pick<Place, 'name' | 'isClient'>[]) {
    this.packets = packets.toSorted((one, other) => one.at - other.at);
    this.#clients = new Set(places.filter(({ isClient }) => isClient).map(({ name }) => name));
  }

  /**
   * When that host has sent RTP to clients: from the first to the last packet of each series without a long silence.
   * STUN, DTLS and RTCP are no forwarding.
   */
  forwardingOf(host: string): Interval[] {
    const intervals: Interval[] = [];
    for (const { at, from, to, kind } of this.packets) {
      if (from !== host || kind !== 'rtp' || !this.#clients.has(to)) continue;
      const last = intervals.at(-1);
      if (last && at - last.to <= silenceMs) last.to = at;
      else intervals.push({ from: at, to: at });
    }
    return intervals;
  }

  /** For how many milliseconds in all both hosts were forwarding. */
  overlapMs(host: string, other: string): number {
    const others = this.forwardingOf(other);
    const overlaps = this.forwardingOf(host).flatMap((one) =>
      others.map(({ from, to }) => Math.max(0, Math.min(one.to, to) - Math.max(one.from, from))),
    );
    return overlaps.reduce((sum, ms) => sum + ms, 0);
  }
}

const ethernetBytes = 14;
const udpBytes = 8;
const udpProtocol = 17;

/** @returns null for what is no UDP over IPv4 over Ethernet, or was captured in too small a part */
function readDatagram(packet: Buffer): (Omit<Packet, 'at' | 'from' | 'to'> & { from: string; to: string }) | null {
  if (packet.length < ethernetBytes + 20 + udpBytes) return null;
  const ip = packet.subarray(ethernetBytes);
  const [versionAndLength = 0] = ip;
  if (packet.readUInt16BE(12) !== 0x0800 || versionAndLength >> 4 !== 4 || ip[9] !== udpProtocol) return null;
  const udp = ip.subarray((versionAndLength & 0x0f) * 4);
  if (udp.length < udpBytes) return null;
  return {
    from: ip.subarray(12, 16).join('.'),
    to: ip.subarray(16, 20).join('.'),
    fromPort: udp.readUInt16BE(0),
    toPort: udp.readUInt16BE(2),
    kind: kindOf(udp.subarray(udpBytes)),
    bytes: udp.readUInt16BE(4) - udpBytes,
  };
}

export function kindOf(payload: Uint8Array): PacketKind {
  const [first = 255, second = 0] = payload;
  if (first <= 3) return 'stun';
  if (first >= 20 && first <= 63) return 'dtls';
  if (first < 128 || first > 191 || payload.length < 2) return 'other';
  // RTCP's packet types are 192 to 223; RTP has the marker bit and a payload type below 64 or above 95 there.
  return second >= 192 && second <= 223 ? 'rtcp' : 'rtp';
}
