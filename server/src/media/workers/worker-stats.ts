/** What a media worker carries and has carried. Listens to mediasoup's observers; nothing else has to report to it. */
import type { types } from 'mediasoup';
import { expectedPackets, packetsOf, typicalGroup } from './stream-load.ts';

export interface WorkerStats {
  /** Number of the worker, from 0; it keeps the number when its process is replaced. */
  worker: number;
  isRunning: boolean;
  /** User and system time by the kernel's account. This and the four counters below only grow, over all processes of that number. */
  cpuSeconds: number;
  /** RTP packets received from senders. */
  packetsIn: number;
  /** RTP packets sent to receivers. */
  packetsOut: number;
  /** Everything that transports received and sent, bytes. */
  bytesIn: number;
  bytesOut: number;
  rooms: number;
  transports: number;
  producers: number;
  consumers: number;
  /** RTP packets a second that its streams come to, received and sent, with those of people about to join; see Load. */
  packetsPerSecond: number;
  /** Of its limit, by packets or CPU time: 1 is full. */
  pressure: number;
}

/** The people of one room on one worker: `idle` ones have no streams yet. */
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
 * Live counts of one worker process, and its traffic so far. Traffic is read when asked for: what flowed between the last
 * reading and the end of a stream isn't counted.
 */
export class WorkerLoad {
  readonly #routers = new Set<types.Router>();
  readonly #transports = new Set<types.Transport>();
  readonly #producers = new Set<types.Producer>();
  readonly #consumers = new Set<types.Consumer>();
  readonly #groups = new Set<Group>();
  readonly #last = new WeakMap<object, Measured>();
  readonly #traffic: Traffic;

  /** @param traffic totals that this process goes on counting in */
  constructor(worker: types.Worker, traffic: Traffic) {
    this.#traffic = traffic;
    worker.observer.on('newrouter', (router) => {
      keep(this.#routers, router);
      router.observer.on('newtransport', (transport) => {
        keep(this.#transports, transport);
        transport.observer.on('newproducer', (producer) => keep(this.#producers, producer));
        transport.observer.on('newconsumer', (consumer) => keep(this.#consumers, consumer));
      });
    });
  }

  get counts(): { rooms: number; transports: number; producers: number; consumers: number } {
    return {
      rooms: this.#routers.size,
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

  /** RTP packets a second that this worker carries, and those that its rooms would come to as whole groups. */
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

  /** Brings the totals up to date. Asks for one thing after the other, so that a scrape never bursts into the media. */
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
    // Closed while it was asked: there is no reading.
    if (now === null) return { in: 0, out: 0 };
    const last = this.#last.get(subject) ?? { in: 0, out: 0 };
    this.#last.set(subject, now);
    // A stream that was made anew (another SSRC) counts from zero again.
    return { in: Math.max(0, now.in - last.in), out: Math.max(0, now.out - last.out) };
  }
}

/** A producer's worth is what it sends in: all of its layers. */
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

/** A pipe carries every layer there is. */
function layersOfPipe({ rtpParameters: { encodings = [] } }: types.Consumer): 'one' | 'all' {
  // In VP9 one encoding has them all.
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

/** A producer reports its inbound streams; a consumer its outbound one and, beside it, the producer's, which is not its own. */
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
