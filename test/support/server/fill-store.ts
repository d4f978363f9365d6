/** Run by full-disk.test.ts under a bound on file sizes: stores rooms until it is refused, lifts the bound, goes on. */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { SqliteStore } from '../../../server/src/store/sqlite/sqlite-store.ts';
import { makeRecord } from './room-records.ts';

const [, , dataDir = ''] = process.argv;
const store = SqliteStore.open(dataDir);

function isRefused(write: () => void): boolean {
  try {
    write();
    return false;
  } catch {
    return true;
  }
}

let saved = 0;
while (saved < 5_000 && !isRefused(() => store.insertRoom(makeRecord(`r-${saved}`)))) saved += 1;
const refused = isRefused(() => store.insertRoom(makeRecord(`r-${saved}`)));
// A probe is small: it is refused once not even that fits.
let probeRefused = false;
for (let tries = 0; tries < 100 && !probeRefused; tries += 1) probeRefused = isRefused(() => store.probe());
const asStored = store.loadOpenRooms().length;

execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited']);
const probeWorksAgain = !isRefused(() => store.probe());
const savedAgain = !isRefused(() => store.insertRoom(makeRecord('r-again')));
store.close();
const reopened = SqliteStore.open(dataDir);
const resumed = reopened.loadOpenRooms().length;
reopened.close();
process.stdout.write(JSON.stringify({ saved, refused, probeRefused, asStored, probeWorksAgain, savedAgain, resumed }));
