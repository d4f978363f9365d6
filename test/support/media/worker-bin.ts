/**
 * Finds the media worker for tests: the one named by the environment, otherwise the newest that the setup stored in the
 * user's cache.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const mediasoup: { version: string } = JSON.parse(
  readFileSync(new URL('../../../node_modules/mediasoup/package.json', import.meta.url), 'utf8'),
);

export function workerBin(): string {
  const named = process.env.HEARTHROOM_WORKER_BIN ?? process.env.MEDIASOUP_WORKER_BIN;
  if (named) return named;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hearthroom');
  const found = (existsSync(cache) ? readdirSync(cache) : [])
    .filter((name) => name.startsWith(`mediasoup-worker-${mediasoup.version}-`))
    .map((name) => join(cache, name, 'mediasoup-worker'))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = found;
  if (!newest) throw new Error(`There is no media worker in ${cache}; npm start gets one`);
  return newest;
}
