/** Decides how long to wait before the next attempt to connect. A frontend may bring its own. */
export interface ReconnectPolicy {
  /**
   * @param attempt 0 for the first one after the connection was lost
   * @param elapsedMs since it was lost
   * @returns milliseconds to wait, or null to give up
   */
  nextDelayMs(attempt: number, elapsedMs: number): number | null;
}

const firstDelayMs = 300;
const longestDelayMs = 5_000;
/** Longer than a train's tunnel or a router's restart; after it the page is better asked whether anybody is still there. */
const giveUpAfterMs = 10 * 60_000;

/**
 * Doubling delays up to 5 s, each spread over its upper half so that a whole group doesn't come back in the same instant;
 * gives up after ten minutes.
 * @param random from 0 to 1, for tests
 */
export function createReconnectPolicy(random: () => number = Math.random): ReconnectPolicy {
  return {
    nextDelayMs(attempt, elapsedMs) {
      if (elapsedMs > giveUpAfterMs) return null;
      const ceilingMs = Math.min(firstDelayMs * 2 ** attempt, longestDelayMs);
      return Math.round(ceilingMs * (0.5 + random() / 2));
    },
  };
}
