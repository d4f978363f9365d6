/** How much one client may ask for. The figures are the protocol's («Connection» in PROTOCOL.md). */
export interface SignalingLimits {
  readonly maxMessageBytes: number;
  /** Until a token was accepted: a stranger's message is no larger than a token needs. */
  readonly maxFirstMessageBytes: number;
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly maxUnanswered: number;
  /** New connections a second from one address. */
  readonly connectionsPerSecond: number;
  readonly authenticationTimeoutMs: number;
  /** Silence after which a client is pinged: longer than a heartbeat, so that whoever sends those isn't asked as well. */
  readonly pingIntervalMs: number;
  /** A socket silent for so long is taken for lost. */
  readonly silenceTimeoutMs: number;
  readonly maxBufferedBytes: number;
  /** A client that took nothing of what waits for it for so long doesn't read any more. */
  readonly drainTimeoutMs: number;
  /** Told to clients: how often they ask whether the server is there. */
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
  pingIntervalMs: 5_500,
  silenceTimeoutMs: 9_000,
  maxBufferedBytes: 1_048_576,
  drainTimeoutMs: 10_000,
  heartbeatIntervalMs: 5_000,
};
