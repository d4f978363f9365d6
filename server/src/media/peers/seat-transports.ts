/** The two transports of a seat: one to send on, one to receive on. */
import type { TransportParameters } from '@hearthroom/sdk/protocol';
import type { types } from 'mediasoup';
import { toAppError } from '../shared/media-errors.ts';

/**
 * Bits per second with which a receiving transport starts until the bandwidth is measured: enough for the audio and
 * small videos of a group.
 */
const initialOutgoingBitrateBps = 1_000_000;

/**
 * Seconds without a consent check from the client (RFC 7675) after which nothing more is sent to its address, which may
 * belong to somebody else by then.
 */
export const defaultConsentTimeoutS = 30;

export interface SeatTransports {
  send: types.WebRtcTransport;
  receive: types.WebRtcTransport;
}

/** Makes both at the same time, or none. Rejects with an AppError or an internal error. */
export async function createSeatTransports(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
  { maxIncomingBitrateBps, consentTimeoutS }: { maxIncomingBitrateBps: number; consentTimeoutS: number },
): Promise<SeatTransports> {
  const create = () =>
    router.createWebRtcTransport({
      webRtcServer,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialOutgoingBitrateBps,
      enableSctp: false,
      iceConsentTimeout: consentTimeoutS,
    });
  const [send, receive] = await Promise.allSettled([createLimited(create, maxIncomingBitrateBps), create()]);
  if (send.status === 'fulfilled' && receive.status === 'fulfilled')
    return { send: send.value, receive: receive.value };
  const failures: unknown[] = [];
  for (const result of [send, receive]) {
    if (result.status === 'fulfilled') result.value.close();
    else failures.push(result.reason);
  }
  throw toAppError(failures[0]);
}

async function createLimited(create: () => Promise<types.WebRtcTransport>, maxIncomingBitrateBps: number) {
  const transport = await create();
  try {
    await transport.setMaxIncomingBitrate(maxIncomingBitrateBps);
    return transport;
  } catch (error) {
    transport.close();
    throw error;
  }
}

export const describeTransport = (transport: types.WebRtcTransport): TransportParameters => {
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  return { id, iceParameters, iceCandidates, dtlsParameters };
};
