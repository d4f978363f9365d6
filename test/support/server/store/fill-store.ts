/**
 * Run by full-disk.test.ts with a limit on file sizes: stores rooms until a write fails, raises the limit, continues.
 */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { SqliteStore } from '../../../../server/src/store/sqlite/sqlite-store.ts';
import { makeRecord } from './room-records.ts';

const [, , dataDir = ''] = process.argv;
const store = SqliteStore.open(dataDir);

async function isRefused(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return false;
  } catch {
    return true;
  }
}

let saved = 0;
while (saved < 5_000 && !(await isRefused(() => store.insertRoom(makeRecord(`r-${saved}`))))) saved += 1;
const refused = await isRefused(() => store.insertRoom(makeRecord(`r-${saved}`)));
// A probe is small: it fails only when not even that fits.
let probeRefused = false;
for (let tries = 0; tries < 100 && !probeRefused; tries += 1) probeRefused = await isRefused(() => store.probe());
const asStored = (await store.loadOpenRooms()).length;

execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited']);
const probeWorksAgain = !(await isRefused(() => store.probe()));
const savedAgain = !(await isRefused(() => store.insertRoom(makeRecord('r-again'))));
store.close();
const reopened = SqliteStore.open(dataDir);
const resumed = (await reopened.loadOpenRooms()).length;
reopened.close();
process.stdout.write(JSON.stringify({ saved, refused, probeRefused, asStored, probeWorksAgain, savedAgain, resumed }));
