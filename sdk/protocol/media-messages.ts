/** Transports, one's own tracks, and what is received of the others. */
import { type Static, Type } from 'typebox';
import { closed, Empty, Id, method } from './fields.ts';
import { MediaKind, TrackSource } from './room.ts';
import { DtlsParameters, IceParameters, RtpCapabilities, RtpParameters, TransportParameters } from './rtp.ts';

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

export const mediaRequests = {
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
} as const;

export const mediaNotifications = {
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
} as const;
