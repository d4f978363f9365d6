/**
 * Media parameters on the wire: the form of mediasoup's RTP, DTLS and ICE parameters, restricted to what this server
 * accepts. Everything else is `invalid-params` and never reaches a worker. Sources: RFC 8834, RFC 8285, ORTC.
 */
import { type Static, Type } from 'typebox';
import { closed, described } from './fields.ts';

const shortString = Type.String({ maxLength: 128 });
const payloadType = Type.Integer({ minimum: 0, maximum: 127, description: 'RTP payload type (RFC 3550)' });
const ssrc = Type.Integer({ minimum: 1, maximum: 0xffffffff, description: 'Synchronization source (RFC 3550)' });

const feedback = {
  type: described(shortString, '`nack`, `ccm`, `goog-remb`, `transport-cc`'),
  parameter: Type.Optional(described(shortString, '`pli`, `fir`, or empty')),
};
const RtcpFeedback = Type.Object(feedback, { ...closed, description: 'A type of RTCP feedback (RFC 4585)' });

/**
 * Codec parameters are numbers or short strings (`profile-level-id`, `useinbandfec`); the length of keys is limited
 * too.
 */
const FormatParameters = Type.Record(
  Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w.-]+$' }),
  Type.Union([Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 32 }), Type.String({ maxLength: 256 })]),
  { maxProperties: 32, description: 'Format parameters: the names and values of an SDP `a=fmtp` line' },
);

const rtcpFeedback = Type.Optional(
  Type.Array(RtcpFeedback, { maxItems: 32, description: 'RTCP feedback for this codec' }),
);

const MimeType = Type.String({
  pattern: '^(audio|video)/[A-Za-z0-9.-]{1,32}$',
  description: 'Media type of the codec: `audio/opus`, `video/VP8`, `video/H264`, `video/VP9`, `video/rtx`',
});
const clockRate = Type.Integer({
  minimum: 1,
  maximum: 1_000_000,
  description: 'Clock rate of the RTP timestamps, in Hz',
});
const channels = Type.Optional(Type.Integer({ minimum: 1, maximum: 8, description: 'Audio channels; 2 for Opus' }));
const Kind = Type.Enum(['audio', 'video'], { description: 'Kind of media' });

const HeaderExtensionUri = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'URI of the header extension (RFC 8285)',
});

/** What a client can receive (ORTC: RTCRtpCapabilities). */
export const RtpCapabilities = Type.Object(
  {
    codecs: Type.Array(
      Type.Object(
        {
          kind: Kind,
          mimeType: MimeType,
          preferredPayloadType: Type.Optional(
            described(payloadType, 'Not used: the server sends with the payload types in `hello`'),
          ),
          clockRate,
          channels,
          parameters: Type.Optional(FormatParameters),
          rtcpFeedback,
        },
        closed,
      ),
      { maxItems: 64, description: 'Codecs that the client can decode; the server sends no others' },
    ),
    headerExtensions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Kind,
            uri: HeaderExtensionUri,
            preferredId: Type.Integer({
              minimum: 1,
              maximum: 255,
              description: 'Id of the extension as in `hello`; with another id the server does not send the extension',
            }),
            preferredEncrypt: Type.Optional(Type.Boolean({ description: 'Not used: extensions are not encrypted' })),
            direction: Type.Optional(
              Type.Enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'], { description: 'Not used' }),
            ),
          },
          closed,
        ),
        { maxItems: 64, description: 'Header extensions that the client supports; the server sends no others' },
      ),
    ),
  },
  { ...closed, description: 'What a client can receive (ORTC: RTCRtpCapabilities)' },
);
export type RtpCapabilities = Static<typeof RtpCapabilities>;

const Encoding = Type.Object(
  {
    ssrc: Type.Optional(described(ssrc, 'SSRC of the packets. May be omitted only if `rid` is given')),
    rid: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{1,32}$',
        description:
          'Name of the layer in the header extension `urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id` (RFC 8852)',
      }),
    ),
    codecPayloadType: Type.Optional(described(payloadType, 'Payload type of the codec')),
    rtx: Type.Optional(Type.Object({ ssrc }, { ...closed, description: 'Retransmissions (RFC 4588)' })),
    dtx: Type.Optional(Type.Boolean({ description: 'Discontinuous transmission: no packets during silence' })),
    scalabilityMode: Type.Optional(
      Type.String({
        pattern: '^[LS][1-3]T[1-3](_KEY(_SHIFT)?|h)?$',
        description: 'Layers within the stream (W3C WebRTC-SVC), such as `L1T3` or `L3T3_KEY`. Default: `L1T1`',
      }),
    ),
    maxBitrate: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000_000, description: 'Highest bitrate, bits per second' }),
    ),
    maxFramerate: Type.Optional(
      Type.Number({ minimum: 0, maximum: 240, description: 'Frames per second; may be a fraction. Not used' }),
    ),
    scaleResolutionDownBy: Type.Optional(
      Type.Number({ minimum: 1, maximum: 64, description: 'Ratio; may be a fraction. Not used' }),
    ),
    active: Type.Optional(Type.Boolean({ description: 'Not used' })),
    adaptivePtime: Type.Optional(Type.Boolean({ description: 'Not used' })),
    priority: Type.Optional(described(shortString, 'Not used')),
    networkPriority: Type.Optional(described(shortString, 'Not used')),
  },
  closed,
);

