/** A room's media without a worker: everybody sends what they may, and the real forwarding decides who receives it. */
import assert from 'node:assert/strict';
import type { TrackSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../../../../server/src/core/errors/errors.ts';
import { Forwarding } from '../../../../server/src/media/forwarding/forwarding.ts';
import type { Peer, Reception, Track } from '../../../../server/src/media/peers/peer.ts';
import type {
  ForwardingPolicy,
  MediaEngine,
  RoomMedia,
  RoomMediaHandlers,
} from '../../../../server/src/rooms/ports.ts';

const sources: TrackSource[] = ['microphone', 'camera', 'screen-audio'];

/** Of a peer what forwarding needs: objects in the place of mediasoup's. */
class SilentPeer {
  readonly seatId: string;
  readonly tracks = new Map<TrackSource, Track>();
  readonly replaced = new Set<Track>();
  readonly receptions = new Map<Track, Reception>();
  readonly isClosed = false;
  /** How many consumers were made for it. */
  consumed = 0;
  #published = 0;

  constructor(seatId: string) {
    this.seatId = seatId;
  }

  get allTracks(): Track[] {
    return [...this.tracks.values(), ...this.replaced];
  }

  /** In the place of its track of this source, if it has one. */
  publish(source: TrackSource): void {
    this.#published += 1;
    const producer = closable(`${this.seatId} ${source} ${this.#published}`) as Track['producer'];
    const before = this.tracks.get(source);
    if (before) this.replaced.add(before);
    this.tracks.set(source, { owner: this.seatId, source, producer, paused: false, muted: false });
  }

  canReceive = (): boolean => true;

  async consume(track: Track): Promise<Reception['consumer']> {
    this.consumed += 1;
    const consumer = closable(`${this.seatId} < ${track.producer.id} ${this.consumed}`);
    return Object.assign(consumer, { kind: 'audio', rtpParameters: {} }) as Reception['consumer'];
  }

  addReception(track: Track, consumer: Reception['consumer']): Reception {
    const reception: Reception = { track, consumer, state: 'created', shownLayer: undefined };
    this.receptions.set(track, reception);
    return reception;
  }

  closeReception(track: Track): string | null {
    const reception = this.receptions.get(track);
    this.receptions.delete(track);
    reception?.consumer.close();
    return reception?.state === 'announced' ? reception.consumer.id : null;
  }

  closeTrack(track: Track): void {
    if (this.tracks.get(track.source) === track) this.tracks.delete(track.source);
    this.replaced.delete(track);
    track.producer.close();
  }
}

function closable(id: string): object {
  const object = {
    id,
    closed: false,
    close: () => {
      object.closed = true;
    },
  };
  return object;
}

export class ForwardingMedia implements MediaEngine {
  readonly rtpCapabilities = {};
  readonly peers = new Map<string, SilentPeer>();
  /** Ids of consumers, as the clients were told, by what their media is kept under. */
  readonly told = new Map<string, Set<string>>();
  policy: ForwardingPolicy | null = null;
  mayPublishByWhatIsStored: (seatId: string, source: TrackSource) => boolean = () => true;
  readonly #offers = new Map<string, { from: string; source: TrackSource }>();
  /** Consumers that were closed while a step was being stored. */
  held = 0;
  #forwarding: Forwarding | null = null;

  /** Is this consumer closed for a step that is being stored? */
  isHeld(seatId: string, consumerId: string): boolean {
    return this.#forwarding?.isHeld(seatId, consumerId) ?? false;
  }

  async createRoomMedia({ policy, handlers }: Parameters<MediaEngine['createRoomMedia']>[0]): Promise<RoomMedia> {
    this.policy = policy;
    const forwarding = new Forwarding({
      policy,
      handlers: this.#follow(handlers),
      peers: this.peers as ReadonlyMap<string, unknown> as ReadonlyMap<string, Peer>,
      bring: async () => {},
      trace: { tell: () => {}, opened: () => {}, withheld: () => {}, undecodable: () => {} } as never,
      flow: { begin: () => {} },
      changed: () => {},
      onFailure: (error) => {
        throw error;
      },
    });
    this.#forwarding = forwarding;
    const remove = (seatId: string): void => {
      const peer = this.peers.get(seatId);
      if (!peer) return;
      forwarding.closeTracksOf(peer as unknown as Peer);
      forwarding.withdrawFrom(peer as unknown as Peer);
      this.peers.delete(seatId);
    };
    const media: Partial<RoomMedia> = {
      closePeer: remove,
      removePeer: remove,
      describePeer: () => null,
      muteTrack: () => null,
      sync: () => {
        const kept = [...this.peers.values()].flatMap(({ seatId, tracks }) =>
          [...tracks.values()].filter(({ source }) => this.mayPublishByWhatIsStored(seatId, source)),
        );
        forwarding.closeDisallowed();
        // Its client would not send it anew.
        for (const { producer } of kept) assert.ok(!producer.closed, 'a track ends with what is stored alone');
        forwarding.openAllowed();
      },
      hold: () => {
        const before = this.paths.length;
        forwarding.holdForbidden();
        this.held += before - this.paths.length;
      },
      close: () => {
        forwarding.close();
        this.peers.clear();
      },
    };
    return media as RoomMedia;
  }

  #follow(handlers: RoomMediaHandlers): RoomMediaHandlers {
    const toldTo = (to: string): Set<string> => {
      const ids = this.told.get(to) ?? new Set();
      this.told.set(to, ids);
      return ids;
    };
    return {
      ...handlers,
      consumersAdded: (to, consumers) => {
        for (const { consumerId, participantId: from, source } of consumers) {
          toldTo(to).add(consumerId);
          this.#offers.set(consumerId, { from, source });
        }
        handlers.consumersAdded(to, consumers);
      },
      consumersClosed: (to, consumerIds) => {
        for (const id of consumerIds) {
          toldTo(to).delete(id);
          this.#checkMayBeTold(to, id);
        }
        handlers.consumersClosed(to, consumerIds);
      },
    };
  }

  /** That something is closed is told when what forbids it is stored, or when it is opened anew. */
  #checkMayBeTold(to: string, consumerId: string): void {
    const { policy, peers } = this;
    const { from = '', source = 'microphone' } = this.#offers.get(consumerId) ?? {};
    const isThere = peers.has(to) && peers.get(from)?.tracks.has(source) === true;
    if (!policy || !isThere || policy.withheldBy(from, to, source) !== null) return;
    assert.ok(policy.mayForward(from, to, source), 'what is being stored is told to nobody');
  }

  /** This seat opens its media, and publishes what it may; a microphone in the place of the one before. */
  publish(seatId: string): void {
    const peer = this.peers.get(seatId) ?? new SilentPeer(seatId);
    this.peers.set(seatId, peer);
    for (const source of sources) {
      const isMissing = source === 'microphone' || !peer.tracks.has(source);
      if (isMissing && this.policy?.mayPublish(seatId, source)) peer.publish(source);
    }
    this.#forwarding?.openAllowed();
  }

  /** Which tracks go to whom. */
  get paths(): { from: string; to: string; source: TrackSource; consumerId: string }[] {
    return [...this.peers.values()].flatMap(({ seatId: to, receptions }) =>
      [...receptions.values()].map(({ track, consumer }) => ({
        from: track.owner,
        to,
        source: track.source,
        consumerId: consumer.id,
      })),
    );
  }
}

/** For rooms in which nobody opens media. */
export const noMedia: MediaEngine = {
  rtpCapabilities: {},
  createRoomMedia: () => Promise.reject(new AppError('media-unavailable')),
};
