/** Counts packets by their headers only: the unencrypted part of SRTP is enough to identify each packet. */
import { nowMs } from './client-clock.ts';
import { PacketLog } from './packet-log.ts';
import type { ReceivedReport } from './process-messages.ts';
import { isSampled } from './stream.ts';

export class Receiver {
  #log = new PacketLog();
  #total = 0;
  #audio: ReadonlySet<number> = new Set();
  #sampleEvery = 1;
  /** Streams by transport and SSRC, numbered in order of appearance. */
  #streams = new Map<number, number>();

  listen(audioPayloadTypes: readonly number[], sampleEvery: number): void {
    this.#log = new PacketLog();
    this.#total = 0;
    this.#streams = new Map();
    this.#audio = new Set(audioPayloadTypes);
    this.#sampleEvery = sampleEvery;
  }

  /** @param end number of the transport on which it arrived */
  handlePacket(end: number, packet: Buffer): void {
    const payloadType = (packet[1] ?? 0) & 0x7f;
    // RFC 5761: these are RTCP.
    if (payloadType >= 64 && payloadType < 96) return;
    if (packet.length < 12) return;
    this.#total += 1;
    const timestamp = packet.readUInt32BE(4);
    if (!isSampled(this.#audio.has(payloadType) ? 'audio' : 'video', timestamp, this.#sampleEvery)) return;
    this.#log.add(nowMs(), timestamp, packet.readUInt16BE(2), this.#streamOf(end, packet.readUInt32BE(8)));
  }

  collect(): ReceivedReport {
    return { packets: this.#log.toColumns(), total: this.#total };
  }

  #streamOf(end: number, ssrc: number): number {
    const key = end * 0x1_0000_0000 + ssrc;
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = this.#streams.size;
    this.#streams.set(key, stream);
    return stream;
  }
}
