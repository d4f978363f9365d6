/**
 * Kernel timestamps of packets that enter and leave a server, captured by tcpdump: the reference for its latency
 * (docs/performance.md).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { alignedBits, type StreamKind } from '../clients/stream.ts';
import { type Capture, readCapture } from './read-capture.ts';

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
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #ports: PortRange;
  #messages = '';

  static async start(options: CaptureOptions): Promise<PacketCapture> {
    const directory = await mkdtemp(join(tmpdir(), 'hearthroom-bench-'));
    const capture = new PacketCapture(options, directory);
    const giveUpAt = performance.now() + 5_000;
    while (!capture.#messages.includes('listening on')) {
      if (performance.now() > giveUpAt) throw new Error(`tcpdump did not start: ${capture.#messages.trim()}`);
      await delay(20);
    }
    return capture;
  }

  private constructor(options: CaptureOptions, directory: string) {
    this.#directory = directory;
    this.#ports = options.ports;
    const asIs = process.getuid?.() === 0 ? ['-Z', 'root'] : [];
    const flags = ['-i', options.interface, '-n', '-s', String(snapshotBytes), '-B', '65536', ...asIs];
    const output = ['--time-stamp-precision=nano', '-w', join(directory, 'packets')];
    this.#child = spawn('tcpdump', [...flags, ...output, captureFilter(options)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.on('data', (text) => {
      this.#messages += String(text);
    });
    this.#child.on('error', (error) => {
      this.#messages += error.message;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Stops the capture. @returns the packets, and how many the kernel dropped */
  async stop(): Promise<Capture & { dropped: number }> {
    // The last block of packets is delivered when it is full or this old.
    await delay(1_100);
    this.#child.kill('SIGINT');
    await once(this.#child, 'close');
    const dropped = Number(/(\d+) packets? dropped by kernel/.exec(this.#messages)?.[1] ?? 0);
    const file = await readFile(join(this.#directory, 'packets'));
    await rm(this.#directory, { recursive: true, force: true });
    const { first, last } = this.#ports;
    return { ...readCapture(file, (port) => port >= first && port <= last), dropped };
  }
}

/** For pcap-filter(7): RTP only (version 2, without RTCP's types), of the sampled frames. */
export function captureFilter({ ports, audioPayloadTypes, sampleEvery }: Omit<CaptureOptions, 'interface'>): string {
  const isRtp = 'udp[8] & 0xc0 = 0x80 and (udp[9] & 0x7f < 64 or udp[9] & 0x7f > 95)';
  const base = `udp portrange ${ports.first}-${ports.last} and ${isRtp}`;
  if (sampleEvery === 1) return base;
  const isAudio = audioPayloadTypes.map((type) => `udp[9] & 0x7f = ${type}`).join(' or ');
  const sampled = (kind: StreamKind) => `udp[12:4] & ${(sampleEvery - 1) << alignedBits[kind]} = 0`;
  return `${base} and (((${isAudio}) and ${sampled('audio')}) or (not (${isAudio}) and ${sampled('video')}))`;
}
