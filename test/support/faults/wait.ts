export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for a condition. @returns whether it became true within that time */
export async function comesTrue(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) return false;
    await sleep(20);
  }
  return true;
}

/** Like `comesTrue`, for preconditions of a fault: throws if the condition does not become true. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 30_000,
): Promise<void> {
  if (!(await comesTrue(condition, withinMs))) throw new Error(`It never came: ${what}`);
}

/** Milliseconds from `from` until the condition was true; Infinity if it did not become true within that time. */
export async function timeUntil(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  from = performance.now(),
): Promise<number> {
  return (await comesTrue(condition, withinMs)) ? performance.now() - from : Number.POSITIVE_INFINITY;
}
