/** The messages of a connection: greeting, authentication, liveness, end. */
import { Type } from 'typebox';
import { PublicIdentity } from '../schemas/encryption-schemas.ts';
import { closed, described, Empty, EpochMs, method } from '../schemas/fields.ts';
import { MissedNotification } from '../schemas/one-off.ts';
import { RouterRtpCapabilities, RtpCapabilities, TransportParameters } from '../schemas/rtp-schemas.ts';
import { Snapshot } from '../schemas/view-schemas.ts';
import { ConsumerDescription, IceServer, OwnTrack } from './media-messages.ts';
import { ChatMessage } from './talk-messages.ts';

/** Not validated by the SDK: mediasoup-client, or a client's own code, reads it. */
const routerRtpCapabilities = Type.Unsafe<unknown>(
  described(
    RouterRtpCapabilities,
    'Codecs and header extensions that the server forwards, with their payload types and ids',
  ),
);

const ServerTime = described(
  EpochMs,
  'Current time of the server clock, which all times of a room use: whole milliseconds since 1970-01-01 UTC. Older servers omit it',
);

export const connectionRequests = {
  authenticate: method(
    Type.Object(
      {
        token: Type.String({ minLength: 1, maxLength: 8_192, description: 'An access token (JWT) for the room' }),
        resumeSecret: Type.Optional(
          Type.String({
            minLength: 16,
            maxLength: 128,
            description: 'resumeSecret of an earlier connection; takes over its seat',
          }),
        ),
        passcode: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 64,
            description:
              'Passcode of the room; needed if the room has one (otherwise the error is `passcode-required`)',
          }),
        ),
        lastChatSeq: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: '`seq` of the newest chat message that this client has; later ones are sent again',
          }),
        ),
        lastSeq: Type.Optional(
          Type.Integer({
            minimum: 0,
            description:
              '`seq` of the last notification received on the connection that `resumeSecret` is from; 0: none was received',
          }),
        ),
        keepMedia: Type.Optional(
          Type.Boolean({
            description:
              'true: the client still has the transports of that earlier connection and continues to use them',
          }),
        ),
        e2ee: Type.Optional(
          described(PublicIdentity, 'Keys of this client for end-to-end encryption. Left out: it cannot encrypt'),
        ),
        rtpCapabilities: Type.Optional(
          described(RtpCapabilities, 'What the client can receive. If given, the answer contains `transports`'),
        ),
      },
      closed,
    ),
    Type.Object({
      snapshot: described(Snapshot, 'Complete state for this seat'),
      resumeSecret: Type.String({ description: 'Secret for the next connection, to take over this seat' }),
      routerRtpCapabilities,
      iceServers: Type.Array(IceServer, { description: 'TURN relays; empty if there are none' }),
      media: Type.Optional(
        Type.Object(
          {
            tracks: Type.Array(OwnTrack, { description: 'Tracks that this seat publishes' }),
            consumers: Type.Array(ConsumerDescription, { description: 'Tracks that this seat receives' }),
          },
          {
            description:
              'The earlier transports still exist: their current tracks and consumers. Absent: they are closed; call `openMedia`',
          },
        ),
      ),
      transports: Type.Optional(
        Type.Object(
          {
            send: described(TransportParameters, 'For the tracks that this client publishes'),
            receive: described(TransportParameters, 'For the tracks of others'),
          },
          {
            description:
              'New transports, as in the answer to `openMedia`. Absent: not requested, the earlier ones still exist (`media`), or creating them failed',
          },
        ),
      ),
      heartbeatIntervalMs: Type.Integer({
        minimum: 1,
        description: 'Interval between two `ping` requests, in milliseconds',
      }),
      serverTime: Type.Optional(ServerTime),
      chat: Type.Array(ChatMessage, {
        description:
          'Messages that this seat missed while disconnected, or the chat of the session if the room keeps it',
      }),
      missed: Type.Optional(
        Type.Array(MissedNotification, {
          description:
            'Notifications sent while this seat had no connection and not contained in a snapshot, oldest first. Absent: no longer known',
        }),
      ),
    }),
  ),
  /** Liveness: a client that gets no answer within the interval reconnects. */
  ping: method(Empty, Type.Object({ serverTime: Type.Optional(ServerTime) })),
  /** Leaves the room; the seat is free at once. */
  leave: method(
    Type.Object(
      {
        quickly: Type.Optional(
          Type.Boolean({
            description: 'true: by the quick exit to another page; hosts see that the person left quickly',
          }),
        ),
      },
      closed,
    ),
    Empty,
  ),
} as const;

export const connectionNotifications = {
  /** The first message of every connection, before authentication: the same for everybody. Its `seq` is 0. */
  hello: Type.Object({
    routerRtpCapabilities,
    revision: Type.Optional(
      Type.Integer({ minimum: 0, description: "The server's revision of this protocol. Absent: 0" }),
    ),
    oldestClientRevision: Type.Optional(
      Type.Integer({ minimum: 0, description: 'An older client does not fit this server. Absent: 0' }),
    ),
  }),

  /** The server's clock was set. */
  clockStepped: Type.Object({
    serverTime: described(EpochMs, 'Current time of the server clock, as in the answer to `ping`'),
  }),

  /** The last message before the socket is closed for the same reason. */
  closing: Type.Object({
    code: Type.String({ description: 'Reason: an error code that has a close code' }),
    message: Type.Optional(Type.String({ description: 'Message from a host to this person' })),
    retryAfterMs: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Milliseconds to wait before connecting again' }),
    ),
  }),
} as const;
