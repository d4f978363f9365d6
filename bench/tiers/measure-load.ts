/**
 * Tier 2: light clients under full load. Connects all participants, sends on schedule for a warm-up and a window, and
 * measures the server between its sockets.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { PacketCapture } from '../capture/packet-capture.ts';
import { PacketSink } from '../capture/packet-sink.ts';
import { nowMs } from '../clients/client-clock.ts';
import { ClientPool } from '../clients/client-pool.ts';
import { ConnectedEnds } from '../clients/connected-ends.ts';
import type { PacketColumns, ReceivedReport, SentReport } from '../clients/process-messages.ts';
import { type StreamKind, type StreamSpec, shapes } from '../clients/stream.ts';
import { CpuMeter, type ProcessLoad } from '../machine/cpu-meter.ts';
import { readSocketDrops } from '../machine/socket-drops.ts';
import { isClientBound } from '../statistics/client-bound.ts';
import { joinPackets } from '../statistics/join-packets.ts';
import { percentilesOf } from '../statistics/percentiles.ts';
import type { Network } from '../systems/network.ts';
import type { Crowd, RunningSystem, System } from '../systems/system.ts';
import type { Figures } from './tier-figures.ts';

export interface LoadOptions {
  system: System;
  network: Network;
  crowd: Crowd;
  /** Length of the window. */
  seconds: number;
  canCapture: boolean;
  /** The kernel counts and drops what clients receive. */
  sink: boolean;
}

const startInMs = 300;
/**
 * Some servers regard a stream as started with its first packet and forward only the next ones: these packets are sent
 * first and not counted.
 */
const leadInMs = 300;
const drainMs = 500;
const tailSeconds = 0.3;
/** Packets per second that are captured and logged: more would affect the measurement. */
const timedPps = 20_000;
const srtpOverheadBytes = 12 + 16;

const kindsOf = ({ media }: Crowd): StreamKind[] => (media === 'audio' ? ['audio'] : ['audio', 'video']);

export function packetsPerSecond(crowd: Crowd): { ingress: number; egress: number } {
  const each = kindsOf(crowd).reduce((sum, kind) => sum + shapes[kind].packetsPerSecond, 0);
  const ingress = crowd.rooms * crowd.people * each;
  return { ingress, egress: ingress * (crowd.people - 1) };
}

/** A power of two, so that bits of the timestamp can select frames. */
export function chooseSampling(totalPps: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(totalPps / timedPps)));
}

export async function measureLoad(options: LoadOptions): Promise<Figures> {
  const { system, network, crowd } = options;
  const server = await system.start(network, crowd);
  try {
    // Without a server there is nothing to measure but the clients.
    const sink = options.sink && Object.keys(server.processes).length > 0 ? PacketSink.open(server.ports) : null;
    const pool = new ClientPool(sink ? 0 : packetsPerSecond(crowd).egress);
    try {
      const ends = new ConnectedEnds(pool, server.clientAddress ?? network.clientAddress);
      const streams = await server.setUp(crowd, ends);
      return await new Load(options, pool, server, streams, ends.receivingPorts, sink).run();
    } finally {
      await pool.close();
      sink?.close();
    }
  } finally {
    await server.close();
  }
}

interface Window {
  loads: Record<string, ProcessLoad>;
  capture: Awaited<ReturnType<PacketCapture['stop']>> | null;
}

class Load {
  readonly #options: LoadOptions;
  readonly #pool: ClientPool;
  readonly #server: RunningSystem;
  readonly #streams: StreamSpec[];
  readonly #ports: ReadonlySet<number>;
  readonly #sampleEvery: number;
  readonly #sink: PacketSink | null;

  constructor(
    options: LoadOptions,
    pool: ClientPool,
    server: RunningSystem,
    streams: StreamSpec[],
    ports: ReadonlySet<number>,
    sink: PacketSink | null,
  ) {
    this.#options = options;
    this.#sink = sink;
    this.#pool = pool;
    this.#server = server;
    this.#streams = streams;
    this.#ports = ports;
    const { ingress, egress } = packetsPerSecond(options.crowd);
    this.#sampleEvery = chooseSampling(ingress + egress);
  }

