/** The current and total load of a media worker, from mediasoup's observers. */
import type { types } from 'mediasoup';
import { expectedPackets, packetsOf, typicalGroup } from './stream-load.ts';

export interface WorkerStats {
  /** Index of the worker, from 0; a replaced process keeps it. */
  worker: number;
  isRunning: boolean;
  /**
   * User and system time as counted by the kernel. This and the four counters below only grow, over all processes of
   * that index.
   */
  cpuSeconds: number;
  /** RTP packets received from senders. */
  packetsIn: number;
  /** RTP packets sent to receivers. */
  packetsOut: number;
  /** Everything that transports received and sent, in bytes. */
  bytesIn: number;
  bytesOut: number;
  /** That have people on it. Preflights are none, but their transports and streams count. */
  rooms: number;
  transports: number;
  producers: number;
  consumers: number;
  /** RTP packets a second of its streams, received and sent, including people about to join; see Load. */
  packetsPerSecond: number;
  /** Share of its limit, by packets or CPU time: 1 is full. */
  pressure: number;
}

/** The people of one room on one worker; `idle` ones have no streams yet. */
export interface Group {
  readonly people: { active: number; idle: number };
}

export interface Traffic {
  packetsIn: number;
  packetsOut: number;
  bytesIn: number;
  bytesOut: number;
}

type Measured = { in: number; out: number };

/**
 * Live counts of one worker process, and its total traffic. Traffic is read on request: packets between the last
 * reading and the end of a stream aren't counted.
 */
export class WorkerLoad {
  readonly #transports = new Set<types.Transport>();
  readonly #producers = new Set<types.Producer>();
  readonly #consumers = new Set<types.Consumer>();
  readonly #groups = new Set<Group>();
  readonly #last = new WeakMap<object, Measured>();
  readonly #traffic: Traffic;

  /** @param traffic totals to which this process adds */
  constructor(worker: types.Worker, traffic: Traffic) {
    this.#traffic = traffic;
    worker.observer.on('newrouter', (router) => {
      router.observer.on('newtransport', (transport) => {
        keep(this.#transports, transport);
        transport.observer.on('newproducer', (producer) => keep(this.#producers, producer));
        transport.observer.on('newconsumer', (consumer) => keep(this.#consumers, consumer));
      });
    });
  }

  get counts(): { rooms: number; transports: number; producers: number; consumers: number } {
    return {
      rooms: this.#groups.size,
      transports: this.#transports.size,
      producers: this.#producers.size,
      consumers: this.#consumers.size,
    };
  }

  /** Counts the people of a room in advance, until its router closes. */
  addGroup(router: types.Router, group: Group): void {
    this.#groups.add(group);
    router.observer.once('close', () => this.#groups.delete(group));
  }

  /** RTP packets a second of this worker now, and if its rooms were full groups. */
  get packetsPerSecond(): { now: number; foreseen: number } {
    let now = sumOf(this.#producers, packetsOfProducer) + sumOf(this.#consumers, packetsOfConsumer);
    let growth = 0;
    for (const { people } of this.#groups) {
      const { active, idle } = people;
      now += expectedPackets(active, idle);
      growth += expectedPackets(active + idle, Math.max(0, typicalGroup - active - idle));
    }
    return { now, foreseen: now + growth };
  }

  /** Updates the totals. Sends one request at a time, so that a scrape doesn't delay media. */
  async measure(): Promise<void> {
    for (const transport of [...this.#transports]) {
      const change = await this.#changeOf(transport, async () => readTransport(await transport.getStats()));
      this.#traffic.bytesIn += change.in;
      this.#traffic.bytesOut += change.out;
    }
    for (const stream of [...this.#producers, ...this.#consumers]) {
      const change = await this.#changeOf(stream, async () => readStream(await stream.getStats()));
      this.#traffic.packetsIn += change.in;
      this.#traffic.packetsOut += change.out;
    }
  }

  async #changeOf(subject: object & { closed: boolean }, read: () => Promise<Measured>): Promise<Measured> {
    if (subject.closed) return { in: 0, out: 0 };
    const now = await read().catch(() => null);
    // Closed during the request: there is no reading.
    if (now === null) return { in: 0, out: 0 };
    const last = this.#last.get(subject) ?? { in: 0, out: 0 };
    this.#last.set(subject, now);
    // A stream that was recreated (another SSRC) counts from zero again.
    return { in: Math.max(0, now.in - last.in), out: Math.max(0, now.out - last.out) };
  }
}

/** A producer counts with all layers it sends. */
function packetsOfProducer({ kind, paused, type }: types.Producer): number {
  return packetsOf({ kind, isPaused: paused, layers: type === 'simple' ? 'one' : 'all' });
}

function packetsOfConsumer(consumer: types.Consumer): number {
  const { kind, type, paused, producerPaused, currentLayers } = consumer;
  return packetsOf({
    kind,
    isPaused: paused || producerPaused,
    layers: type === 'pipe' ? layersOfPipe(consumer) : type === 'simple' ? 'one' : 'chosen',
    ...(currentLayers && { spatialLayer: currentLayers.spatialLayer }),
  });
}

/** A pipe carries all layers. */
function layersOfPipe({ rtpParameters: { encodings = [] } }: types.Consumer): 'one' | 'all' {
  // In VP9 one encoding contains all layers.
  return encodings.length > 1 || /^L[2-9]/.test(encodings[0]?.scalabilityMode ?? '') ? 'all' : 'one';
}

function sumOf<T>(subjects: Iterable<T>, worth: (subject: T) => number): number {
  let total = 0;
  for (const subject of subjects) total += worth(subject);
  return total;
}

function keep<T extends { observer: { once(event: 'close', listener: () => void): unknown } }>(
  set: Set<T>,
  subject: T,
): void {
  set.add(subject);
  subject.observer.once('close', () => set.delete(subject));
}

function readTransport(stats: readonly unknown[]): Measured {
  return { in: sum(stats, 'bytesReceived'), out: sum(stats, 'bytesSent') };
}

/**
 * A producer reports its inbound streams. A consumer reports its outbound one, and the producer's as well, which is not
 * counted here.
 */
function readStream(stats: ReadonlyArray<{ type: string }>): Measured {
  const isConsumer = stats.some(({ type }) => type === 'outbound-rtp');
  const inbound = isConsumer ? [] : stats.filter(({ type }) => type === 'inbound-rtp');
  return {
    in: sum(inbound, 'packetCount'),
    out: sum(
      stats.filter(({ type }) => type === 'outbound-rtp'),
      'packetCount',
    ),
  };
}

function sum(stats: readonly unknown[], field: string): number {
  return stats.reduce<number>((total, entry) => {
    const value = typeof entry === 'object' && entry !== null ? Reflect.get(entry, field) : undefined;
    return total + (typeof value === 'number' ? value : 0);
  }, 0);
}
