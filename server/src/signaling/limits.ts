/** Limits of one client. The figures are part of the protocol («Connection» in PROTOCOL.md). */
export interface SignalingLimits {
  readonly maxMessageBytes: number;
  /** Until a token was accepted: the first message need not be larger than a token. */
  readonly maxFirstMessageBytes: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly maxUnanswered: number;
  /** New connections a second from one address. */
  readonly connectionsPerSecond: number;
  /** Until token and passcode are checked. */
  readonly authenticationTimeoutMs: number;
  /**
   * From then on until the arrival is stored. In general the answer then comes within the 10 s after which the SDK gives
   * a request up, so that clients learn that the server is busy and not that it does not answer.
   */
  readonly arrivalTimeoutMs: number;
  /**
   * Silence after which a client is pinged. Longer than the heartbeat interval, so that clients that send heartbeats
   * aren't pinged.
   */
  readonly pingIntervalMs: number;
  /** A socket that was silent for this long counts as lost. */
  readonly silenceTimeoutMs: number;
  readonly maxBufferedBytes: number;
  /** A client that has read nothing of its pending data for this long counts as a slow reader. */
  readonly drainTimeoutMs: number;
  /** Sent to clients: how often they check that the server responds. */
  readonly heartbeatIntervalMs: number;
}

export const defaultSignalingLimits: SignalingLimits = {
  maxMessageBytes: 65_536,
  maxFirstMessageBytes: 16_384,
  messagesPerSecond: 50,
  messageBurst: 500,
  maxUnanswered: 64,
  connectionsPerSecond: 10,
  authenticationTimeoutMs: 5_000,
  arrivalTimeoutMs: 8_000,
  pingIntervalMs: 5_500,
  silenceTimeoutMs: 9_000,
  maxBufferedBytes: 1_048_576,
  drainTimeoutMs: 10_000,
  heartbeatIntervalMs: 5_000,
};
