/** How long a peer may take over HTTP. Without limits, slow peers would hold sockets without limit and without a log line. */

export interface TimeLimits {
  /** From the connection, or the end of the request before, to the last header; over TLS also for the handshake. */
  readonly headersMs: number;
  /** From the connection, or the end of the request before, to the last byte of the body. */
  readonly requestMs: number;
  /** Without a byte read of the request or taken of the answer. */
  readonly idleMs: number;
  /** How often the first two are checked: a peer is cut off that much later at most. */
  readonly checkEveryMs: number;
}

export const defaultTimeLimits: TimeLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  idleMs: 30_000,
  // Node's own is 30 s, as long as the limit that it checks.
  checkEveryMs: 1_000,
};

/** The part of it that is an option of Node's server. */
export const serverOptionsOf = ({ headersMs, requestMs, checkEveryMs }: TimeLimits) => ({
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: checkEveryMs,
});
