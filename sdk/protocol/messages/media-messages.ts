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
  consumerId: described(Id, 'Id of the consumer, for `resumeConsumers` and other requests'),
  trackId: described(Id, 'Id of the track'),
  participantId: described(Id, 'Id of the person who publishes it'),
  source: TrackSource,
  kind: MediaKind,
  rtpParameters: Type.Unsafe<unknown>(ConsumerRtpParameters),
  paused: Type.Boolean({
    description:
      'true: the track is muted, by its owner or a host. Independent of the consumer, which is always created paused',
  }),
});
export type ConsumerDescription = Static<typeof ConsumerDescription>;

/** How well a person's media gets through: `weak` when much of it is missing, `lost` when none arrives. */
export const ConnectionQuality = Type.Enum(['good', 'weak', 'lost'], {
  description: '`weak`: much of the media is missing; `lost`: no media arrives',
});
export type ConnectionQuality = Static<typeof ConnectionQuality>;

/** What is shown of the videos that a client shows. */
export const ShownVideos = Type.Enum(['full', 'smaller', 'some', 'none'], {
  description:
    '`full`: all of them; `smaller`: all, with fewer pixels than they are shown with; `some`: others are paused; `none`: all are paused',
});
export type ShownVideos = Static<typeof ShownVideos>;

/** What does not pass well between this client and the others, who is at fault, and what the server does about it. */
export const MediaDegradation = Type.Object({
  cause: Type.Enum(['own-line', 'server'], {
    description:
      '`own-line`: the line between this client and the server; `server`: the server, or its network, is overloaded',
  }),
  sending: Type.Boolean({ description: 'true: much of what this client sends does not reach the server' }),
  receiving: Type.Boolean({ description: 'true: not all that this client should receive reaches it' }),
  videos: ShownVideos,
  pausedTracks: Type.Array(Id, {
    description: 'Ids of the videos of others that are paused because they do not fit; they come back by themselves',
  }),
});
export type MediaDegradation = Static<typeof MediaDegradation>;

/** A track that this client published and the server still has (sent on resume). */
export const OwnTrack = Type.Object({
  trackId: Id,
  source: TrackSource,
  paused: Type.Boolean({ description: 'true: paused by its owner, a host or the server' }),
  muted: Type.Boolean({ description: 'true: muted by a host or the server, and not resumed by its owner since' }),
});
export type OwnTrack = Static<typeof OwnTrack>;

/** A TURN relay, as RTCPeerConnection takes it. Credentials are short-lived: use the newest ones. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String(), { description: '`turn:` and `turns:` URLs (RFC 7065)' }),
  username: Type.Optional(Type.String({ description: '`<expiry in seconds since 1970>:<random>`' })),
  credential: Type.Optional(Type.String({ description: 'Password; valid until the expiry' })),
});
export type IceServer = Static<typeof IceServer>;

const iceServers = Type.Array(IceServer, { description: 'TURN relays; empty if there are none' });
const transportId = described(Id, 'Id of the sending or receiving transport');
const consumerIds = Type.Array(Id, { maxItems: 300, description: 'Ids of consumers of this client' });
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
        rtpParameters: described(RtpParameters, 'RTP parameters of the packets that the client sends'),
        paused: Type.Optional(Type.Boolean({ description: 'true: muted from the start. Default: false' })),
        replaces: Type.Optional(
          described(
            Id,
            'Id of this client’s track of the same source, which is closed when the new one is there. If it is muted, so is the new one',
          ),
        ),
      },
      closed,
    ),
    Type.Object({ trackId: Id }),
  ),
  /**
   * For the present transports. Tracks of a source that a client has not named are not sent to it, except microphones,
   * cameras and screens.
   */
  acceptSources: method(
    Type.Object(
      {
        sources: Type.Array(Type.String({ maxLength: 64 }), {
          maxItems: 16,
          description: 'Sources that the client knows, besides `microphone`, `camera` and `screen`; others are ignored',
        }),
      },
      closed,
    ),
    Empty,
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
              spatialLayer: nullable(
                layer,
                'Highest layer needed for the size at which the video is shown; 0 is the smallest. null: not shown',
              ),
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
        spatialLayer: described(layer, 'Highest spatial layer (size) to send; 0 is the smallest'),
        temporalLayer: Type.Optional(described(layer, 'Highest temporal layer (frame rate) to send; 0 is the lowest')),
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
    spatialLayer: described(layer, 'Highest layer that anybody shows; 0 is the smallest'),
  }),
  consumersAdded: Type.Object({
    consumers: Type.Array(ConsumerDescription, {
      description: 'New consumers: tracks of others that can be received now',
    }),
  }),
  consumerUpdated: Type.Object({
    consumerId: Id,
    paused: Type.Boolean({ description: 'true: the track is muted, by its owner or a host' }),
  }),
  consumersClosed: Type.Object({
    consumerIds: Type.Array(Id, {
      description: 'Ids of consumers that are closed: their tracks are no longer received',
    }),
  }),
  /** Loudest first. `levelDb` is in dBov (RFC 6464), from -127 (silence) to 0. */
  activeSpeakersChanged: Type.Object({
    speakers: Type.Array(
      Type.Object({
        participantId: described(Id, 'Id of the person who speaks'),
        levelDb: Type.Integer({
          minimum: -127,
          maximum: 0,
          description: 'Audio level in dBov (RFC 6464), from -127 (silence) to 0 (loudest)',
        }),
      }),
      { description: 'People who speak, loudest first; empty: nobody' },
    ),
  }),
  /**
   * Also about yourself. People who were never named have a good connection; so does everybody when a connection
   * begins.
   */
  connectionQualityChanged: Type.Object({
    participants: Type.Array(
      Type.Object({
        participantId: described(Id, 'Id of the person whose media it is; can be your own'),
        quality: ConnectionQuality,
      }),
      { description: 'People whose quality has changed' },
    ),
  }),
  /** In full, also when only a part of it has changed. Null, and when a connection begins: media passes well. */
  mediaDegradationChanged: Type.Object({
    degradation: nullable(MediaDegradation, 'null: media passes well again'),
  }),
  /** The media of this seat is lost (a worker died, or the seat moved): call `openMedia` again. */
  mediaReset: Type.Object({}),
} as const;
