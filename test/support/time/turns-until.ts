import { setImmediate as turn } from 'node:timers/promises';

/** Both ends of a test's sockets are in its own process: a few turns of the event loop deliver what was sent. */
const mostTurns = 200_000;

/**
 * Runs turns of the event loop until a condition is true: for data that arrives over sockets, files or promises. Uses
 * no clock, real or fake; a condition that depends on a timer does not become true.
 *
 * @throws with the given message if the condition does not become true
 */
export async function turnsUntil(condition: () => boolean, what: string): Promise<void> {
  for (let turns = 0; turns < mostTurns; turns += 1) {
    if (condition()) return;
    await turn();
  }
  throw new Error(`did not come about: ${what}`);
}
