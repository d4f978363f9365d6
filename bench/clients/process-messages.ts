/** Messages between the bench and its client processes. Typed arrays are transferred as they are. */
import type { RemoteEnd } from './light-transport.ts';
import type { StreamSpec } from './stream.ts';
import type { IceCredentials } from './stun.ts';

/** Packets as parallel columns: time (ms, monotonic), RTP timestamp, sequence number, and a number for their stream. */
export interface PacketColumns {
  timeMs: Float64Array;
  timestamp: Uint32Array;
  sequenceNumber: Uint16Array;
  stream: Uint32Array;
}

export interface SentReport {
  /** The sampled ones. */
  packets: PacketColumns;
  sentPerStream: number[];
  /** Delay of each sent packet against the schedule. */
  lateMs: Float64Array;
}

export interface ReceivedReport {
  packets: PacketColumns;
  total: number;
}

export interface ClientRequests {
  fingerprint: { params: null; result: { algorithm: string; value: string } };
  /** ICE and DTLS with a server. `end` is the number of the transport from then on. */
  connect: {
    params: { remote: RemoteEnd; localAddress: string; local: IceCredentials };
    result: { end: number; localPort: number };
  };
  /** A socket that only receives, for clients without a server between them. */
  openPlain: { params: { localAddress: string }; result: { localPort: number } };
  /** A transport to such a socket. */
  connectPlain: {
    params: { address: string; port: number; localAddress: string };
    result: { end: number; localPort: number };
  };
  /** Encrypts all packets in advance. */
  load: { params: { streams: StreamSpec[]; seconds: number; sampleEvery: number }; result: null };
  /** Sends a part of them on schedule, by default all; answers when the last packet is sent. */
  send: { params: { startAtMs: number; fromMs?: number; untilMs?: number }; result: SentReport };
  /** Starts counting; packets with one of these payload types are audio. */
  listen: { params: { audioPayloadTypes: number[]; sampleEvery: number }; result: null };
  collect: { params: null; result: ReceivedReport };
}

export type ClientMethod = keyof ClientRequests;

export interface RequestMessage<M extends ClientMethod = ClientMethod> {
  id: number;
  method: M;
  params: ClientRequests[M]['params'];
}

export type ReplyMessage = { id: number; result: unknown } | { id: number; error: string };
