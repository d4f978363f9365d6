/** Reads the JSON of a run. */
import { readFile } from 'node:fs/promises';
import type { Results } from './results.ts';

const lists = ['results', 'sessions', 'capacity', 'ratios', 'targets', 'skipped'] as const;

/** Rejects with one line that names the file if it can't be read or is no such JSON. */
export async function readResults(file: string): Promise<Results> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  if (!isResults(found)) throw new Error(`${file} is not the JSON of a run of the bench`);
  return found;
}

function isResults(found: unknown): found is Results {
  if (typeof found !== 'object' || found === null || !('host' in found)) return false;
  const members = new Map(Object.entries(found));
  return lists.every((name) => Array.isArray(members.get(name)));
}
