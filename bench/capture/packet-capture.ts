/**
 * Kernel timestamps of packets that enter and leave a server, captured by tcpdump: the reference for its latency
 * (docs/performance.md).
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alignedBits, type StreamKind } from '../clients/stream.ts';
import { type Capture, readCapture } from './read-capture.ts';
import { Tcpdump } from './tcpdump.ts';

export interface PortRange {
  first: number;
  last: number;
}

export interface CaptureOptions {
  interface: string;
  /** The server's media ports: only their traffic is captured. */
  ports: PortRange;
  audioPayloadTypes: readonly number[];
  /** One of this many frames is captured, the same ones entering and leaving. */
  sampleEvery: number;
}

/** Ethernet, IPv4, UDP and the fixed RTP header; the payload is never captured. */
const snapshotBytes = 64;

/** @returns why packets cannot be captured here, or null */
export function whyNoCapture(networkInterface: string): string | null {
  const probe = spawnSync('tcpdump', ['-i', networkInterface, '-c', '1', '--immediate-mode', 'udp port 1'], {
    timeout: 600,
    encoding: 'utf8',
  });
  if (probe.error && 'code' in probe.error && probe.error.code === 'ENOENT') return 'tcpdump is not installed';
  return /listening on/.test(probe.stderr) ? null : 'tcpdump may not capture here (it needs root or CAP_NET_RAW)';
}

export class PacketCapture {
  readonly #tcpdump: Tcpdump;
  readonly #directory: string;
  readonly #ports: PortRange;

  static async start(options: CaptureOptions): Promise<PacketCapture> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-bench-'));
    const tcpdump = await Tcpdump.start({
      interface: options.interface,
      filter: captureFilter(options),
      snapshotBytes,
      file: fileIn(directory),
    });
    return new PacketCapture(tcpdump, directory, options.ports);
  }

  private constructor(tcpdump: Tcpdump, directory: string, ports: PortRange) {
    [this.#tcpdump, this.#directory, this.#ports] = [tcpdump, directory, ports];
  }

  get pid(): number {
    return this.#tcpdump.pid;
  }

  /** Stops the capture. @returns the packets, and how many the kernel dropped */
  async stop(): Promise<Capture & { dropped: number }> {
    // The last block of packets is delivered when it is full or this old.
    await delay(1_100);
    const dropped = await this.#tcpdump.stop();
    const file = await readFile(fileIn(this.#directory));
    await rm(this.#directory, { recursive: true, force: true });
    const { first, last } = this.#ports;
    return { ...readCapture(file, (port) => port >= first && port <= last), dropped };
  }
}

const fileIn = (directory: string): string => join(directory, 'packets');

/** For pcap-filter(7): RTP only (version 2, without RTCP's types), of the sampled frames. */
export function captureFilter({ ports, audioPayloadTypes, sampleEvery }: Omit<CaptureOptions, 'interface'>): string {
  const isRtp = 'udp[8] & 0xc0 = 0x80 and (udp[9] & 0x7f < 64 or udp[9] & 0x7f > 95)';
  const base = `udp portrange ${ports.first}-${ports.last} and ${isRtp}`;
  if (sampleEvery === 1) return base;
  const isAudio = audioPayloadTypes.map((type) => `udp[9] & 0x7f = ${type}`).join(' or ');
  const sampled = (kind: StreamKind) => `udp[12:4] & ${(sampleEvery - 1) << alignedBits[kind]} = 0`;
  return `${base} and (((${isAudio}) and ${sampled('audio')}) or (not (${isAudio}) and ${sampled('video')}))`;
}
