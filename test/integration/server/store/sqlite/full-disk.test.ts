import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../../support/server/store/fill-store.ts', import.meta.url));

/** prlimit (util-linux) limits the size of files, and can remove the limit again: simulates a full disk. */
function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}

t.test(
  'a full disk loses nothing, and when there is room again the store goes on',
  { skip: !hasPrlimit() && 'no prlimit here' },
  async (t) => {
    const node = [...process.execArgv.filter((argument) => argument.startsWith('--conditions')), script, t.testdir()];
    const { stdout } = await run('prlimit', ['--fsize=400000:unlimited', process.execPath, ...node]);
    const { saved, refused, asStored, probeRefused, probeWorksAgain, savedAgain, resumed } = JSON.parse(stdout);
    t.ok(saved > 0, 'while there was room, rooms were stored');
    t.ok(refused, 'then a write was refused');
    t.ok(probeRefused, 'and the probe says so');
    t.equal(asStored, saved, 'what was stored before is there');
    t.ok(probeWorksAgain, 'with room again the probe is content');
    t.ok(savedAgain, 'and writes are taken');
    t.equal(resumed, saved + 1, 'a new process finds all of them');
  },
);
