/**
 * Makes every page reachable under its address in any static file server. Where a page has the name of a folder
 * (`sdk.html` beside `sdk/`), servers look for the folder's `index.html` only, and answer `/docs/sdk` with 404.
 */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Copies such a page to `index.html` of the folder, if that has none. */
export function addFolderPages(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const [, address] = /^(.+)\.html$/.exec(name) ?? [];
    if (address === undefined || !existsSync(join(folder, address))) continue;
    const index = join(folder, address, 'index.html');
    if (!existsSync(index)) copyFileSync(join(folder, name), index);
  }
}
