/**
 * The messages of hearthroom.v1 as schemas: what a client may ask (`requests`) and what the server tells (`notifications`).
 * Types are derived from them; the server validates every request with them before dispatch. PROTOCOL.md says what each means.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { MissedNotification, oneOffs } from './one-off.ts';
import { Agreement, Grants, MediaKind, Phase, Reaction, Role, TrackSource } from './room.ts';
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
  /** False: the room's agreement is not accepted yet, so admitting is not possible. */
  agreed: Type.Boolean(),
  /** An identity check with this person is open, held by this host. */
  previewedBy: Type.Union([Id, Type.Null()]),
  /** An observer who may not come in yet: clients have still to agree. */
  consentMissing: Type.Boolean(),
});
export type WaitingEntry = Static<typeof WaitingEntry>;

/** Where a person is: with the group, or alone with somebody. Media flows within one place only. */
export const Place = Type.Union([
  Type.Object({ kind: Type.Literal('group') }),
  /** An identity check: a host and somebody who waits. */
  Type.Object({ kind: Type.Literal('preview'), participantId: Id }),
  /** A host and a client who asked for help. */
  Type.Object({ kind: Type.Literal('side-room'), participantId: Id }),
  Type.Object({ kind: Type.Literal('breakout'), groupId: Id }),
]);
export type Place = Static<typeof Place>;

/** Whose turn it is, and how the round goes on. */
export const GoRound = Type.Object({
  /** Everybody in the round, in order; those who left it are gone from it. */
  order: Type.Array(Id),
  /** Index into `order`. */
  turn: Type.Integer({ minimum: 0 }),
  secondsPerPerson: Type.Union([Type.Integer(), Type.Null()]),
  /** When this turn's time is over; null without a time, or while paused. */
  turnEndsAt: Type.Union([EpochMs, Type.Null()]),
  /** What is left of the turn while the round is paused. */
  remainingMs: Type.Union([Type.Integer(), Type.Null()]),
  state: Type.Enum(['running', 'paused']),
  muteOthers: Type.Boolean(),
});
export type GoRound = Static<typeof GoRound>;

/** One group of a breakout. Its members are listed for its members and for hosts. */
export const BreakoutGroup = Type.Object({ id: Id, name: Type.String(), participantIds: Type.Array(Id) });
export type BreakoutGroup = Static<typeof BreakoutGroup>;

export const Breakout = Type.Object({
  /** Hosts: all groups. Others: their own alone, or none while they are in none. */
  groups: Type.Array(BreakoutGroup),
  endsAt: Type.Union([EpochMs, Type.Null()]),
  /** Everybody is being called back: when the groups end. */
  closingAt: Type.Union([EpochMs, Type.Null()]),
});
export type Breakout = Static<typeof Breakout>;

/** A client's private signal to the hosts. */
export const HelpRequest = Type.Object({ participantId: Id, since: EpochMs, note: Type.Union([Text, Type.Null()]) });
export type HelpRequest = Static<typeof HelpRequest>;

/** An observer who would like to come in: hosts see who agreed; a client sees what they themselves said (null: not yet). */
export const ConsentQuestion = Type.Object({
  participantId: Id,
  name: Type.String(),
  /** The viewer's own answer. Always null for hosts, who are not asked. */
  answer: Type.Union([Type.Boolean(), Type.Null()]),
  /** Hosts only: how many clients have not agreed yet. */
  missing: Type.Optional(Type.Integer()),
});
export type ConsentQuestion = Static<typeof ConsentQuestion>;

/** The agreement as its reader stands to it. */
export const AgreementView = Type.Object({ ...Agreement.properties, accepted: Type.Boolean() });
export type AgreementView = Static<typeof AgreementView>;

/** The room as an admitted seat sees it. */
export const AdmittedRoomView = Type.Object({
  title: Type.String(),
  phase: Phase,
  locked: Type.Boolean(),
  waitingRoom: Type.Boolean(),
  /** When the session ends: closesAt, its length, and what hosts have added. */
  endsAt: Type.Union([EpochMs, Type.Null()]),
  recording: Type.Literal('never'),
  /** `closed`: clients see and hear only the hosts until a host opens the circle. */
  circle: Type.Enum(['open', 'closed']),
  privateChat: Type.Boolean(),
  chatHistory: Type.Enum(['none', 'session']),
  /** Raised hands, the first first. */
  hands: Type.Array(Id),
  spotlightId: Type.Union([Id, Type.Null()]),
  goRound: Type.Union([GoRound, Type.Null()]),
  breakout: Type.Union([Breakout, Type.Null()]),
  consents: Type.Array(ConsentQuestion),
  /** Hosts: every open request. A client: their own, if any. */
  help: Type.Array(HelpRequest),
  agreement: Type.Union([AgreementView, Type.Null()]),
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
  recording: Type.Literal('never'),
  agreement: Type.Union([AgreementView, Type.Null()]),
});

