/** Size of the SDK that a page loads, as `npm run build` produced it. */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const bundle = new URL('../../sdk/dist/hearthroom.min.js', import.meta.url);

/** Gzipped, in bytes; null if it is not built. */
export function readSdkBundleBytes(): number | null {
  return existsSync(bundle) ? gzipSync(readFileSync(bundle), { level: 9 }).length : null;
}
