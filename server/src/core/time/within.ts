/**
 * Waits for work, but not longer than a limit. The work goes on; a later failure of it is ignored.
 * @param onLate called when the limit is over; what it returns or throws is the outcome
 */
export async function within<T, L>(limitMs: number, work: Promise<T>, onLate: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  try {
    return await Promise.race([work, late.then(onLate)]);
  } finally {
    clearTimeout(timer);
  }
}
