/**
 * The messages of hearthroom.v1 as schemas: what a client may ask (`requests`) and what the server tells (`notifications`).
 * Types are derived from them; the server validates every request with them before dispatch. PROTOCOL.md says what each means.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Grants, MediaKind, Phase, Role, TrackSource } from './room.ts';
import { DtlsParameters, IceParameters, RtpCapabilities, RtpParameters, TransportParameters } from './rtp.ts';

const closed = { additionalProperties: false } as const;
const Empty = Type.Object({}, closed);

/** An opaque id made by the server: participants, entries, tracks, consumers, transports. */
const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' });
/** The number of one wait of a seat: an admission binds to it, so that nobody else walks in under it. */
const Epoch = Type.Integer({ minimum: 0 });
const Text = Type.String({ minLength: 1, maxLength: 1_000 });
const EpochMs = Type.Number({ description: 'Milliseconds since 1970-01-01 UTC' });

// ---------------------------------------------------------------- what a seat sees

/** Another admitted person, as this seat may see them. */
export const Participant = Type.Object({
  id: Id,
  name: Type.String(),
  /** Only for holders of `canSeeLabels`, and only when the token had one. */
  label: Type.Optional(Type.String()),
  role: Role,
  connection: Type.Enum(['connected', 'reconnecting']),
  /** Admitted, but for now in another part of the session than this seat. */
  away: Type.Boolean(),
});
export type Participant = Static<typeof Participant>;

/** Somebody who waits, as holders of `canAdmit` see them. A second device of an admitted person has that person's id. */
export const WaitingEntry = Type.Object({
  id: Id,
  epoch: Epoch,
  name: Type.String(),
  label: Type.Optional(Type.String()),
  role: Role,
  waitingSince: EpochMs,
  /** `dropped`: the place in the queue is kept for a lease, admitting is not possible. */
  connection: Type.Enum(['connected', 'dropped']),
  secondDevice: Type.Boolean(),
});
export type WaitingEntry = Static<typeof WaitingEntry>;

/** The room as an admitted seat sees it. */
export const AdmittedRoomView = Type.Object({
  title: Type.String(),
  phase: Phase,
  locked: Type.Boolean(),
  waitingRoom: Type.Boolean(),
  closesAt: Type.Union([EpochMs, Type.Null()]),
  /** While `held`: when the absence policy acts. */
  heldUntil: Type.Union([EpochMs, Type.Null()]),
  absencePolicy: Type.Enum(['end', 'return-to-waiting', 'hand-over']),
  leadId: Type.Union([Id, Type.Null()]),
});

/** The room as somebody who waits sees it: nothing that tells of others. */
export const WaitingRoomView = Type.Object({
  title: Type.String(),
  opensAt: Type.Union([EpochMs, Type.Null()]),
  waitingMessage: Type.String(),
});

export const Self = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  grants: Grants,
});
export type Self = Static<typeof Self>;

/** Everything a waiting seat may know. */
export const WaitingSnapshot = Type.Object({ state: Type.Literal('waiting'), self: Self, room: WaitingRoomView });
export type WaitingSnapshot = Static<typeof WaitingSnapshot>;

/** Everything an admitted seat may know. `waiting` is present for holders of `canAdmit` alone. */
export const AdmittedSnapshot = Type.Object({
  state: Type.Literal('admitted'),
  self: Self,
  room: AdmittedRoomView,
  participants: Type.Array(Participant),
  waiting: Type.Optional(Type.Array(WaitingEntry)),
});
export type AdmittedSnapshot = Static<typeof AdmittedSnapshot>;

export const Snapshot = Type.Union([WaitingSnapshot, AdmittedSnapshot]);
export type Snapshot = Static<typeof Snapshot>;
export type RoomView = Static<typeof AdmittedRoomView> | Static<typeof WaitingRoomView>;

/** A track of somebody else that the server forwards to this client; the client makes a consumer of it and then resumes it. */
export const ConsumerDescription = Type.Object({
  consumerId: Id,
  trackId: Id,
  participantId: Id,
  source: TrackSource,
  kind: MediaKind,
  rtpParameters: Type.Unknown(),
  /** Muted by its owner or by a host. */
  paused: Type.Boolean(),
});
export type ConsumerDescription = Static<typeof ConsumerDescription>;

/** A track that this client published and the server still has (told on resume). */
export const OwnTrack = Type.Object({ trackId: Id, source: TrackSource, paused: Type.Boolean() });
export type OwnTrack = Static<typeof OwnTrack>;

export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});

// ---------------------------------------------------------------- requests

const method = <P extends TSchema, R extends TSchema>(params: P, result: R) => ({ params, result });
const aboutParticipant = { participantId: Id };
const reason = { reason: Type.Optional(Text) };
const EntryRef = Type.Object({ participantId: Id, epoch: Epoch }, closed);

