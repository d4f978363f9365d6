import { setImmediate as turn } from 'node:timers/promises';

/** Both ends of a test's sockets are in its own process: a handful of turns deliver what was sent. */
const mostTurns = 200_000;

/**
 * Lets the event loop turn until a condition holds: for what arrives over sockets, files or promises. No clock is involved, real or
 * faked; what waits for a timer doesn't come about.
 *
 * @throws with the words given when the condition doesn't come to hold
 */
export async function turnsUntil(condition: () => boolean, what: string): Promise<void> {
  for (let turns = 0; turns < mostTurns; turns += 1) {
    if (condition()) return;
    await turn();
  }
  throw new Error(`did not come about: ${what}`);
}
