/** One client of the bare server: two transports, what it sends, and a consumer for everything the others send. */
import type { types } from 'mediasoup';

export interface BareRoom {
  router: types.Router;
  webRtcServer: types.WebRtcServer;
  peers: Set<BarePeer>;
}

interface Transports {
  send: types.WebRtcTransport;
  receive: types.WebRtcTransport;
}

/** The parameters come only from the bench's own clients, so they are not validated. */
interface Parameters {
  rtpCapabilities: types.RtpCapabilities;
  transportId: string;
  dtlsParameters: types.DtlsParameters;
  kind: types.MediaKind;
  rtpParameters: types.RtpParameters;
  consumerIds: string[];
}

export class BarePeer {
  readonly #room: BareRoom;
  readonly #send: (frame: string) => void;
  readonly #producers: types.Producer[] = [];
  readonly #consumers = new Map<string, types.Consumer>();
  #transports: Transports | null = null;
  #rtpCapabilities: types.RtpCapabilities = {};
  #notifications = 0;

  constructor(room: BareRoom, send: (frame: string) => void) {
    this.#room = room;
    this.#send = send;
    room.peers.add(this);
  }

  async handle(method: string, params: Parameters): Promise<unknown> {
    switch (method) {
      case 'openMedia':
        return await this.#open(params.rtpCapabilities);
      case 'connectTransport':
        await this.#transport(params.transportId).connect({ dtlsParameters: upperCased(params.dtlsParameters) });
        return {};
      case 'publishTrack':
        return await this.#publish(params);
      case 'resumeConsumers':
        await Promise.all(params.consumerIds.map((id) => this.#consumers.get(id)?.resume()));
        return {};
      default:
        return {};
    }
  }

  async #open(rtpCapabilities: types.RtpCapabilities): Promise<unknown> {
    this.#rtpCapabilities = rtpCapabilities;
    const { router, webRtcServer, peers } = this.#room;
    const create = () => router.createWebRtcTransport({ webRtcServer, preferUdp: true, enableSctp: false });
    const transports = { send: await create(), receive: await create() };
    this.#transports = transports;
    for (const peer of peers) for (const producer of peer.#producers) if (peer !== this) await this.#consume(producer);
    return { send: describe(transports.send), receive: describe(transports.receive) };
  }

  #transport(id: string): types.WebRtcTransport {
    const transport = Object.values(this.#transports ?? {}).find((candidate) => candidate.id === id);
    if (!transport) throw new Error('No such transport');
    return transport;
  }

  async #publish({ kind, rtpParameters }: Parameters): Promise<unknown> {
    const producer = await this.#transports?.send.produce({ kind, rtpParameters, keyFrameRequestDelay: 1_000 });
    if (!producer) throw new Error('No transport');
    this.#producers.push(producer);
    for (const peer of this.#room.peers) if (peer !== this) await peer.#consume(producer);
    return { trackId: producer.id };
  }

  async #consume({ id: producerId }: types.Producer): Promise<void> {
    const consumer = await this.#transports?.receive.consume({
      producerId,
      rtpCapabilities: this.#rtpCapabilities,
      paused: true,
    });
    if (!consumer) return;
    this.#consumers.set(consumer.id, consumer);
    this.#notifications += 1;
    const params = { consumers: [{ consumerId: consumer.id }] };
    this.#send(JSON.stringify({ method: 'consumersAdded', params, seq: this.#notifications }));
  }
}

/** The worker compares fingerprints as upper-case text. */
function upperCased({ role = 'client', fingerprints }: types.DtlsParameters): types.DtlsParameters {
  return {
    role,
    fingerprints: fingerprints.map(({ algorithm, value }) => ({ algorithm, value: value.toUpperCase() })),
  };
}

function describe({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) {
  return { id, iceParameters, iceCandidates, dtlsParameters };
}
