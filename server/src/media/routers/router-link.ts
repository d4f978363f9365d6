/**
 * The link between two routers of a room: a pair of pipe transports over loopback, for tracks of both directions. Does
 * not use mediasoup's pipeToRouter, which leaves rejected promises without a handler when a worker dies meanwhile.
 */
import type { types } from 'mediasoup';
import { isGone } from '../shared/media-errors.ts';

/** Bytes; the kernel reduces it to its own limit. All media between the two routers uses this socket. */
const socketBufferBytes = 4 * 1024 * 1024;
/** Both ends accept packets only from each other; clients send nothing here. */
const loopback = '127.0.0.1';

export interface PortRange {
  min: number;
  max: number;
}

/** A track piped to another router, where it has the same id. */
export interface CarriedTrack {
  readonly isClosed: boolean;
  close(): void;
}

export class RouterLink {
  readonly #ends: ReadonlyMap<types.Router, types.PipeTransport>;

  /** @param ports for its two sockets */
  static async create(a: types.Router, b: types.Router, ports: PortRange): Promise<RouterLink> {
    const [atA, atB] = await Promise.allSettled([createEnd(a, ports), createEnd(b, ports)]);
    try {
      if (atA.status === 'rejected') throw atA.reason;
      if (atB.status === 'rejected') throw atB.reason;
      await Promise.all([connect(atA.value, atB.value), connect(atB.value, atA.value)]);
      return new RouterLink(a, atA.value, b, atB.value);
    } catch (error) {
      for (const end of [atA, atB]) if (end.status === 'fulfilled') end.value.close();
      throw error;
    }
  }

  private constructor(a: types.Router, atA: types.PipeTransport, b: types.Router, atB: types.PipeTransport) {
    this.#ends = new Map([
      [a, atA],
      [b, atB],
    ]);
    atA.observer.once('close', () => atB.close());
    atB.observer.once('close', () => atA.close());
    // One of them may have closed with its worker before the listeners were added.
    if (atA.closed || atB.closed) this.close();
  }

  get isClosed(): boolean {
    return [...this.#ends.values()].some(({ closed }) => closed);
  }

  /**
   * Pipes a producer to the other router, under its own id. Pauses are copied; it closes there when it closes here.
   * @param onFailure later errors, except the death of a worker
   */
  async carry(
    producer: types.Producer,
    from: types.Router,
    to: types.Router,
    onFailure: (error: unknown) => void,
  ): Promise<CarriedTrack> {
    const [here, there] = [this.#ends.get(from), this.#ends.get(to)];
    if (!here || !there) throw new Error('the link does not join these routers');
    const outgoing = await here.consume({ producerId: producer.id });
    const { kind, rtpParameters, producerPaused: paused } = outgoing;
    const arriving = await there.produce({ id: producer.id, kind, rtpParameters, paused }).catch((error: unknown) => {
      outgoing.close();
      throw error;
    });
    followPauses(outgoing, arriving, paused, onFailure);
    outgoing.observer.once('close', () => arriving.close());
    arriving.observer.once('close', () => outgoing.close());
    // mediasoup doesn't close what it makes on a transport that was closed meanwhile.
    if (outgoing.closed || arriving.closed || this.isClosed) closeBoth(outgoing, arriving);
    return {
      get isClosed() {
        return outgoing.closed;
      },
      close: () => closeBoth(outgoing, arriving),
    };
  }

  close(): void {
    for (const end of this.#ends.values()) end.close();
  }
}

function createEnd(router: types.Router, portRange: PortRange): Promise<types.PipeTransport> {
  const buffers = { sendBufferSize: socketBufferBytes, recvBufferSize: socketBufferBytes };
  return router.createPipeTransport({ listenInfo: { protocol: 'udp', ip: loopback, portRange, ...buffers } });
}

async function connect(end: types.PipeTransport, other: types.PipeTransport): Promise<void> {
  await end.connect({ ip: other.tuple.localAddress, port: other.tuple.localPort });
}

/** Requests keep their order, so the last pause or resume applies on both routers. */
function followPauses(
  outgoing: types.Consumer,
  arriving: types.Producer,
  wasPaused: boolean,
  onFailure: (error: unknown) => void,
): void {
  const set = (paused: boolean): void => {
    (paused ? arriving.pause() : arriving.resume()).catch((error: unknown) => {
      if (!isGone(error) && !arriving.closed) onFailure(error);
    });
  };
  outgoing.on('producerpause', () => set(true));
  outgoing.on('producerresume', () => set(false));
  if (outgoing.producerPaused !== wasPaused) set(outgoing.producerPaused);
}

function closeBoth(outgoing: types.Consumer, arriving: types.Producer): void {
  outgoing.close();
  arriving.close();
}
