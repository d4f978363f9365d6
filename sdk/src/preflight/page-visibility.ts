/** Browsers show no pictures in a page that is hidden, and slow down its timers: what is measured then says nothing. */
import type { PreflightCode } from './preflight-codes.ts';

export interface Seen<T> {
  result: T;
  /** The page was hidden at some time of the work. */
  wasHidden: boolean;
}

export async function watchingPage<T>(work: () => Promise<T>): Promise<Seen<T>> {
  let wasHidden = document.hidden;
  const note = (): void => {
    wasHidden ||= document.hidden;
  };
  document.addEventListener('visibilitychange', note);
  try {
    const result = await work();
    return { result, wasHidden };
  } finally {
    document.removeEventListener('visibilitychange', note);
  }
}

/** In a hidden page all findings may come from that. */
export function unlessHidden(
  codes: readonly PreflightCode[],
  wasHidden: boolean,
  hidden: PreflightCode,
): readonly PreflightCode[] {
  return wasHidden && codes.length > 0 ? [hidden] : codes;
}
