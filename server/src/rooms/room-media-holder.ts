/**
 * Manages a room's media: opens it when first needed, updates it after each change of state, closes it with the room.
 */
import type { CloseReason, Notification, TrackSource } from '@hearthroom/sdk/protocol';
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import type { Clock } from '../core/time/clock.ts';
import {
  type ConnectionId,
  dependsOnConsent,
  type Effect,
  isHost,
  mayForward,
  mayKnowReceptionOf,
  mayPublish,
  type RoomState,
  type Seat,
  type SeatId,
  seatOfMedia,
  withheldBy,
} from './machine/index.ts';
import { privatePairOf } from './machine/visibility/places.ts';
import type { MediaEngine, RoomMedia, RoomMediaHandlers } from './ports.ts';

export interface RoomMediaHolderOptions {
  roomId: string;
  engine: MediaEngine;
  observer: ServerObserver;
  clock: Clock;
  /** The stored state, which everybody has been told. */
  stateOf: () => RoomState;
  /** The states after each step that is still being stored. */
  comingStates: () => readonly RoomState[];
  /** Notifies the connection with this media id. */
  notify: (mediaId: string, notification: Notification) => void;
  /** Closes that connection; the seat stays, as after a lost connection. */
  closeSeat: (mediaId: string, reason: CloseReason) => void;
}

export class RoomMediaHolder {
  readonly #options: RoomMediaHolderOptions;
  /** Seats that were inside when this server loaded the room from the store. */
  readonly #returning: readonly SeatId[];
  readonly #admittedAt = new Map<SeatId, number>();
  /**
   * Second devices that became their seat's own wait and keep their transports, under the connection's id, until they
   * stop waiting.
   */
  readonly #guests = new Set<ConnectionId>();
  /** Of each seat here, the connection that holds it, or held it last if its connection is lost. */
  readonly #lastConnections = new Map<SeatId, ConnectionId>();
  #opening: Promise<RoomMedia> | null = null;
  #media: RoomMedia | null = null;
  #expecting: NodeJS.Immediate | undefined;
  #isHolding = false;
  #closed = false;

  constructor(options: RoomMediaHolderOptions) {
    this.#options = options;
    this.#returning = Object.values(options.stateOf().seats)
      .filter(({ state }) => state === 'admitted' || state === 'suspended')
      .map(({ id }) => id);
  }

  get current(): RoomMedia | null {
    return this.#media;
  }