export const Self = Type.Object({
  id: Id,
  name: Type.String(),
  role: Role,
  grants: Grants,
  place: Place,
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

/** How well somebody's media gets through: `weak` when much of it is missing, `lost` when nothing comes. */
export const ConnectionQuality = Type.Enum(['good', 'weak', 'lost']);
export type ConnectionQuality = Static<typeof ConnectionQuality>;

/** A track that this client published and the server still has (told on resume). */
export const OwnTrack = Type.Object({ trackId: Id, source: TrackSource, paused: Type.Boolean() });
export type OwnTrack = Static<typeof OwnTrack>;

/** A TURN relay, as RTCPeerConnection takes it. Credentials are short-lived: the newest that were told are the ones to use. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
export type IceServer = Static<typeof IceServer>;

/** Relayed, never stored. `seq` grows with every message of the room, and tells nothing of those that one may not read. */
export const ChatMessage = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  from: Type.Object({ participantId: Id, name: Type.String() }),
  to: Type.Enum(['group', 'hosts', 'participant']),
  /** For `participant`: to whom. */
  participantId: Type.Optional(Id),
  text: Type.String(),
  at: EpochMs,
});
export type ChatMessage = Static<typeof ChatMessage>;

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
        /** Asked for with `passcode-required` where the room has one. */
        passcode: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        /** The last chat message this client has: what it missed within its lease is sent again. */
        lastChatSeq: Type.Optional(Type.Integer({ minimum: 0 })),
        /** `seq` of the last notification that came over the connection which `resumeSecret` is of; 0: none did. */
        lastSeq: Type.Optional(Type.Integer({ minimum: 0 })),
        /** The client still has the transports of that earlier connection and wants to go on with them. */
        keepMedia: Type.Optional(Type.Boolean()),
        /** What the client can receive, worked out from `hello`: its transports then come with the answer. */
        rtpCapabilities: Type.Optional(RtpCapabilities),
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
      /** Made anew, as `openMedia` does. Absent: not asked for, kept (`media`), or it failed, and `openMedia` says how. */
      transports: Type.Optional(Type.Object({ send: TransportParameters, receive: TransportParameters })),
      heartbeatIntervalMs: Type.Integer(),
      /** What this seat missed within its lease, or the session's chat where the room keeps it. */
      chat: Type.Array(ChatMessage),
      /** What stands in no snapshot and was missed, oldest first. Absent: nobody knows any more. */
      missed: Type.Optional(Type.Array(MissedNotification)),
    }),
  ),
  /** Liveness: a client that hears no answer within the interval reconnects. */
  ping: method(Empty, Empty),
  /** Leaves on purpose; the seat is free at once. */
  leave: method(Empty, Empty),

  /** Makes both transports anew (earlier ones are closed). Consumers follow as `consumersAdded` when the seat is admitted. */
  openMedia: method(
    Type.Object({ rtpCapabilities: RtpCapabilities }, closed),
    Type.Object({ send: TransportParameters, receive: TransportParameters, iceServers: Type.Array(IceServer) }),
  ),
  connectTransport: method(Type.Object({ transportId: Id, dtlsParameters: DtlsParameters }, closed), Empty),
  restartIce: method(
    Type.Object({ transportId: Id }, closed),
    Type.Object({ iceParameters: IceParameters, iceServers: Type.Array(IceServer) }),
  ),
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
  /** Not wanted for now (a weak line): nothing more is sent until resumed. */
  pauseConsumers: method(Type.Object({ consumerIds: Type.Array(Id, { maxItems: 300 }) }, closed), Empty),
  resumeConsumers: method(Type.Object({ consumerIds: Type.Array(Id, { maxItems: 300 }) }, closed), Empty),
  /** How large videos are shown, in layers; null: off the screen, and nothing more is sent until a layer is named again. */
  showVideos: method(
    Type.Object(
      {
        videos: Type.Array(
          Type.Object(
            { consumerId: Id, spatialLayer: Type.Union([Type.Integer({ minimum: 0, maximum: 2 }), Type.Null()]) },
            closed,
          ),
          { maxItems: 300 },
        ),
      },
      closed,
    ),
    Empty,
  ),
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
  endRoom: method(Type.Object({ message: Type.Optional(Text) }, closed), Empty),
  /** Puts the end off; also with no end set before, from now. */
  extendRoom: method(Type.Object({ minutes: Type.Integer({ minimum: 1, maximum: 240 }) }, closed), Empty),

  acceptAgreement: method(Type.Object({ version: Agreement.properties.version }, closed), Empty),
  withdrawAgreement: method(Empty, Empty),
  /** Identity check with one who waits, before admitting: the two see, hear and write to each other, alone. */
  openPreview: method(EntryRef, Empty),
  closePreview: method(Empty, Empty),
  /** One line in a preview, from either side to the other. */
  sendPreviewText: method(Type.Object({ text: Text }, closed), Empty),
  /** From now on all see all. */
  openCircle: method(Empty, Empty),
  /** A host puts the question to all admitted clients. */
  askConsent: method(EntryRef, Empty),
  answerConsent: method(Type.Object({ ...aboutParticipant, consent: Type.Boolean() }, closed), Empty),

  requestHelp: method(Type.Object({ note: Type.Optional(Text) }, closed), Empty),
  /** The client takes it back, or a host marks it as seen to. */
  closeHelp: method(Type.Object({ participantId: Type.Optional(Id) }, closed), Empty),
  /** A host's private words to somebody who asked for help. */
  answerHelp: method(Type.Object({ ...aboutParticipant, text: Text }, closed), Empty),
  openSideRoom: method(Type.Object(aboutParticipant, closed), Empty),
  /** Either of the two: both come back to the group. */
  closeSideRoom: method(Empty, Empty),

  sendChat: method(
    Type.Object(
      {
        to: Type.Enum(['group', 'hosts', 'participant']),
        participantId: Type.Optional(Id),
        text: Type.String({ minLength: 1, maxLength: 4_000 }),
      },
      closed,
    ),
    Type.Object({ seq: Type.Integer() }),
  ),
  raiseHand: method(Empty, Empty),
  /** One's own, or a host somebody's. */
  lowerHand: method(Type.Object({ participantId: Type.Optional(Id) }, closed), Empty),
  react: method(Type.Object({ reaction: Reaction }, closed), Empty),
  rename: method(Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) }, closed), Empty),
  setSpotlight: method(Type.Object({ participantId: Type.Union([Id, Type.Null()]) }, closed), Empty),

  startGoRound: method(
    Type.Object(
      {
        /** Left out: everybody admitted but observers, in the order of their seats. */
        order: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true })),
        secondsPerPerson: Type.Optional(Type.Integer({ minimum: 10, maximum: 3_600 })),
        muteOthers: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    Empty,
  ),
  /** Whose turn it is passes; a host moves on. */
  nextTurn: method(Empty, Empty),
  pauseGoRound: method(Empty, Empty),
  resumeGoRound: method(Empty, Empty),
  stopGoRound: method(Empty, Empty),

  startBreakout: method(
    Type.Object(
      {
        groups: Type.Array(
          Type.Object(
            { name: Type.String({ minLength: 1, maxLength: 40 }), participantIds: Type.Array(Id, { maxItems: 50 }) },
            closed,
          ),
          { minItems: 1, maxItems: 25 },
        ),
        seconds: Type.Optional(Type.Integer({ minimum: 30, maximum: 7_200 })),
      },
      closed,
    ),
    Empty,
  ),
  /** A host moves somebody, or goes to visit; null is back to the main group. */
  moveToGroup: method(
    Type.Object({ participantId: Type.Optional(Id), groupId: Type.Union([Id, Type.Null()]) }, closed),
    Empty,
  ),
  messageGroups: method(Type.Object({ text: Text }, closed), Empty),
  /** Everybody is called back, after a countdown (default 30 s; 0 at once). */
  endBreakout: method(
    Type.Object({ countdownSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 300 })) }, closed),
    Empty,
  ),
} as const;

