/** Transports, one's own tracks, and what is received of the others. */
import { type Static, Type } from 'typebox';
import { closed, described, Empty, Id, method, nullable } from '../schemas/fields.ts';
import { MediaKind, TrackSource } from '../schemas/room-schemas.ts';
import {
  ConsumerRtpParameters,
  DtlsParameters,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from '../schemas/rtp-schemas.ts';

/** A track of somebody else that the server forwards to this client; the client makes a consumer of it and then resumes it. */
export const ConsumerDescription = Type.Object({
  consumerId: described(Id, 'Names it in `resumeConsumers` and the like'),
  trackId: described(Id, "The sender's track"),
  participantId: described(Id, 'Whose it is'),
  source: TrackSource,
  kind: MediaKind,
  rtpParameters: Type.Unsafe<unknown>(ConsumerRtpParameters),
  paused: Type.Boolean({
    description:
      'The track is muted at its source, by its owner or a host. It says nothing of the consumer itself, which always begins paused',
  }),
});
export type ConsumerDescription = Static<typeof ConsumerDescription>;

/** How well somebody's media gets through: `weak` when much of it is missing, `lost` when nothing comes. */
export const ConnectionQuality = Type.Enum(['good', 'weak', 'lost'], {
  description: '`weak`: much of the media is missing; `lost`: nothing comes',
});
export type ConnectionQuality = Static<typeof ConnectionQuality>;

/** A track that this client published and the server still has (told on resume). */
export const OwnTrack = Type.Object({
  trackId: Id,
  source: TrackSource,
  paused: Type.Boolean({ description: 'By its owner, a host or the server' }),
  muted: Type.Boolean({ description: 'By a host or the server, and not resumed by its owner since' }),
});
export type OwnTrack = Static<typeof OwnTrack>;

/** A TURN relay, as RTCPeerConnection takes it. Credentials are short-lived: the newest that were told are the ones to use. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String(), { description: '`turn:` and `turns:` URLs (RFC 7065)' }),
  username: Type.Optional(Type.String({ description: '`<expiry in seconds since 1970>:<random>`' })),
  credential: Type.Optional(Type.String({ description: 'Password; valid until the expiry' })),
});
export type IceServer = Static<typeof IceServer>;

const iceServers = Type.Array(IceServer, { description: 'TURN relays; empty where there are none' });
const transportId = described(Id, 'Of the sending or the receiving transport');
const consumerIds = Type.Array(Id, { maxItems: 300, description: 'Consumers of this client' });
const layer = Type.Integer({ minimum: 0, maximum: 2 });

export const mediaRequests = {
  /** Makes both transports anew (earlier ones are closed). Consumers follow as `consumersAdded` when the seat is admitted. */
  openMedia: method(
    Type.Object({ rtpCapabilities: RtpCapabilities }, closed),
    Type.Object({
      send: described(TransportParameters, 'For the tracks that this client publishes'),
      receive: described(TransportParameters, 'For the tracks of others'),
      iceServers,
    }),
  ),
  connectTransport: method(Type.Object({ transportId, dtlsParameters: DtlsParameters }, closed), Empty),
  restartIce: method(Type.Object({ transportId }, closed), Type.Object({ iceParameters: IceParameters, iceServers })),
  publishTrack: method(
    Type.Object(
      {
        source: TrackSource,
        kind: MediaKind,
        rtpParameters: described(RtpParameters, 'How the packets look that the client sends'),
        paused: Type.Optional(Type.Boolean({ description: 'Muted from the beginning. Default: false' })),
      },
      closed,
    ),
    Type.Object({ trackId: Id }),
  ),
  closeTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  pauseTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  /** Also ends a mute by a host: nobody is unmuted but by themselves. */
  resumeTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  /** Not wanted for now (a weak line): nothing more is sent until resumed. */
  pauseConsumers: method(Type.Object({ consumerIds }, closed), Empty),
  resumeConsumers: method(Type.Object({ consumerIds }, closed), Empty),
  /** How large videos are shown, in layers; null: off the screen, and nothing more is sent until a layer is named again. */
  showVideos: method(
    Type.Object(
      {
        videos: Type.Array(
          Type.Object(
            {
              consumerId: Id,
              spatialLayer: nullable(layer, 'Highest size that is of use, 0 the smallest; null: not shown'),
            },
            closed,
          ),
          { maxItems: 300, description: 'Videos whose size has changed' },
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
        spatialLayer: described(layer, 'Highest size wanted; 0 is the smallest'),
        temporalLayer: Type.Optional(described(layer, 'Highest frame rate wanted; 0 is the lowest')),
      },
      closed,
    ),
    Empty,
  ),
} as const;

export const mediaNotifications = {
  /** The server paused a track of yours, on a host's wish. */
  trackMuted: Type.Object({ trackId: Id, source: TrackSource }),
  /** No layer of your camera above this is looked at by anybody: it need not be sent. */
  wantedLayersChanged: Type.Object({
    trackId: Id,
    spatialLayer: described(layer, 'The highest that anybody looks at; 0 is the smallest'),
  }),
  consumersAdded: Type.Object({
    consumers: Type.Array(ConsumerDescription, { description: 'Tracks of others that may be received now' }),
  }),
  consumerUpdated: Type.Object({
    consumerId: Id,
    paused: Type.Boolean({ description: 'The track is muted at its source' }),
  }),
  consumersClosed: Type.Object({
    consumerIds: Type.Array(Id, { description: 'Tracks of others that are not received any more' }),
  }),
  /** Loudest first. `levelDb` is RFC 6464's, from -127 (silence) to 0. */
  activeSpeakersChanged: Type.Object({
    speakers: Type.Array(
      Type.Object({
        participantId: described(Id, 'Who speaks'),
        levelDb: Type.Integer({ minimum: -127, maximum: 0, description: 'dBov (RFC 6464): 0 is the loudest' }),
      }),
      { description: 'Who speaks, the loudest first; empty: nobody' },
    ),
  }),
  /** One's own, too. Whoever was never named has a good one; every connection begins with that. */
  connectionQualityChanged: Type.Object({
    participants: Type.Array(
      Type.Object({ participantId: described(Id, 'Whose media; may be your own'), quality: ConnectionQuality }),
      { description: 'Whose quality has changed' },
    ),
  }),
  /** The media of this seat is gone (a worker died, or the seat moved): call `openMedia` again. */
  mediaReset: Type.Object({}),
} as const;
