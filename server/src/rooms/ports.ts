/**
 * What the rooms need of the world, as interfaces: media, store, connections. Implementations live in `media/`, `store/`
 * and `signaling/`; none of them is imported from here.
 */

import type {
  CloseReason,
  ConnectionQuality,
  ConsumerDescription,
  DtlsParameters,
  IceParameters,
  MediaDegradation,
  MediaKind,
  Notification,
  OwnTrack,
  RtpCapabilities,
  RtpParameters,
  TrackSource,
  TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { Change } from '../core/events/domain-events.ts';
import type { WithholdingRule } from '../core/events/media-events.ts';
import type { ConnectionId, RoomState, SeatId } from './machine/model/types.ts';

// ---------------------------------------------------------------- media

/** The rules the media layer asks before it opens anything, and again after every await. Pure reads of the room's state. */
export interface ForwardingPolicy {
  /**
   * Checked against the stored state only, because a closed track cannot be restored if the step that is being stored fails.
   * Nothing of the track is forwarded meanwhile (`mayForward`).
   */
  mayPublish(seatId: SeatId, source: TrackSource): boolean;
  /** Now, and after every step that is being stored: to be asked before something is opened. */
  mayForward(from: SeatId, to: SeatId, source: TrackSource): boolean;
  /** The rule that keeps a track from a seat, by what is stored alone. */
  withheldBy(from: SeatId, to: SeatId, source: TrackSource): WithholdingRule | null;
  /** What passes between these two tells what a client answered about an observer, so nothing of it may be recorded. */
  dependsOnConsent(from: SeatId, to: SeatId): boolean;
  /** Whether `to` may learn how well the line of `of` receives. */
  mayKnowReceptionOf(of: SeatId, to: SeatId): boolean;
  /** Whose picture is worth more than others'. */
  isHost(seatId: SeatId): boolean;
  /** Its client's connection is there; false while that is lost and the seat is kept. */
  isConnected(seatId: SeatId): boolean;
  /** The id by which people and monitoring know this seat: media of a second device that waits is kept under another one. */
  seatIdOf(seatId: SeatId): SeatId;
}

export interface SpeakerLevel {
  seatId: SeatId;
  /** RFC 6464: -127 (silence) to 0. */
  levelDb: number;
}

export interface SeatQuality {
  seatId: SeatId;
  quality: ConnectionQuality;
}

/** What the media layer tells the room. `to` is the seat it concerns. */
export interface RoomMediaHandlers {
  consumersAdded(to: SeatId, consumers: ConsumerDescription[]): void;
  consumerUpdated(to: SeatId, consumerId: string, paused: boolean): void;
  consumersClosed(to: SeatId, consumerIds: string[]): void;
  /** Already reduced to those whom `to` may hear; loudest first. */
  activeSpeakersChanged(to: SeatId, speakers: SpeakerLevel[]): void;
  /** Of `to` itself, and of those whom it may hear or see. */
  connectionQualityChanged(to: SeatId, seats: SeatQuality[]): void;
  /** Of `to` itself; null: its media passes well again. */
  mediaDegradationChanged(to: SeatId, degradation: MediaDegradation | null): void;
  /** A host's mute that came while the track was being published has been carried out. */
  trackMuted(to: SeatId, trackId: string, source: TrackSource): void;
  /** Of its own camera: the highest layer that is of use to anybody; 0 is the smallest, and always is. */
  layersWanted(to: SeatId, trackId: string, spatialLayer: number): void;
  /** The transports of this seat are gone; its client has to open media anew. */
  mediaReset(to: SeatId): void;
  /** It went on sending more than it may: its media is closed, and so is its connection to be. */
  cutOff(to: SeatId): void;
  /** The first media packet went out to this seat since its media was opened, or since its last consumer before was closed. */
  firstPacketSent(to: SeatId): void;
}

/** The media of one room. Every method that names a transport, track or consumer answers `not-found` for one of another seat. */
export interface RoomMedia {
  /**
   * Closes what the seat had, makes a sending and a receiving transport. Rejects with `capacity` when the server carries as much as it
   * may; not for a seat that had media here and was not removed since.
   */
  openPeer(
    seatId: SeatId,
    rtpCapabilities: RtpCapabilities,
  ): Promise<{ send: TransportParameters; receive: TransportParameters }>;
  /** Tracks and consumers of a seat whose transports live on; null when it has none. */
  describePeer(seatId: SeatId): { tracks: OwnTrack[]; consumers: ConsumerDescription[] } | null;
  closePeer(seatId: SeatId): void;
  /** Closes what the seat had; should it come again, it is somebody new, who may be refused with `capacity`. */
  removePeer(seatId: SeatId): void;
  connectTransport(seatId: SeatId, transportId: string, dtlsParameters: DtlsParameters): Promise<void>;
  restartIce(seatId: SeatId, transportId: string): Promise<IceParameters>;
  /** Until its transports are closed. A source that this server doesn't know is ignored. */
  acceptSources(seatId: SeatId, sources: string[]): void;
  /**
   * @param track.replaces id of the seat's track of this source, which is closed for each receiver when that has set up
   *   the new one; its mute stays
   */
  publishTrack(
    seatId: SeatId,
    track: { source: TrackSource; kind: MediaKind; rtpParameters: RtpParameters; paused: boolean; replaces?: string },
  ): Promise<{ trackId: string }>;
  closeTrack(seatId: SeatId, trackId: string): void;
  pauseTrack(seatId: SeatId, trackId: string): Promise<void>;
  resumeTrack(seatId: SeatId, trackId: string): Promise<void>;
  /** Pauses a track at a host's request, until its owner resumes it; answers its id, also when it is paused already, or null when there is none. */
  muteTrack(seatId: SeatId, source: TrackSource): string | null;
  resumeConsumers(seatId: SeatId, consumerIds: string[]): Promise<void>;
  /** Sends nothing of these until they are resumed. */
  pauseConsumers(seatId: SeatId, consumerIds: string[]): Promise<void>;
  setPreferredLayers(seatId: SeatId, consumerId: string, spatialLayer: number, temporalLayer?: number): Promise<void>;
  /** How large videos are shown, null: not at all, and nothing of them is sent. */
  showVideos(seatId: SeatId, videos: { consumerId: string; spatialLayer: number | null }[]): Promise<void>;
  /** Brings consumers and tracks in step with the policy: what is no longer allowed closes in this call, what is newly allowed is opened soon after. */
  sync(): void;
  /** Forwards nothing more of what a step forbids that is being stored. Nobody is told: `sync` does that when it is stored, or opens it again. */
  hold(): void;
  close(): void;
}

/** Opens the media of a room. People are refused as they open theirs: with `capacity`, or with `media-unavailable` while no worker runs. */
export interface MediaEngine {
  /** The routers' RTP capabilities, as a client loads them: the same in every room, known before any media is open. */
  readonly rtpCapabilities: unknown;
  createRoomMedia(options: {
    roomId: string;
    policy: ForwardingPolicy;
    handlers: RoomMediaHandlers;
    /** Seats of a session that ran before this server started: never refused with `capacity`. */
    returning: readonly SeatId[];
  }): Promise<RoomMedia>;
}

// ---------------------------------------------------------------- store

export interface RoomRecord {
  id: string;
  /** Hash of what the room was created from: the same creation again is answered with this room, another one is a conflict. */
  createdFrom: string;
  /** Grows with every change of the settings; the ETag of REST. */
  version: number;
  /** Grows with every step: what is stored says up to which one. */
  revision: number;
  state: RoomState;
  /** Of the nodes that may run it; null: no other server shares the store. Never changes. */
  region: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  createdAt: number;
  updatedAt: number;
}

/** That somebody accepted the agreement, or took it back. */
export interface ReceiptNote {
  type: 'accepted' | 'withdrawn';
  roomId: string;
  seatId: SeatId;
  version: string;
  /** SHA-256 of the text, hex; null when the room has another text by now. */
  textSha256: string | null;
  at: number;
}

/** What is written together with a step of a room, or not at all. */
export interface RoomNotes {
  changes: Change[];
  receipts: ReceiptNote[];
}

export interface Receipt {
  seatId: SeatId;
  version: string;
  textSha256: string;
  acceptedAt: number;
  withdrawnAt: number | null;
}

/**
 * The store can't say whether a write was stored: the connection to it was lost while it committed, say. Any other failure of a
 * write means that nothing of it is stored.
 */
export class OutcomeUnknown extends Error {
  constructor(options?: ErrorOptions) {
    super('it is not known whether the write was stored', options);
    this.name = 'OutcomeUnknown';
  }
}

/** Another node owns the room by now: nothing of the write is stored, and nothing more of the room can be written from here. */
export class OwnershipLost extends Error {
  constructor(roomId: string) {
    super(`room ${roomId} is owned by another node`);
    this.name = 'OwnershipLost';
  }
}

/**
 * Where rooms outlive the process. A write is durable when its promise resolves, and nothing of it is stored when that rejects,
 * unless with OutcomeUnknown. Each write is one transaction. Of one room one write at a time is under way; every promise settles,
 * in a bounded time.
 */
export interface RoomStore {
  insertRoom(record: RoomRecord, notes?: RoomNotes): Promise<void>;
  saveRoom(record: RoomRecord, notes?: RoomNotes): Promise<void>;
  /** Of steps that left the room as it was, but for its revision. */
  addNotes(notes: RoomNotes, room: Pick<RoomRecord, 'id' | 'revision' | 'createdAt'>): Promise<void>;
  /** Also the room's receipts; the audit log keeps what happened. @returns whether there was such a room */
  deleteRoom(roomId: string, notes?: RoomNotes): Promise<boolean>;
  /**
   * Says what became of a write that ended with OutcomeUnknown. Final: a write that the answer doesn't include is not stored later.
   * @returns the stored revision; null when there is no such room
   */
  confirm(roomId: string): Promise<number | null>;
  getRoom(roomId: string): Promise<RoomRecord | null>;
  /** Every room that has not ended, to resume after a start. */
  loadOpenRooms(): Promise<RoomRecord[]>;
  /** Newest first; `cursor` is what the last page answered. */
  listRooms(page: {
    limit: number;
    cursor: string | null;
  }): Promise<{ records: RoomRecord[]; nextCursor: string | null }>;
  /** The oldest first. */
  listReceipts(roomId: string): Promise<Receipt[]>;
  /** A write and a read that change nothing; rejects when the store doesn't work (for readiness). */
  probe(): Promise<void>;
  close(): void | Promise<void>;
}

// ---------------------------------------------------------------- connections

/** One authenticated WebSocket as the room sees it. Both methods are safe to call at any time. */
export interface RoomConnection {
  readonly id: ConnectionId;
  /** @returns the `seq` it goes out under; 0 when it doesn't go out any more */
  notify(notification: Notification): number;
  /**
   * Sends `closing`, then closes with the reason's close code.
   * @param options.text a host's words to the person
   * @param options.afterAnswer a request of this very connection brought it about: its answer goes out first
   */
  close(reason: CloseReason, options?: { text?: string | undefined; afterAnswer?: boolean }): void;
}