export const requests = {
  authenticate: method(
    Type.Object(
      {
        token: Type.String({ minLength: 1, maxLength: 8_192 }),
        /** The secret of an earlier connection to this seat; with it the seat is taken over. */
        resumeSecret: Type.Optional(Type.String({ minLength: 16, maxLength: 128 })),
        /** The client still has the transports of that earlier connection and wants to go on with them. */
        keepMedia: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    Type.Object({
      snapshot: Snapshot,
      resumeSecret: Type.String(),
      routerRtpCapabilities: Type.Unknown(),
      iceServers: Type.Array(IceServer),
      /** The earlier transports live on: tracks and consumers as they stand. Absent: call `openMedia`. */
      media: Type.Optional(Type.Object({ tracks: Type.Array(OwnTrack), consumers: Type.Array(ConsumerDescription) })),
      heartbeatIntervalMs: Type.Integer(),
    }),
  ),
  /** Liveness: a client that hears no answer within the interval reconnects. */
  ping: method(Empty, Empty),
  /** Leaves on purpose; the seat is free at once. */
  leave: method(Empty, Empty),

  /** Makes both transports anew (earlier ones are closed). Consumers follow as `consumersAdded` when the seat is admitted. */
  openMedia: method(
    Type.Object({ rtpCapabilities: RtpCapabilities }, closed),
    Type.Object({ send: TransportParameters, receive: TransportParameters }),
  ),
  connectTransport: method(Type.Object({ transportId: Id, dtlsParameters: DtlsParameters }, closed), Empty),
  restartIce: method(Type.Object({ transportId: Id }, closed), Type.Object({ iceParameters: IceParameters })),
  publishTrack: method(
    Type.Object(
      { source: TrackSource, kind: MediaKind, rtpParameters: RtpParameters, paused: Type.Optional(Type.Boolean()) },
      closed,
    ),
    Type.Object({ trackId: Id }),
  ),
  closeTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  pauseTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  /** Also ends a mute by a host: nobody is unmuted but by themselves. */
  resumeTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  resumeConsumers: method(Type.Object({ consumerIds: Type.Array(Id, { maxItems: 300 }) }, closed), Empty),
  /** Highest layers wanted of a simulcast video; 0 is the smallest. */
  setPreferredLayers: method(
    Type.Object(
      {
        consumerId: Id,
        spatialLayer: Type.Integer({ minimum: 0, maximum: 2 }),
        temporalLayer: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })),
      },
      closed,
    ),
    Empty,
  ),

  admit: method(EntryRef, Empty),
  /** One step over the entries that the host saw; whoever dropped or came anew since is in `skipped`. */
  admitAll: method(
    Type.Object({ entries: Type.Array(EntryRef, { maxItems: 200 }) }, closed),
    Type.Object({ admitted: Type.Array(Id), skipped: Type.Array(Id) }),
  ),
  deny: method(
    Type.Object({ participantId: Id, epoch: Epoch, ban: Type.Optional(Type.Boolean()), ...reason }, closed),
    Empty,
  ),
  putInWaitingRoom: method(Type.Object({ ...aboutParticipant, ...reason }, closed), Empty),
  remove: method(Type.Object({ ...aboutParticipant, ban: Type.Optional(Type.Boolean()), ...reason }, closed), Empty),
  mute: method(Type.Object({ ...aboutParticipant, source: TrackSource }, closed), Empty),
  askToUnmute: method(Type.Object({ ...aboutParticipant, source: Type.Enum(['microphone', 'camera']) }, closed), Empty),
  lock: method(Empty, Empty),
  unlock: method(Empty, Empty),
  /** To one who waits, or without `participantId` to all who wait now. */
  messageWaiting: method(Type.Object({ participantId: Type.Optional(Id), text: Text }, closed), Empty),
  endRoom: method(Empty, Empty),
} as const;

export type Method = keyof typeof requests;
export type Params<M extends Method> = Static<(typeof requests)[M]['params']>;
export type Result<M extends Method> = Static<(typeof requests)[M]['result']>;

// ---------------------------------------------------------------- notifications

export const notifications = {
  /** Everything at once, instead of many small changes: after admission, put back, hand-over of the connection's rights. */
  snapshotReplaced: Type.Object({ snapshot: Snapshot, reason: Type.Optional(Text) }),
  selfUpdated: Type.Object({ self: Self }),
  roomUpdated: Type.Object({ room: Type.Union([AdmittedRoomView, WaitingRoomView]) }),
  participantJoined: Type.Object({ participant: Participant }),
  participantUpdated: Type.Object({ participant: Participant }),
  participantLeft: Type.Object({ participantId: Id }),

  waitingAdded: Type.Object({ entry: WaitingEntry }),
  waitingUpdated: Type.Object({ entry: WaitingEntry }),
  waitingRemoved: Type.Object({ participantId: Id, epoch: Epoch }),

  messageToWaiting: Type.Object({ text: Text }),
  askedToUnmute: Type.Object({ source: TrackSource }),

  /** The server paused a track of yours, on a host's wish. */
  trackMuted: Type.Object({ trackId: Id, source: TrackSource }),
  consumersAdded: Type.Object({ consumers: Type.Array(ConsumerDescription) }),
  consumerUpdated: Type.Object({ consumerId: Id, paused: Type.Boolean() }),
  consumersClosed: Type.Object({ consumerIds: Type.Array(Id) }),
  /** Loudest first. `levelDb` is RFC 6464's, from -127 (silence) to 0. */
  activeSpeakersChanged: Type.Object({
    speakers: Type.Array(Type.Object({ participantId: Id, levelDb: Type.Number({ minimum: -127, maximum: 0 }) })),
  }),
  /** The media of this seat is gone (a worker died, or the seat moved): call `openMedia` again. */
  mediaReset: Type.Object({}),

  /** Last message before the socket closes with the same reason. */
  closing: Type.Object({
    code: Type.String(),
    message: Type.Optional(Type.String()),
    retryAfterMs: Type.Optional(Type.Integer()),
  }),
} as const;

export type NotificationMethod = keyof typeof notifications;
export type NotificationParams<N extends NotificationMethod> = Static<(typeof notifications)[N]>;

/** One notification before it gets its sequence number, as a union that narrows on `method`. */
export type Notification = {
  [N in NotificationMethod]: { method: N; params: NotificationParams<N> };
}[NotificationMethod];
