/** The messages about transports, this client's tracks, and tracks of others. */
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

/**
 * A track of another person that the server forwards to this client; the client creates a consumer for it and then
 * resumes it.
 */
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

/** How well a person's media gets through: `weak` when much of it is missing, `lost` when none arrives. */
export const ConnectionQuality = Type.Enum(['good', 'weak', 'lost'], {
  description: '`weak`: much of the media is missing; `lost`: nothing comes',
});
export type ConnectionQuality = Static<typeof ConnectionQuality>;

/** A track that this client published and the server still has (sent on resume). */
export const OwnTrack = Type.Object({
  trackId: Id,
  source: TrackSource,
  paused: Type.Boolean({ description: 'By its owner, a host or the server' }),
  muted: Type.Boolean({ description: 'By a host or the server, and not resumed by its owner since' }),
});
export type OwnTrack = Static<typeof OwnTrack>;

/** A TURN relay, as RTCPeerConnection takes it. Credentials are short-lived: use the newest ones. */
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
  /**
   * Creates both transports (earlier ones are closed). Consumers follow as `consumersAdded` once the seat is admitted.
   */
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
  /** Also ends a mute by a host: only the person who publishes a track can unmute it. */
  resumeTrack: method(Type.Object({ trackId: Id }, closed), Empty),
  /** For tracks that are not wanted for now (a slow connection): nothing is sent until they are resumed. */
  pauseConsumers: method(Type.Object({ consumerIds }, closed), Empty),
  resumeConsumers: method(Type.Object({ consumerIds }, closed), Empty),
  /**
   * The size at which videos are shown, in layers; null: not visible, and nothing is sent until a layer is named again.
   */
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
  /** The highest layers wanted of a video with several; 0 is the smallest. */
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
  /** A host, or the server, paused one of your tracks. */
  trackMuted: Type.Object({ trackId: Id, source: TrackSource }),
  /** Nobody shows a higher layer of your camera than this: higher ones need not be sent. */
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
  /** Loudest first. `levelDb` is in dBov (RFC 6464), from -127 (silence) to 0. */
  activeSpeakersChanged: Type.Object({
    speakers: Type.Array(
      Type.Object({
        participantId: described(Id, 'Who speaks'),
        levelDb: Type.Integer({ minimum: -127, maximum: 0, description: 'dBov (RFC 6464): 0 is the loudest' }),
      }),
      { description: 'Who speaks, the loudest first; empty: nobody' },
    ),
  }),
  /**
   * Also about yourself. People who were never named have a good connection; so does everybody when a connection
   * begins.
   */
  connectionQualityChanged: Type.Object({
    participants: Type.Array(
      Type.Object({ participantId: described(Id, 'Whose media; may be your own'), quality: ConnectionQuality }),
      { description: 'Whose quality has changed' },
    ),
  }),
  /** The media of this seat is lost (a worker died, or the seat moved): call `openMedia` again. */
  mediaReset: Type.Object({}),
} as const;
