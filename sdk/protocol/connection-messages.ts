/** A connection from its greeting to its end. */
import { Type } from 'typebox';
import { closed, Empty, method } from './fields.ts';
import { ConsumerDescription, IceServer, OwnTrack } from './media-messages.ts';
import { MissedNotification } from './one-off.ts';
import { RtpCapabilities, TransportParameters } from './rtp.ts';
import { ChatMessage } from './talk-messages.ts';
import { Snapshot } from './views.ts';

/** Milliseconds since 1970-01-01 UTC by the clock that all times of a room are on. Absent from older servers. */
const ServerTime = Type.Integer();

export const connectionRequests = {
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
      /** As in the answer to `ping`. */
      serverTime: Type.Optional(ServerTime),
      /** What this seat missed within its lease, or the session's chat where the room keeps it. */
      chat: Type.Array(ChatMessage),
      /** What stands in no snapshot and was missed, oldest first. Absent: nobody knows any more. */
      missed: Type.Optional(Type.Array(MissedNotification)),
    }),
  ),
  /** Liveness: a client that hears no answer within the interval reconnects. */
  ping: method(Empty, Type.Object({ serverTime: Type.Optional(ServerTime) })),
  /** Leaves on purpose; the seat is free at once. */
  leave: method(Empty, Empty),
} as const;

export const connectionNotifications = {
  /** The first message of every connection, before anybody said who they are: the same for all. Its `seq` is 0. */
  hello: Type.Object({ routerRtpCapabilities: Type.Unknown() }),

  /** Last message before the socket closes with the same reason. */
  closing: Type.Object({
    code: Type.String(),
    message: Type.Optional(Type.String()),
    retryAfterMs: Type.Optional(Type.Integer()),
  }),
} as const;
