// Runs in a container: prints each file of the image as a line of JSON. Imports only Node's built-in modules, because
// it is passed to `node -e`.
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { join } from 'node:path';

const otherFileSystems = new Set(['/proc', '/sys', '/dev']);

/** @param {string} path */
function isElf(path) {
  const start = Buffer.alloc(4);
  const descriptor = openSync(path, 'r');
  readSync(descriptor, start);
  closeSync(descriptor);
  return start.toString('latin1') === '\x7fELF';
}

/** @param {string} folder */
function list(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    const { size, mode, uid, mtimeMs } = stat;
    if (stat.isDirectory()) {
      print({ path, type: 'directory', size: 0, mode, uid, mtimeMs });
      if (!otherFileSystems.has(path)) list(path);
    } else if (stat.isSymbolicLink()) {
      print({ path, type: 'link', size: readlinkSync(path).length, mode: 0, uid, mtimeMs });
    } else if (stat.isFile()) {
      print({ path, type: isElf(path) ? 'binary' : 'file', size, mode, uid, mtimeMs });
    }
  }
}

/** @param {object} entry */
const print = (entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`);

list('/');
