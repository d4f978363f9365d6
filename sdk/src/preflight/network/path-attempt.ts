/** One attempt to reach the media server by one way alone: others are taken out of what the transport may try. */
import type { Device, types } from 'mediasoup-client';
import type { IceServer, Result } from '../../../protocol/messages/messages.ts';
import { readTransport } from '../../media/wire/wire-media.ts';
import type { PreflightPathName } from '../preflight-types.ts';
import type { PreflightLink } from './preflight-link.ts';

export interface PathContext {
  device: Device;
  link: PreflightLink;
  iceServers: readonly IceServer[];
}

export interface ConnectedPath {
  name: PreflightPathName;
  transport: types.Transport;
  connectMs: number;
}

/** For the SDP of a data channel, which begins the connection; the server has none and drops what is sent to it. */
const silentChannel = { port: 5_000, maxSendMessageSize: 1, maxReceiveMessageSize: 1 };

export type TransportSide = 'send' | 'receive';

/** @returns null: the server has no such way */
export async function createTransport(
  { device, link, iceServers }: PathContext,
  name: PreflightPathName,
  side: TransportSide,
): Promise<types.Transport | null> {
  const relays = relaysFor(name, iceServers);
  const isRelayed = name !== 'udp' && name !== 'tcp';
  if (isRelayed && relays.length === 0) return null;
  const { transport: offer } = await link.request('openPreflightTransport', {});
  const { iceCandidates, ...rest } = readTransport(offer);
  // A relay reaches the server by UDP.
  const candidates = iceCandidates.filter(({ protocol }) => protocol === (name === 'tcp' ? 'tcp' : 'udp'));
  if (candidates.length === 0) return null;
  const options: types.TransportOptions = {
    ...rest,
    iceCandidates: candidates,
    iceServers: relays,
    iceTransportPolicy: isRelayed ? 'relay' : 'all',
    sctpParameters: silentChannel,
  };
  const transport = side === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
  transport.on('connect', ({ dtlsParameters }, callback) => {
    // A refusal shows as a transport that does not connect.
    link.request('connectTransport', { transportId: transport.id, dtlsParameters }).catch(() => {});
    callback();
  });
  transport.on('producedata', (_, callback) => callback({ id: 'path' }));
  return transport;
}

/** Connects it without sending anything. Resolves with whether it is connected by then. */
export async function connectTransport(transport: types.Transport, until: AbortSignal): Promise<boolean> {
  const connected = new Promise<boolean>((resolve) => {
    const look = (): void => {
      const { connectionState } = transport;
      if (connectionState === 'connected') resolve(true);
      else if (connectionState === 'failed' || connectionState === 'closed') resolve(false);
    };
    transport.on('connectionstatechange', look);
    until.addEventListener('abort', () => resolve(transport.connectionState === 'connected'), { once: true });
    if (until.aborted) resolve(false);
  });
  const stream = { streamId: 0, ordered: true };
  const begun =
    transport.direction === 'send'
      ? transport.produceData()
      : transport.consumeData({ id: 'path', dataProducerId: 'path', sctpStreamParameters: stream });
  begun.catch(() => {});
  return await connected;
}

/** Whether a relay gave this client an address. */
export async function hasRelayAddress(transport: types.Transport): Promise<boolean> {
  const stats = await transport.getStats().catch(() => null);
  return stats !== null && [...stats.values()].some(isRelayCandidate);
}

const isRelayCandidate = (entry: { type?: string; candidateType?: string }): boolean =>
  entry.type === 'local-candidate' && entry.candidateType === 'relay';

/** RFC 7065: without `transport`, `turn:` is UDP and `turns:` is TLS over TCP. */
function relaysFor(name: PreflightPathName, iceServers: readonly IceServer[]): IceServer[] {
  return iceServers.flatMap((server) => {
    const urls = server.urls.filter((url) => relayKindOf(url) === name);
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });
}

function relayKindOf(url: string): PreflightPathName | null {
  if (url.startsWith('turns:')) return 'relayTls';
  if (!url.startsWith('turn:')) return null;
  return url.includes('transport=tcp') ? 'relayTcp' : 'relayUdp';
}

export type EchoAnswer = Result<'echoTrack'>;