  open(): Promise<RoomMedia> {
    this.#opening ??= this.#create().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #create(): Promise<RoomMedia> {
    const { engine, roomId, stateOf } = this.#options;
    if (this.#closed) throw new AppError('room-ended');
    const media = await engine.createRoomMedia({
      roomId,
      policy: {
        mayPublish: (seatId, source) => mayPublish(stateOf(), seatId, source),
        mayForward: (from, to, source) => this.#isAllowed((state) => mayForward(state, from, to, source)),
        withheldBy: (from, to, source) => withheldBy(stateOf(), from, to, source),
        dependsOnConsent: (from, to) => {
          const { [from]: sender, [to]: receiver } = stateOf().seats;
          return sender !== undefined && receiver !== undefined && dependsOnConsent(stateOf(), sender, receiver);
        },
        mayKnowReceptionOf: (of, to) => mayKnowReceptionOf(stateOf(), of, to),
        isHost: (seatId) => {
          const seat = stateOf().seats[seatId];
          return seat !== undefined && isHost(seat);
        },
        isConnected: (mediaId) => isConnected(stateOf(), mediaId),
        seatIdOf: (mediaId) => this.#seatIdOf(mediaId),
      },
      handlers: this.#handlers(),
      returning: this.#returning,
    });
    if (this.#closed) {
      media.close();
      throw new AppError('room-ended');
    }
    this.#media = media;
    return media;
  }

  /** Requires the stored state and all states that are being stored to allow it. */
  #isAllowed(allows: (state: RoomState) => boolean): boolean {
    return allows(this.#options.stateOf()) && this.#options.comingStates().every(allows);
  }

  #handlers(): RoomMediaHandlers {
    const tell = this.#options.notify;
    return {
      consumersAdded: (to, consumers) => tell(to, { method: 'consumersAdded', params: { consumers } }),
      consumerUpdated: (to, consumerId, paused) =>
        tell(to, { method: 'consumerUpdated', params: { consumerId, paused } }),
      consumersClosed: (to, consumerIds) => tell(to, { method: 'consumersClosed', params: { consumerIds } }),
      activeSpeakersChanged: (to, speakers) =>
        tell(to, {
          method: 'activeSpeakersChanged',
          params: { speakers: speakers.map(({ seatId, levelDb }) => ({ participantId: seatId, levelDb })) },
        }),
      trackMuted: (to, trackId, source) => tell(to, { method: 'trackMuted', params: { trackId, source } }),
      connectionQualityChanged: (to, seats) =>
        tell(to, {
          method: 'connectionQualityChanged',
          params: {
            participants: seats.map(({ seatId, quality }) => ({ participantId: this.#seatIdOf(seatId), quality })),
          },
        }),
      mediaDegradationChanged: (to, degradation) =>
        tell(to, { method: 'mediaDegradationChanged', params: { degradation } }),
      layersWanted: (to, trackId, spatialLayer) =>
        tell(to, { method: 'wantedLayersChanged', params: { trackId, spatialLayer } }),
      mediaReset: (to) => tell(to, { method: 'mediaReset', params: {} }),
      cutOff: (to) => this.#options.closeSeat(to, 'too-much-media'),
      firstPacketSent: (to) => this.#reportFirstPacket(to),
    };
  }

  /** The seat id, as used for people and monitoring, of the owner of this media id. */
  #seatIdOf(mediaId: string): SeatId {
    return seatOfMedia(this.#options.stateOf(), mediaId)?.id ?? mediaId;
  }

  #reportFirstPacket(seatId: SeatId): void {
    const admittedAt = this.#admittedAt.get(seatId);
    if (admittedAt === undefined) return;
    this.#admittedAt.delete(seatId);
    const afterAdmitMs = this.#options.clock.monotonic() - admittedAt;
    this.#options.observer.emit('firstPacket', { afterAdmitMs });
  }

  /**
   * Call when a step is being stored. If that takes longer than this turn of the event loop, what the step forbids is
   * not forwarded any more; what it allows is opened only when it is stored.
   */
  expectStep(): void {
    if (!this.#media) return;
    this.#expecting ??= setImmediate(() => {
      this.#expecting = undefined;
      if (this.#options.comingStates().length === 0) return;
      this.#isHolding = true;
      this.#media?.hold();
    });
  }

  /** The step was not stored: reopens what was closed for it. */
  release(): void {
    if (this.#isHolding) this.#sync();
  }

  #sync(): void {
    this.#isHolding = this.#options.comingStates().length > 0;
    this.#media?.sync();
  }

  /** Updates media to a new state; what is no longer allowed is closed synchronously. */
  follow(before: RoomState, after: RoomState, effects: Effect[]): void {
    for (const seat of Object.values(after.seats)) this.#followSeat(before.seats[seat.id], seat);
    this.#sync();
    for (const effect of effects) if (effect.type === 'muteTrack') this.#mute(effect.seatId, effect.source);
  }

  #followSeat(before: Seat | undefined, seat: Seat): void {
    if (seat.state === 'admitted' && before?.state !== 'admitted' && before?.state !== 'suspended') {
      this.#admittedAt.set(seat.id, this.#options.clock.monotonic());
    }
    if (seat.state !== 'admitted' && seat.state !== 'suspended') this.#admittedAt.delete(seat.id);
    const isHere = seat.state === 'waiting' || seat.state === 'admitted' || seat.state === 'suspended';
    if (!isHere || isHandedOver(before, seat)) this.#media?.removePeer(seat.id);
    if (!isHere) this.#lastConnections.delete(seat.id);
    else if (seat.connectionId !== null) this.#lastConnections.set(seat.id, seat.connectionId);
    const device = before?.challenger?.connectionId;
    if (device) this.#followGuest(device, seat);
    const own = before?.connectionId;
    if (own && own !== device && this.#guests.has(own)) this.#followGuest(own, seat);
  }

  /**
   * A second device has transports under its connection's id while it waits, also after the device inside has left, of
   * which it isn't told. When it stops waiting it opens its media again under the seat's id.
   */
  #followGuest(known: ConnectionId, seat: Seat): void {
    if (known === seat.challenger?.connectionId) return;
    const isOwn = seat.connectionId === known;
    if (isOwn && seat.state === 'waiting' && privatePairOf(this.#options.stateOf(), seat.id) === undefined) {
      this.#guests.add(known);
      return;
    }
    this.#guests.delete(known);
    this.#media?.removePeer(known);
    if (!isOwn) return;
    this.#media?.closePeer(seat.id);
    this.#options.notify(seat.id, { method: 'mediaReset', params: {} });
  }

  /** Is this a seat's own connection whose media has the connection's id? */
  isGuest(connectionId: ConnectionId): boolean {
    return this.#guests.has(connectionId);
  }

  /** The connection with this media id: a seat's, or one that waits as a second device. */
  connectionOf(mediaId: string): ConnectionId {
    return this.#options.stateOf().seats[mediaId]?.connectionId ?? mediaId;
  }

  /** The seat whose media continues without the lost connection that held it; null: none. */
  seatLostBy(connectionId: ConnectionId): SeatId | null {
    const { seats } = this.#options.stateOf();
    for (const [seatId, last] of this.#lastConnections)
      if (last === connectionId && seats[seatId]?.connectionId === null) return seatId;
    return null;
  }

  #mute(seatId: SeatId, source: TrackSource): void {
    const trackId = this.#media?.muteTrack(seatId, source);
    if (trackId) this.#options.notify(seatId, { method: 'trackMuted', params: { trackId, source } });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearImmediate(this.#expecting);
    this.#media?.close();
    this.#media = null;
    this.#lastConnections.clear();
  }
}

/**
 * True if the person inside left and the second device now has the seat. Media under the seat's id belongs to the
 * previous device.
 */
function isHandedOver(before: Seat | undefined, { state, epoch }: Seat): boolean {
  return state === 'waiting' && before?.challenger?.epoch === epoch;
}

/** @param mediaId of a seat, or of a connection that waits with its own media */
function isConnected(state: RoomState, mediaId: string): boolean {
  const seat = seatOfMedia(state, mediaId);
  return seat !== undefined && (seat.id !== mediaId || seat.connectionId !== null);
}
