/** The messages of a connection: greeting, authentication, liveness, end. */
import { Type } from 'typebox';
import { closed, described, Empty, EpochMs, method } from '../schemas/fields.ts';
import { MissedNotification } from '../schemas/one-off.ts';
import { RouterRtpCapabilities, RtpCapabilities, TransportParameters } from '../schemas/rtp-schemas.ts';
import { Snapshot } from '../schemas/view-schemas.ts';
import { ConsumerDescription, IceServer, OwnTrack } from './media-messages.ts';
import { ChatMessage } from './talk-messages.ts';

/** Not validated by the SDK: mediasoup-client, or a client's own code, reads it. */
const routerRtpCapabilities = Type.Unsafe<unknown>(
  described(RouterRtpCapabilities, 'Codecs and header extensions that the server forwards, with their numbers'),
);

const ServerTime = described(EpochMs, 'Time by the clock that all times of a room are on. Absent from older servers');

export const connectionRequests = {
  authenticate: method(
    Type.Object(
      {
        token: Type.String({ minLength: 1, maxLength: 8_192, description: 'An access token (JWT) for the room' }),
        resumeSecret: Type.Optional(
          Type.String({
            minLength: 16,
            maxLength: 128,
            description: 'The secret of an earlier connection to this seat; with it the seat is taken over',
          }),
        ),
        passcode: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'Asked for with `passcode-required` where the room has one',
          }),
        ),
        lastChatSeq: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: '`seq` of the newest chat message that this client has: later ones are sent again',
          }),
        ),
        lastSeq: Type.Optional(
          Type.Integer({
            minimum: 0,
            description:
              '`seq` of the last notification that came over the connection which `resumeSecret` is of; 0: none did',
          }),
        ),
        keepMedia: Type.Optional(
          Type.Boolean({
            description: 'The client still has the transports of that earlier connection and goes on with them',
          }),
        ),
        rtpCapabilities: Type.Optional(
          described(RtpCapabilities, 'What the client can receive: its transports then come with the answer'),
        ),
      },
      closed,
    ),
    Type.Object({
      snapshot: described(Snapshot, 'Everything that this seat may know now'),
      resumeSecret: Type.String({ description: 'Proves on the next connection that the seat is yours' }),
      routerRtpCapabilities,
      iceServers: Type.Array(IceServer, { description: 'TURN relays; empty where there are none' }),
      media: Type.Optional(
        Type.Object(
          {
            tracks: Type.Array(OwnTrack, { description: 'What this seat publishes' }),
            consumers: Type.Array(ConsumerDescription, { description: 'What this seat receives' }),
          },
          {
            description:
              'The earlier transports live on: tracks and consumers as they stand. Absent: they do not; call `openMedia`',
          },
        ),
      ),
      transports: Type.Optional(
        Type.Object(
          {
            send: described(TransportParameters, 'For the tracks that this client publishes'),
            receive: described(TransportParameters, 'For the tracks of others'),
          },
          { description: 'New ones, as `openMedia` makes them. Absent: not asked for, kept (`media`), or it failed' },
        ),
      ),
      heartbeatIntervalMs: Type.Integer({ minimum: 1, description: 'Milliseconds from one `ping` to the next' }),
      serverTime: Type.Optional(ServerTime),
      chat: Type.Array(ChatMessage, {
        description: 'What this seat missed within its lease, or the chat of the session where the room keeps it',
      }),
      missed: Type.Optional(
        Type.Array(MissedNotification, {
          description:
            'Told while there was no connection and in no snapshot, oldest first. Absent: not known any more',
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
          Type.Boolean({ description: 'In one step, to another page: hosts are told that they left quickly' }),
        ),
      },
      closed,
    ),
    Empty,
  ),
} as const;

export const connectionNotifications = {
  /** The first message of every connection, before authentication: the same for everybody. Its `seq` is 0. */
  hello: Type.Object({ routerRtpCapabilities }),

  /** The server's clock was set. */
  clockStepped: Type.Object({ serverTime: described(EpochMs, 'The time by it now, as in the answer to `ping`') }),

  /** The last message before the socket is closed for the same reason. */
  closing: Type.Object({
    code: Type.String({ description: 'Why: an error code that has a close code' }),
    message: Type.Optional(Type.String({ description: "A host's words to this person" })),
    retryAfterMs: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Milliseconds after which connecting again is of use' }),
    ),
  }),
} as const;
