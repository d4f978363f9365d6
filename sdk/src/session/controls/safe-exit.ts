/** Removes the session from the screen, the tab's history and its storage. */

import { clearStorage } from '../../connection/resume-storage.ts';
import type { Environment } from '../../core/environment.ts';

const neutral = 'about:blank';

/** Blanks the page and replaces it in the tab's history, so that "back" does not lead to it. */
export function leavePage({ storage, location }: Environment, url: string): void {
  clearStorage(storage);
  location?.replace(safeAddress(url, location.href));
  // Loading the other page may take a while.
  globalThis.document?.documentElement.replaceChildren();
}

/** Only addresses that can be opened, and none that runs a script; otherwise about:blank. */
function safeAddress(url: string, base: string): string {
  // An empty address would resolve to this page.
  if (url === '') return neutral;
  try {
    const address = new URL(url, base);
    return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : neutral;
  } catch {
    return neutral;
  }
}
