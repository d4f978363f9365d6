/** Lists that the server answers page by page, as one sequence. */
import type { CallOptions } from './send.ts';

/** Options of a list that is read page by page. */
export interface PageOptions extends CallOptions {
  /** Entries of one request, 1 to 100; default 100. */
  pageSize?: number;
}

interface Page<T> {
  entries: readonly T[];
  nextCursor: string | null;
}

/** Reads a page when the entries of the one before are used up; who stops early sends no further request. */
export async function* iteratePages<T>(
  { pageSize = 100, ...options }: PageOptions,
  read: (page: CallOptions & { limit: number; cursor?: string }) => Promise<Page<T>>,
): AsyncIterableIterator<T> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ ...options, limit: pageSize, ...(cursor !== null && { cursor }) });
    yield* page.entries;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
