/** The requests of a preflight: a connection that tests the way to the server and takes no seat in a room. */
import { Type } from 'typebox';
import { closed, described, Empty, Id, method } from '../schemas/fields.ts';
import { MediaKind } from '../schemas/room-schemas.ts';
import { ConsumerRtpParameters, RtpCapabilities, RtpParameters, TransportParameters } from '../schemas/rtp-schemas.ts';
import { IceServer } from './media-messages.ts';

const transportId = (which: string) => described(Id, `Id of the transport ${which}`);

export const preflightRequests = {
  /** The first request of a connection, instead of `authenticate`. The connection is closed by itself after a minute. */
  beginPreflight: method(
    Type.Object(
      {
        token: Type.String({
          minLength: 1,
          maxLength: 8_192,
          description: 'An access token (JWT). Its room need not exist yet, and its `nbf` is ignored',
        }),
      },
      closed,
    ),
    Type.Object({
      iceServers: Type.Array(IceServer, { description: 'TURN relays; empty if there are none' }),
      endsInMs: Type.Integer({ minimum: 0, description: 'Milliseconds until the server closes the connection' }),
    }),
  ),
  /** Makes one transport, for either direction. It is connected with `connectTransport`. */
  openPreflightTransport: method(
    Empty,
    Type.Object({ transport: described(TransportParameters, 'The transport, as in the answer to `openMedia`') }),
  ),
  /** What the client sends on one transport comes back on another one, from now on. */
  echoTrack: method(
    Type.Object(
      {
        sendTransportId: transportId('on which the client sends'),
        receiveTransportId: transportId('on which it comes back'),
        kind: MediaKind,
        rtpParameters: described(RtpParameters, 'RTP parameters of the packets that the client sends'),
        rtpCapabilities: described(RtpCapabilities, 'What the client can receive'),
      },
      closed,
    ),
    Type.Object({
      consumerId: described(Id, 'Id of the consumer'),
      trackId: described(Id, 'Id of the track that is sent'),
      rtpParameters: Type.Unsafe<unknown>(ConsumerRtpParameters),
    }),
  ),
} as const;