/** The packets of a track that a client sends (ORTC: RTCRtpSendParameters). */
export const RtpParameters = Type.Object(
  {
    mid: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 32,
        description: 'Id of the track in the header extension `urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 8843)',
      }),
    ),
    msid: Type.Optional(Type.String({ maxLength: 256, description: 'Not used' })),
    codecs: Type.Array(
      Type.Object(
        {
          mimeType: MimeType,
          payloadType: described(payloadType, 'Payload type of the packets; chosen by the client'),
          clockRate,
          channels,
          parameters: Type.Optional(FormatParameters),
          rtcpFeedback,
        },
        closed,
      ),
      { minItems: 1, maxItems: 16, description: 'One codec, and optionally its RTX codec' },
    ),
    headerExtensions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            uri: HeaderExtensionUri,
            id: Type.Integer({ minimum: 1, maximum: 14, description: 'Id of the extension in the packets (RFC 8285)' }),
            encrypt: Type.Optional(Type.Boolean({ description: 'Default: false' })),
            parameters: Type.Optional(FormatParameters),
          },
          closed,
        ),
        { maxItems: 32, description: 'Header extensions of the packets' },
      ),
    ),
    encodings: Type.Array(Encoding, {
      minItems: 1,
      maxItems: 3,
      description: 'One for each simulcast layer, smallest first; exactly one for audio',
    }),
    rtcp: Type.Optional(
      Type.Object(
        {
          cname: Type.Optional(Type.String({ maxLength: 256, description: 'Not used: the server generates its own' })),
          reducedSize: Type.Optional(Type.Boolean({ description: 'Reduced-size RTCP (RFC 5506). Default: true' })),
          mux: Type.Optional(Type.Boolean({ description: 'Not used: RTP and RTCP are always multiplexed' })),
        },
        { ...closed, description: 'RTCP of the track' },
      ),
    ),
  },
  { ...closed, description: 'RTP parameters of a track that a client sends (ORTC: RTCRtpSendParameters)' },
);
export type RtpParameters = Static<typeof RtpParameters>;

/** The client's DTLS parameters. */
export const DtlsParameters = Type.Object(
  {
    role: Type.Optional(
      Type.Enum(['auto', 'client', 'server'], {
        description:
          "The client's own role. `client`: the client sends the ClientHello; `server` or `auto` (default): the server sends it",
      }),
    ),
    fingerprints: Type.Array(
      Type.Object(
        {
          algorithm: Type.Enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'], { description: 'Hash function' }),
          value: Type.String({
            pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}$',
            description: 'Hash of the certificate (DER): hexadecimal bytes separated by colons',
          }),
        },
        closed,
      ),
      {
        minItems: 1,
        maxItems: 8,
        description: "Fingerprints of the client's certificate (RFC 8122). The server compares only the first one",
      },
    ),
  },
  { ...closed, description: "The client's DTLS parameters" },
);
export type DtlsParameters = Static<typeof DtlsParameters>;

/** The server's ICE credentials (RFC 8445). */
export const IceParameters = Type.Object(
  {
    usernameFragment: Type.String({ description: 'ice-ufrag' }),
    password: Type.String({ description: 'ice-pwd' }),
    iceLite: Type.Optional(Type.Boolean({ description: 'true: the server is an ICE-lite agent, the client controls' })),
  },
  { description: "The server's ICE credentials (RFC 8445)" },
);
export type IceParameters = Static<typeof IceParameters>;

// ---------------------------------------------------------------- from the server

/** Limits apply only to what clients send; what the server sends may have members that are not named here. */
const openFormatParameters = Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]), {
  description: 'Format parameters: the names and values of an SDP `a=fmtp` line',
});
const openFeedback = Type.Array(Type.Object(feedback, { description: 'A type of RTCP feedback (RFC 4585)' }), {
  description: 'RTCP feedback that the server accepts for this codec',
});

/** An address of the server. */
export const IceCandidate = Type.Object(
  {
    foundation: Type.String({ description: 'Foundation, as in SDP' }),
    priority: Type.Integer({
      minimum: 0,
      maximum: 0xffffffff,
      description: 'Candidate priority (RFC 8445): a higher value is preferred',
    }),
    address: Type.String({ description: 'IP address' }),
    ip: Type.Optional(Type.String({ description: 'The same as `address`' })),
    protocol: Type.Enum(['udp', 'tcp'], { description: 'Transport protocol' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, description: 'Port; the same for all transports of a worker' }),
    type: Type.Literal('host', { description: 'The only type' }),
    tcpType: Type.Optional(Type.Literal('passive', { description: 'For TCP: the client connects (RFC 6544)' })),
  },
  { description: 'An ICE candidate of the server. Always component 1: RTP and RTCP are multiplexed' },
);

