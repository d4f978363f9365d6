/** Runs all of them, even if one fails (it may have been closed meanwhile), then rejects with the first failure. */
export async function runForEach<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const failed = (await Promise.allSettled([...new Set(items)].map(work))).find(
    (result) => result.status === 'rejected',
  );
  if (failed) throw failed.reason;
}
