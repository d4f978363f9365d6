/** Decides how long to wait before the next attempt to connect. An application may supply its own. */
export interface ReconnectPolicy {
  /**
   * Called before each attempt.
   * @param attempt 0 for the first attempt after the connection was lost
   * @param elapsedMs milliseconds since it was lost
   * @returns milliseconds to wait, or null to give up
   */
  nextDelayMs(attempt: number, elapsedMs: number): number | null;
}

const firstDelayMs = 300;
const longestDelayMs = 5_000;
/** Longer than a tunnel or the restart of a router. */
const giveUpAfterMs = 10 * 60_000;

/**
 * The default policy: delays double from 300 ms to 5 s, each reduced by a random part of up to one half, so that a
 * group does not reconnect at the same moment. Gives up after ten minutes.
 * @param random returns a number from 0 to 1; for tests
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