/** The server's DTLS parameters. */
export const ServerDtlsParameters = Type.Object(
  {
    role: Type.Optional(
      Type.Enum(['auto', 'client', 'server'], {
        description: '`auto`: depends on the `role` that the client sends in `connectTransport`',
      }),
    ),
    fingerprints: Type.Array(
      Type.Object({
        algorithm: Type.String({ description: 'Hash function, such as `sha-256`' }),
        value: Type.String({ description: 'Hash of the certificate (DER): hexadecimal bytes separated by colons' }),
      }),
      {
        description:
          "Fingerprints of the server's certificate, one for each hash function. Compare one that you support",
      },
    ),
  },
  { description: "The server's DTLS parameters" },
);

/** What a client needs to create its side of a transport (server to client). */
export const TransportParameters = Type.Object(
  {
    id: Type.String({ description: 'Id of the transport, for `connectTransport` and `restartIce`' }),
    iceParameters: IceParameters,
    iceCandidates: Type.Unsafe<unknown[]>(
      Type.Array(IceCandidate, {
        description: 'All candidates of the server; no others follow. The client does not send its own candidates',
      }),
    ),
    dtlsParameters: Type.Unsafe<unknown>(ServerDtlsParameters),
  },
  { description: 'A transport (ICE, DTLS, SRTP) for all tracks of one direction' },
);
export type TransportParameters = Static<typeof TransportParameters>;

/** What the server forwards, with its payload types and ids. */
export const RouterRtpCapabilities = Type.Object(
  {
    codecs: Type.Array(
      Type.Object({
        kind: Kind,
        mimeType: MimeType,
        preferredPayloadType: described(payloadType, 'Payload type that the server uses for this codec'),
        clockRate,
        channels,
        parameters: Type.Optional(openFormatParameters),
        rtcpFeedback: Type.Optional(openFeedback),
      }),
      { description: 'Codecs; for each kind of media the preferred one first' },
    ),
    headerExtensions: Type.Array(
      Type.Object({
        kind: Kind,
        uri: HeaderExtensionUri,
        preferredId: Type.Integer({
          minimum: 1,
          maximum: 255,
          description: 'Id that the server uses for this extension',
        }),
        preferredEncrypt: Type.Boolean({ description: 'Always false' }),
        direction: Type.Enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'], {
          description: 'As seen by the server. `recvonly`: accepted from clients, but not sent to them',
        }),
      }),
      { description: 'Header extensions' },
    ),
  },
  { description: 'Codecs and header extensions that the server forwards; the same in every room' },
);

/** The packets of a track of another person. */
export const ConsumerRtpParameters = Type.Object(
  {
    mid: Type.Optional(
      Type.String({ description: 'Id of the track in the header extension `mid`; unique on the receiving transport' }),
    ),
    codecs: Type.Array(
      Type.Object({
        mimeType: MimeType,
        payloadType,
        clockRate,
        channels,
        parameters: Type.Optional(openFormatParameters),
        rtcpFeedback: Type.Optional(openFeedback),
      }),
      { description: 'One codec, and optionally its RTX codec' },
    ),
    headerExtensions: Type.Optional(
      Type.Array(
        Type.Object({
          uri: HeaderExtensionUri,
          id: Type.Integer({ minimum: 1, maximum: 255, description: 'Id of the extension in the packets' }),
          encrypt: Type.Optional(Type.Boolean({ description: 'Always false' })),
          parameters: Type.Optional(openFormatParameters),
        }),
        { description: 'Header extensions of the packets' },
      ),
    ),
    encodings: Type.Array(
      Type.Object({
        ssrc: Type.Optional(ssrc),
        rtx: Type.Optional(Type.Object({ ssrc }, { description: 'Retransmissions (RFC 4588)' })),
        scalabilityMode: Type.Optional(
          Type.String({ description: 'Layers that the server can select from (W3C WebRTC-SVC), such as `L3T3`' }),
        ),
        maxBitrate: Type.Optional(Type.Integer({ description: "The sender's highest bitrate, bits per second" })),
      }),
      { description: 'Always one: the server sends one layer at a time, always with the same SSRC' },
    ),
    rtcp: Type.Optional(
      Type.Object(
        {
          cname: Type.Optional(
            Type.String({
              description:
                'Generated by the server; equal for all tracks of one person, which are to be played in sync',
            }),
          ),
          reducedSize: Type.Optional(Type.Boolean({ description: 'Reduced-size RTCP (RFC 5506)' })),
          mux: Type.Optional(Type.Boolean({ description: 'Always true: RTP and RTCP are multiplexed' })),
        },
        { description: 'RTCP of the track' },
      ),
    ),
  },
  { description: 'RTP parameters of a track that the server sends to this client' },
);
