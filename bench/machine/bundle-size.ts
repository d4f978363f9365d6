/** What a page loads of the SDK, as `npm run build` left it. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const bundle = new URL('../../sdk/dist/hearthroom.min.js', import.meta.url);

/** Gzipped; null when it isn't built. */
export function readSdkBundleBytes(): number | null {
  return existsSync(bundle) ? gzipSync(readFileSync(bundle), { level: 9 }).length : null;
}
