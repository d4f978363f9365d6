/** LiveKit's own SDK for browsers, as it is installed here. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** File of the worker for end-to-end encryption. */
export const liveKitWorkerFile = resolve('livekit-client/e2ee-worker');

export async function readLiveKitSdkVersion(): Promise<string> {
  const manifest = join(resolve('livekit-client'), '../../package.json');
  const { version = 'unknown' }: { version?: string } = JSON.parse(await readFile(manifest, 'utf8'));
  return version;
}