export type Method = keyof typeof requests;
export type Params<M extends Method> = Static<(typeof requests)[M]['params']>;
export type Result<M extends Method> = Static<(typeof requests)[M]['result']>;

// ---------------------------------------------------------------- notifications

export const notifications = {
  /** The first message of every connection, before anybody said who they are: the same for all. Its `seq` is 0. */
  hello: Type.Object({ routerRtpCapabilities: Type.Unknown() }),

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

  ...oneOffs,

  chatReceived: Type.Object({ message: ChatMessage }),
  reactionReceived: Type.Object({ participantId: Id, reaction: Reaction }),
  /** In an identity check: what the other one wrote. */
  previewText: Type.Object({ text: Text }),

  /** The server paused a track of yours, on a host's wish. */
  trackMuted: Type.Object({ trackId: Id, source: TrackSource }),
  /** No layer of your camera above this is looked at by anybody: it need not be sent. */
  wantedLayersChanged: Type.Object({ trackId: Id, spatialLayer: Type.Integer({ minimum: 0, maximum: 2 }) }),
  consumersAdded: Type.Object({ consumers: Type.Array(ConsumerDescription) }),
  consumerUpdated: Type.Object({ consumerId: Id, paused: Type.Boolean() }),
  consumersClosed: Type.Object({ consumerIds: Type.Array(Id) }),
  /** Loudest first. `levelDb` is RFC 6464's, from -127 (silence) to 0. */
  activeSpeakersChanged: Type.Object({
    speakers: Type.Array(Type.Object({ participantId: Id, levelDb: Type.Number({ minimum: -127, maximum: 0 }) })),
  }),
  /** One's own, too. Whoever was never named has a good one; every connection begins with that. */
  connectionQualityChanged: Type.Object({
    participants: Type.Array(Type.Object({ participantId: Id, quality: ConnectionQuality })),
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
