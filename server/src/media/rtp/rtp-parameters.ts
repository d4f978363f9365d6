/**
 * Checks a client's RTP parameters before mediasoup and its worker see them. The schema of the wire has checked types
 * and ranges; here the parts are checked against each other, and parameters that are passed to other clients are
 * reduced to what they need. Throws `media-unsupported`.
 */
import {
  kindOfSource,
  type MediaKind,
  type RtpCapabilities,
  type RtpParameters,
  type TrackSource,
} from '@hearthroom/sdk/protocol';
import { ortc, type types } from 'mediasoup';
import { AppError } from '../../core/errors/errors.ts';
import { toAppError } from '../shared/media-errors.ts';
import { formatParameters, headerExtensionUris } from './codecs.ts';

type WireCodec = RtpParameters['codecs'][number];
type Values = Record<string, number | string>;

const unsupported = (why: string) => new AppError('media-unsupported', why);

const isRtx = (codec: { mimeType: string }) => /\/rtx$/i.test(codec.mimeType);

export interface TrackOffer {
  source: TrackSource;
  kind: MediaKind;
  rtpParameters: RtpParameters;
}

/**
 * The parameters of a new track for the worker.
 * @param others parameters of the tracks on the same transport: SSRCs and mids must differ from theirs
 * @param cname RFC 3550 CNAME that this seat's tracks share; the client's own is not passed on
 */
export function readTrackParameters(
  offer: TrackOffer,
  others: readonly types.RtpParameters[],
  cname: string,
): types.RtpParameters {
  const { mid, codecs, headerExtensions = [], encodings } = offer.rtpParameters;
  if (offer.kind !== kindOfSource[offer.source]) throw unsupported('The kind of the track does not fit its source');
  checkCodecs(codecs, offer.kind);
  const parameters: types.RtpParameters = {
    ...(mid !== undefined && { mid }),
    codecs: codecs.map(readCodec),
    headerExtensions: headerExtensions.map(readHeaderExtension),
    encodings: readEncodings(encodings, codecs),
    // The client's cname and msid are free text, so they are not passed to other clients.
    rtcp: { cname, reducedSize: offer.rtpParameters.rtcp?.reducedSize ?? true },
  };
  if (offer.kind === 'audio' && encodings.length > 1) throw unsupported('Audio has one encoding');
  checkUnique(parameters, others);
  return parameters;
}

/** What a client can receive, without header extensions that this server doesn't know. */
export function readCapabilities(wire: RtpCapabilities): types.RtpCapabilities {
  const capabilities: types.RtpCapabilities = {
    codecs: wire.codecs.map((codec) => ({ ...codec, preferredPayloadType: codec.preferredPayloadType ?? 0 })),
    headerExtensions: (wire.headerExtensions ?? []).flatMap((extension) => {
      const uri = headerExtensionUris.get(extension.uri);
      return uri === undefined ? [] : [{ ...extension, uri }];
    }),
  };
  try {
    // Changes its argument (adds defaults), therefore a copy is passed. Throws on errors that the schema can't detect,
    // such as a textual `apt`.
    ortc.validateAndNormalizeRtpCapabilities(capabilities);
  } catch (error) {
    throw toAppError(error);
  }
  return capabilities;
}

/** One codec, with RTX at most: with several, a receiver might be given another codec than is sent. */
function checkCodecs(codecs: readonly WireCodec[], kind: MediaKind): void {
  const media = codecs.filter((codec) => !isRtx(codec));
  const rtx = codecs.filter(isRtx);
  if (media.length !== 1 || rtx.length > 1) throw unsupported('A track has one codec and at most its RTX');
  if (codecs.some((codec) => !codec.mimeType.toLowerCase().startsWith(`${kind}/`))) {
    throw unsupported('The codec does not fit the kind of the track');
  }
  if (rtx.some((codec) => codec.parameters?.apt !== media[0]?.payloadType)) {
    throw unsupported('RTX must name the payload type that it repeats');
  }
}

function readCodec(codec: WireCodec): types.RtpCodecParameters {
  const known = formatParameters[codec.mimeType.toLowerCase()];
  if (!known) throw unsupported('Codec not supported');
  return { ...codec, parameters: pick(codec.parameters ?? {}, known) };
}

function pick(values: Values, known: ReadonlySet<string>): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => known.has(name) && (typeof value === 'number' || /^[\w.-]{1,64}$/.test(value)),
    ),
  );
}

function readHeaderExtension({ uri, id, encrypt }: { uri: string; id: number; encrypt?: boolean }) {
  const known = headerExtensionUris.get(uri);
  if (known === undefined) throw unsupported('Header extension not supported');
  return { uri: known, id, encrypt: encrypt ?? false, parameters: {} };
}

function readEncodings(encodings: RtpParameters['encodings'], codecs: readonly WireCodec[]) {
  const media = codecs.find((codec) => !isRtx(codec));
  return encodings.map(({ ssrc, rid, codecPayloadType, rtx, dtx, scalabilityMode, maxBitrate }) => {
    if (codecPayloadType !== undefined && codecPayloadType !== media?.payloadType) {
      throw unsupported('An encoding names a payload type that is not the codec of the track');
    }
    return {
      ...(ssrc !== undefined && { ssrc }),
      ...(rid !== undefined && { rid }),
      ...(rtx !== undefined && { rtx: { ssrc: rtx.ssrc } }),
      ...(dtx !== undefined && { dtx }),
      ...(scalabilityMode !== undefined && { scalabilityMode }),
      ...(maxBitrate !== undefined && { maxBitrate }),
    };
  });
}

const ssrcsOf = (parameters: types.RtpParameters) =>
  (parameters.encodings ?? []).flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc].filter((value) => value !== undefined));

/** The worker refuses these too, but some of its errors can't be distinguished from internal ones. */
function checkUnique(parameters: types.RtpParameters, others: readonly types.RtpParameters[]): void {
  const ssrcs = [parameters, ...others].flatMap(ssrcsOf);
  const mids = [parameters, ...others].flatMap(({ mid }) => (mid === undefined ? [] : [mid]));
  const rids = (parameters.encodings ?? []).flatMap(({ rid }) => (rid === undefined ? [] : [rid]));
  const extensions = parameters.headerExtensions ?? [];
  const lists: ReadonlyArray<readonly unknown[]> = [
    ssrcs,
    mids,
    rids,
    parameters.codecs.map(({ payloadType }) => payloadType),
    extensions.map(({ id }) => id),
    extensions.map(({ uri }) => uri),
  ];
  if (lists.some((list) => new Set(list).size !== list.length)) {
    throw unsupported('SSRCs, mids, rids, payload types and header extensions must be unique');
  }
}