  async run(): Promise<Figures> {
    const { seconds } = this.#options;
    const { sender, receivers } = this.#pool;
    const sampleEvery = this.#sampleEvery;
    const warmUpSeconds = Math.min(2, seconds * 0.2);
    const total = warmUpSeconds + seconds + tailSeconds;
    await sender.request('load', { streams: this.#streams, seconds: leadInMs / 1_000 + total, sampleEvery });
    await sender.request('send', { startAtMs: nowMs() + startInMs, untilMs: leadInMs });
    await delay(drainMs);
    const { audioPayloadTypes } = this.#server;
    await Promise.all(
      receivers.map((receiver) =>
        receiver.request('listen', { audioPayloadTypes: [...audioPayloadTypes], sampleEvery }),
      ),
    );
    const sunkBefore = this.#sink?.count() ?? 0;
    const sending = sender.request('send', { startAtMs: nowMs() + startInMs, fromMs: leadInMs });
    const [sent, window] = await Promise.all([sending, this.#watch(startInMs + warmUpSeconds * 1_000)]);
    await delay(drainMs);
    const received = await Promise.all(receivers.map((receiver) => receiver.request('collect', null)));
    const sunk = (this.#sink?.count() ?? 0) - sunkBefore;
    return this.#conclude(sent, { received, sunk }, window, total);
  }

  async #watch(afterMs: number): Promise<Window> {
    const { network, canCapture, seconds } = this.#options;
    const { ports, audioPayloadTypes, processes } = this.#server;
    const sampling = { sampleEvery: this.#sampleEvery, ports, audioPayloadTypes };
    const startAt = nowMs() + afterMs;
    const capture =
      canCapture && Object.keys(processes).length > 0
        ? await PacketCapture.start({ interface: network.interface, ...sampling })
        : null;
    await delay(Math.max(0, startAt - nowMs()));
    const clients = this.#pool.pids.map((pid, index) => [`client ${index}`, pid] as const);
    const meter = new CpuMeter({
      ...processes,
      ...Object.fromEntries(clients),
      ...(capture && { capture: capture.pid }),
    });
    await delay(seconds * 1_000);
    const loads = meter.read();
    return { loads, capture: capture ? await capture.stop() : null };
  }

  #conclude(
    sent: SentReport,
    { received, sunk }: { received: ReceivedReport[]; sunk: number },
    { loads, capture }: Window,
    total: number,
  ): Figures {
    const { crowd } = this.#options;
    const processes = pick(loads, Object.keys(this.#server.processes));
    const clients = this.#pool.pids.map((_, index) => loads[`client ${index}`]?.cores ?? 0);
    const watching = loads.capture?.cores ?? 0;
    const clientBound = isClientBound({ perProcess: clients, watching, cores: availableParallelism() });
    const arrived = received.reduce((sum, report) => sum + report.total, sunk);
    const expected =
      sent.sentPerStream.reduce((sum, count) => sum + count, 0) * (this.#server.copies ?? crowd.people - 1);
    const clientDrops = readSocketDrops(this.#ports);
    const byClients = joinPackets(sent.packets, merge(received.map(({ packets }) => packets)));
    const byKernel = capture ? joinPackets(capture.ingress, capture.egress) : null;
    const timed = byKernel ?? byClients;
    const pps = arrived / total;
    const forwarding = coresOfForwarding(processes);
    const packetsTimed = timed.latenciesMs.length;
    return {
      timing: byKernel ? 'kernel' : 'clients',
      residenceMs: clientBound ? null : percentilesOf(timed.latenciesMs),
      endToEndMs: clientBound || sunk > 0 ? null : percentilesOf(byClients.latenciesMs),
      loss: expected === 0 ? 0 : Math.max(0, expected - arrived - clientDrops) / expected,
      pps,
      mbps: (pps * meanPacketBytes(crowd) * 8) / 1e6,
      ppsPerCore: forwarding > 0 ? pps / forwarding : null,
      cpu: sum(processes, ({ cores }) => cores),
      rssMb: sum(processes, ({ residentMb }) => residentMb),
      processes,
      clientBound,
      quality: {
        clients,
        capture: watching,
        pacingLateP99Ms: percentilesOf(sent.lateMs)?.p99 ?? 0,
        packetsTimed,
        unmatched: timed.unmatched,
        captureDrops: capture?.dropped ?? 0,
        clientDrops,
        sampleEvery: this.#sampleEvery,
      },
    };
  }
}

function meanPacketBytes(crowd: Crowd): number {
  const kinds = kindsOf(crowd).map((kind) => shapes[kind]);
  const packets = kinds.reduce((count, shape) => count + shape.packetsPerSecond, 0);
  const bytes = kinds.reduce(
    (count, shape) => count + shape.packetsPerSecond * (shape.payloadBytes + srtpOverheadBytes),
    0,
  );
  return bytes / packets;
}

const sum = (loads: Record<string, ProcessLoad>, read: (load: ProcessLoad) => number) =>
  Object.values(loads).reduce((total, load) => total + read(load), 0);

/** Of the media workers if a server has them, else of all its processes. */
export function coresOfForwarding(processes: Record<string, ProcessLoad>): number {
  const workers = Object.fromEntries(Object.entries(processes).filter(([name]) => name.startsWith('worker')));
  return sum(Object.keys(workers).length > 0 ? workers : processes, ({ cores }) => cores);
}

function pick(loads: Record<string, ProcessLoad>, names: readonly string[]): Record<string, ProcessLoad> {
  return Object.fromEntries(Object.entries(loads).filter(([name]) => names.includes(name)));
}

/** Joins the reports of several processes; their streams stay separate. */
function merge(reports: readonly PacketColumns[]): PacketColumns {
  const all = <T extends number>(read: (report: PacketColumns, index: number) => Iterable<T>) =>
    reports.flatMap((report, index) => [...read(report, index)]);
  const streamsEach = 2 ** 20;
  return {
    timeMs: Float64Array.from(all(({ timeMs }) => timeMs)),
    timestamp: Uint32Array.from(all(({ timestamp }) => timestamp)),
    sequenceNumber: Uint16Array.from(all(({ sequenceNumber }) => sequenceNumber)),
    stream: Uint32Array.from(all(({ stream }, index) => stream.map((value) => value + index * streamsEach))),
  };
}
