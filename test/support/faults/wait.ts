export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for a condition. @returns whether it came about within that time */
export async function comesTrue(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) return false;
    await sleep(20);
  }
  return true;
}

/** As `comesTrue`, for what has to be so before a fault can be injected at all: fails when it doesn't come. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 30_000,
): Promise<void> {
  if (!(await comesTrue(condition, withinMs))) throw new Error(`It never came: ${what}`);
}

/** How long it took, in milliseconds since `from`; Infinity when it didn't come in that time. */
export async function timeUntil(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  from = performance.now(),
): Promise<number> {
  return (await comesTrue(condition, withinMs)) ? performance.now() - from : Number.POSITIVE_INFINITY;
}
