/** Runs all of them, also when one fails: it may have been closed while the request was on its way. Rejects with the first failure. */
export async function forEachThatIsThere<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const failed = (await Promise.allSettled([...new Set(items)].map(work))).find(
    (result) => result.status === 'rejected',
  );
  if (failed) throw failed.reason;
}
