/** Leaves nothing of the session on the screen, in the tab's history or in its storage. */

import { clearStorage } from './connection/resume-storage.ts';
import type { Environment } from './core/environment.ts';

const neutral = 'about:blank';

/** Blanks the page and puts another one in its place, so that the way back doesn't lead here. */
export function leavePage({ storage, location }: Environment, url: string): void {
  clearStorage(storage);
  location?.replace(safeAddress(url, location.href));
  // The other page may be a while in coming.
  globalThis.document?.documentElement.replaceChildren();
}

/** An address that can't be opened must not keep the person here, and none may run a script. */
function safeAddress(url: string, base: string): string {
  // An empty address would be this very page again.
  if (url === '') return neutral;
  try {
    const address = new URL(url, base);
    return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : neutral;
  } catch {
    return neutral;
  }
}
