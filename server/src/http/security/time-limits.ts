/** Time limits of HTTP requests. Without them slow clients could hold any number of sockets. */

export interface TimeLimits {
  /**
   * From the start of the connection, or the end of the previous request, to the last header; over TLS it includes the
   * handshake.
   */
  readonly headersMs: number;
  /** From the start of the connection, or the end of the previous request, to the last byte of the body. */
  readonly requestMs: number;
  /** Time without a byte read from the request or sent of the answer. */
  readonly idleMs: number;
  /** How often the first two are checked, so a connection is closed at most this much later. */
  readonly checkEveryMs: number;
}

export const defaultTimeLimits: TimeLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  idleMs: 30_000,
  // Node's default is 30 s, as long as the limit itself.
  checkEveryMs: 1_000,
};

/** The limits that are options of Node's server. */
export const serverOptionsOf = ({ headersMs, requestMs, checkEveryMs }: TimeLimits) => ({
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: checkEveryMs,
});
