/** Finds the built SDK, and serves it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { ServerObserver } from '../../core/events/observer.ts';
import { readSdkFiles, type SdkFiles } from './sdk-files.ts';
import { registerSdk } from './sdk-routes.ts';

const sdk = new URL('../../../../sdk/', import.meta.url);

/** Without the build output the routes answer `not-found`, and the server runs otherwise. */
export function serveSdk(
  fastify: FastifyInstance,
  observer: ServerObserver,
  folder = fileURLToPath(new URL('dist/served', sdk)),
): void {
  const { version } = JSON.parse(readFileSync(new URL('package.json', sdk), 'utf8'));
  const { found, problem } = read(folder);
  const latest = found.manifests.some((manifest) => manifest.version === version) ? String(version) : null;
  if (latest === null) observer.emit('sdkMissing', { version: String(version), problem });
  registerSdk(fastify, { ...found, latest });
}

function read(folder: string): { found: SdkFiles; problem: string | null } {
  try {
    return { found: readSdkFiles(folder), problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { found: { manifests: [], files: new Map() }, problem };
  }
}
