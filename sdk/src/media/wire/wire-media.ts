/**
 * Converts media parameters, which the protocol passes on unread, to mediasoup-client's types. That library checks them
 * itself; this file only makes sure that they are objects and lists where the library assumes it.
 */

import type { types } from 'mediasoup-client';
import type { RtpCapabilities, RtpParameters, TransportParameters } from '../../../protocol/schemas/rtp-schemas.ts';
import { HearthroomError } from '../../core/hearthroom-error.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isRtpCapabilities = (value: unknown): value is types.RtpCapabilities => isObject(value);
const isRtpParameters = (value: unknown): value is types.RtpParameters => isObject(value) && 'codecs' in value;
const isDtlsParameters = (value: unknown): value is types.DtlsParameters => isObject(value) && 'fingerprints' in value;
const areIceCandidates = (value: unknown[]): value is types.IceCandidate[] => value.every(isObject);

const notUnderstood = () =>
  new HearthroomError('media-unsupported', "The server's media parameters are not understood");

export function readRouterCapabilities(value: unknown): types.RtpCapabilities {
  if (!isRtpCapabilities(value)) throw notUnderstood();
  return value;
}

export function readRtpParameters(value: unknown): types.RtpParameters {
  if (!isRtpParameters(value)) throw notUnderstood();
  return value;
}

export function readTransport({ id, iceParameters, iceCandidates, dtlsParameters }: TransportParameters) {
  if (!isDtlsParameters(dtlsParameters) || !areIceCandidates(iceCandidates)) throw notUnderstood();
  return { id, iceParameters, iceCandidates, dtlsParameters } satisfies types.TransportOptions;
}

export function writeCapabilities({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): RtpCapabilities {
  return { codecs: codecs.map(writeCodec), headerExtensions };
}

export function writeRtpParameters(parameters: types.RtpParameters): RtpParameters {
  const { codecs, headerExtensions = [], encodings = [] } = parameters;
  return {
    ...parameters,
    codecs: codecs.map(writeCodec),
    // No server of this protocol knows parameters of header extensions.
    headerExtensions: headerExtensions.map(({ uri, id, encrypt = false }) => ({ uri, id, encrypt })),
    encodings,
  };
}

/** On the wire, format parameters are numbers and strings; the library's type does not say so. */
function writeCodec<T extends { parameters?: object }>({ parameters = {}, ...codec }: T) {
  const entries = Object.entries(parameters).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return { ...codec, parameters: Object.fromEntries(entries) };
}
