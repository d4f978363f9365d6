import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition. Fails with the given message if it does not become true within ten seconds. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempts = 0; attempts < 1_000; attempts += 1) {
    if (await condition()) return;
    await sleep(10);
  }
  throw new Error(`did not come about: ${what}`);
}
