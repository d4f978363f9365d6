/** Measures the line over one way: first calmly, for delay and losses, then with as much as the line carries. */
import type { Device, types } from 'mediasoup-client';
import { readRtpParameters, writeCapabilities, writeRtpParameters } from '../../media/wire/wire-media.ts';
import type { PreflightLine } from '../preflight-types.ts';
import { wait } from '../wait.ts';
import { carriedIn, type LineSample, lossBetween, readSample, roundTripOf } from './line-samples.ts';
import {
  type ConnectedPath,
  connectTransport,
  createTransport,
  type EchoAnswer,
  type PathContext,
} from './path-attempt.ts';
import { TestPicture } from './test-picture.ts';

const bps = { calm: 120_000, busy: 2_500_000 } as const;
/** Time until the first packets are back and reports of the server have come. */
const settleMs = 1_500;
const calmMs = 5_000;
/** Senders rise to what the line carries within the first of these. */
const busySeconds = 7;
const connectPatienceMs = 8_000;

export const unmeasured: PreflightLine = {
  path: null,
  roundTripMs: null,
  jitterMs: null,
  lossUp: null,
  lossDown: null,
  upKbps: null,
  downKbps: null,
};

/**
 * Closes the transport of the way.
 * @returns null: nothing came back
 */
export async function measureLine(
  context: PathContext,
  { name, transport: send }: ConnectedPath,
  signal: AbortSignal,
): Promise<PreflightLine | null> {
  const parts: { close(): void }[] = [send];
  const close = (): void => parts.forEach((part) => void part.close());
  signal.addEventListener('abort', close, { once: true });
  try {
    const picture = TestPicture.create();
    if (picture === null) return null;
    parts.push(picture);
    const receive = await createTransport(context, name, 'receive');
    if (receive === null) return null;
    parts.push(receive);
    if (!(await connectTransport(receive, AbortSignal.timeout(connectPatienceMs)))) return null;
    const figures = await measureEcho(context, { send, receive, picture }, signal);
    return figures && { path: name, ...figures };
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

interface EchoParts {
  send: types.Transport;
  receive: types.Transport;
  picture: TestPicture;
}

async function measureEcho(context: PathContext, { send, receive, picture }: EchoParts, signal: AbortSignal) {
  picture.beCalm();
  const producer = await startEcho(context, send, receive, picture.track);
  const read = () => readSample(send, receive);
  await wait(settleMs, signal);
  const first = await read();
  await wait(calmMs, signal);
  const calm = await read();
  if (calm.packetsReceived === first.packetsReceived) return null;
  picture.beBusy();
  await producer.setRtpEncodingParameters({ maxBitrate: bps.busy });
  const busy: LineSample[] = [];
  for (let second = 0; second <= busySeconds; second += 1) {
    if (second > 0) await wait(1_000, signal);
    busy.push(await read());
  }
  return { ...figuresOf(first, calm), ...carriedIn(busy) };
}

const rounded = (share: number): number => Math.round(share * 1_000) / 1_000;

function figuresOf(first: LineSample, calm: LineSample) {
  const { lossUp, lossDown } = lossBetween(first, calm);
  return {
    roundTripMs: roundTripOf(calm),
    jitterMs: Math.round(calm.jitterS * 1_000),
    lossUp: rounded(lossUp),
    lossDown: rounded(lossDown),
  };
}

/** Lost packets are not sent again, so that they are counted. */
async function startEcho(
  { device, link }: PathContext,
  send: types.Transport,
  receive: types.Transport,
  track: MediaStreamTrack,
): Promise<types.Producer> {
  let answer: EchoAnswer | null = null;
  send.on('produce', ({ kind, rtpParameters }, callback, errback) => {
    const request = {
      sendTransportId: send.id,
      receiveTransportId: receive.id,
      kind,
      rtpParameters: writeRtpParameters(withoutRepair(rtpParameters)),
      rtpCapabilities: writeCapabilities(withoutEstimate(device)),
    };
    link.request('echoTrack', request).then(
      (result) => {
        answer = result;
        callback({ id: result.trackId });
      },
      (error: Error) => errback(error),
    );
  });
  const producer = await send.produce({ track, encodings: [{ maxBitrate: bps.calm }], stopTracks: false });
  const { consumerId: id, trackId: producerId, rtpParameters } = answer ?? neverAnswered();
  await receive.consume({ id, producerId, kind: 'video', rtpParameters: readRtpParameters(rtpParameters) });
  return producer;
}

function neverAnswered(): never {
  throw new Error('produced without an answer');
}

type Repairable = { mimeType: string; rtcpFeedback?: types.RtcpFeedback[] | undefined };

const isRtx = ({ mimeType }: Repairable): boolean => mimeType.toLowerCase().endsWith('/rtx');
const isRepair = ({ type, parameter = '' }: types.RtcpFeedback): boolean => type === 'nack' && parameter === '';
const isEstimate = ({ type }: types.RtcpFeedback): boolean => type === 'transport-cc' || type === 'goog-remb';

const without = <C extends Repairable>(
  codecs: readonly C[],
  isLeftOut: (feedback: types.RtcpFeedback) => boolean,
): C[] =>
  codecs
    .filter((codec) => !isRtx(codec))
    .map((codec) => ({ ...codec, rtcpFeedback: (codec.rtcpFeedback ?? []).filter((one) => !isLeftOut(one)) }));

function withoutRepair(parameters: types.RtpParameters): types.RtpParameters {
  const encodings = (parameters.encodings ?? []).map(({ rtx: _rtx, ...encoding }) => encoding);
  return { ...parameters, codecs: without(parameters.codecs, isRepair), encodings };
}

/** The server estimates no bandwidth to this client, and so holds nothing back: what arrives is what the line carries. */
function withoutEstimate({ recvRtpCapabilities: { codecs = [], headerExtensions = [] } }: Device) {
  const isTiming = ({ uri }: types.RtpHeaderExtension): boolean => /abs-send-time|transport-wide-cc/.test(uri);
  return {
    codecs: without(codecs, (feedback) => isRepair(feedback) || isEstimate(feedback)),
    headerExtensions: headerExtensions.filter((extension) => !isTiming(extension)),
  } satisfies types.RtpCapabilities;
}
