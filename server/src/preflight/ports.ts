/** What a preflight needs of the media engine. */
import type {
  DtlsParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from '@hearthroom/sdk/protocol';
import type { MediaPath } from '../core/events/media-events.ts';

export interface EchoHandlers {
  /** A transport is connected over this path. */
  pathConnected(path: MediaPath): void;
  /** Its worker died, or it sent more than it may: it is closed. */
  ended(why: 'worker-died' | 'too-much-media'): void;
}

export interface EchoRequest {
  sendTransportId: string;
  receiveTransportId: string;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  rtpCapabilities: RtpCapabilities;
}

/** Sends back what one client sends. Every method rejects with an AppError. */
export interface Echo {
  /** Rejects with `limit-exceeded` beyond what a preflight needs. */
  openTransport(): Promise<TransportParameters>;
  connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void>;
  echoTrack(request: EchoRequest): Promise<{ consumerId: string; trackId: string; rtpParameters: unknown }>;
  /** Idempotent; calls no handler. */
  close(): void;
}

export interface EchoEngine {
  /** Rejects with `preflight-busy` when the server is needed for sessions, and with `media-unavailable`. */
  openEcho(handlers: EchoHandlers): Promise<Echo>;
}
