import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition. Fails with the given message if it does not become true in time. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitSeconds = 10,
): Promise<void> {
  for (let attempts = 0; attempts < limitSeconds * 100; attempts += 1) {
    if (await condition()) return;
    await sleep(10);
  }
  throw new Error(`did not come about: ${what}`);
}
