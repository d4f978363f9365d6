/**
 * Media parameters as they cross the wire: the shapes of mediasoup's RTP, DTLS and ICE parameters, narrowed to what this
 * server accepts. Anything outside is `invalid-params` and never reaches a worker. Sources: RFC 8834, RFC 8285, ORTC.
 */
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const shortString = Type.String({ maxLength: 128 });
const payloadType = Type.Integer({ minimum: 0, maximum: 127 });
const ssrc = Type.Integer({ minimum: 1, maximum: 0xffffffff });

const RtcpFeedback = Type.Object({ type: shortString, parameter: Type.Optional(shortString) }, closed);

/** Codec parameters are numbers or short strings (`profile-level-id`, `useinbandfec`); keys are bounded too. */
const FormatParameters = Type.Record(
  Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w.-]+$' }),
  Type.Union([Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 32 }), Type.String({ maxLength: 256 })]),
  { maxProperties: 32 },
);

const MimeType = Type.String({ pattern: '^(audio|video)/[A-Za-z0-9.-]{1,32}$' });
const Kind = Type.Enum(['audio', 'video']);

const HeaderExtensionUri = Type.String({ minLength: 1, maxLength: 256 });

export const RtpCapabilities = Type.Object(
  {
    codecs: Type.Array(
      Type.Object(
        {
          kind: Kind,
          mimeType: MimeType,
          preferredPayloadType: Type.Optional(payloadType),
          clockRate: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
          parameters: Type.Optional(FormatParameters),
          rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
        },
        closed,
      ),
      { maxItems: 64 },
    ),
    headerExtensions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Kind,
            uri: HeaderExtensionUri,
            preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
            preferredEncrypt: Type.Optional(Type.Boolean()),
            direction: Type.Optional(Type.Enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
          },
          closed,
        ),
        { maxItems: 64 },
      ),
    ),
  },
  closed,
);
export type RtpCapabilities = Static<typeof RtpCapabilities>;

const Encoding = Type.Object(
  {
    ssrc: Type.Optional(ssrc),
    rid: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' })),
    codecPayloadType: Type.Optional(payloadType),
    rtx: Type.Optional(Type.Object({ ssrc }, closed)),
    dtx: Type.Optional(Type.Boolean()),
    scalabilityMode: Type.Optional(Type.String({ pattern: '^[LS][1-3]T[1-3](_KEY(_SHIFT)?|h)?$' })),
    maxBitrate: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    maxFramerate: Type.Optional(Type.Number({ minimum: 0, maximum: 240 })),
    scaleResolutionDownBy: Type.Optional(Type.Number({ minimum: 1, maximum: 64 })),
    active: Type.Optional(Type.Boolean()),
    adaptivePtime: Type.Optional(Type.Boolean()),
    priority: Type.Optional(shortString),
    networkPriority: Type.Optional(shortString),
  },
  closed,
);

export const RtpParameters = Type.Object(
  {
    mid: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    msid: Type.Optional(Type.String({ maxLength: 256 })),
    codecs: Type.Array(
      Type.Object(
        {
          mimeType: MimeType,
          payloadType,
          clockRate: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
          parameters: Type.Optional(FormatParameters),
          rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 32 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 16 },
    ),
    headerExtensions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            uri: HeaderExtensionUri,
            id: Type.Integer({ minimum: 1, maximum: 14 }),
            encrypt: Type.Optional(Type.Boolean()),
            parameters: Type.Optional(FormatParameters),
          },
          closed,
        ),
        { maxItems: 32 },
      ),
    ),
    encodings: Type.Array(Encoding, { minItems: 1, maxItems: 3 }),
    rtcp: Type.Optional(
      Type.Object(
        {
          cname: Type.Optional(Type.String({ maxLength: 256 })),
          reducedSize: Type.Optional(Type.Boolean()),
          mux: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RtpParameters = Static<typeof RtpParameters>;

export const DtlsParameters = Type.Object(
  {
    role: Type.Optional(Type.Enum(['auto', 'client', 'server'])),
    fingerprints: Type.Array(
      Type.Object(
        {
          algorithm: Type.Enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
          value: Type.String({ pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}$' }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 8 },
    ),
  },
  closed,
);
export type DtlsParameters = Static<typeof DtlsParameters>;

export const IceParameters = Type.Object({
  usernameFragment: Type.String(),
  password: Type.String(),
  iceLite: Type.Optional(Type.Boolean()),
});
export type IceParameters = Static<typeof IceParameters>;

/** What a client needs to make its side of a transport (server to client). */
export const TransportParameters = Type.Object({
  id: Type.String(),
  iceParameters: IceParameters,
  iceCandidates: Type.Array(Type.Unknown()),
  dtlsParameters: Type.Unknown(),
});
export type TransportParameters = Static<typeof TransportParameters>;
