import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { ServerProcess } from '../../support/server/server-process.ts';

const isRoot = process.getuid?.() === 0;
const skip = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0 ? false : 'needs root and unshare';
const stranger = 65_534;

function makeDirectory(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'hearthroom-directory-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  // Other users may pass through it.
  chmodSync(directory, 0o755);
  return directory;
}

/** Opens the store as another user. @returns the message of the error */
function openAsStranger(directory: string): string {
  const store = new URL('../../../server/src/store/sqlite/sqlite-store.ts', import.meta.url).href;
  // Changes the user after everything is loaded, because the new user may not be able to read the sources.
  const script = `import { SqliteStore } from '${store}';
    process.setgroups([]); process.setgid(${stranger}); process.setuid(${stranger});
    try { SqliteStore.open('${directory}'); console.log('opened'); process.exit(0); } catch (error) { console.log(error.message); }`;
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

t.test('a directory of another user is named first, with both users and the command', { skip }, async (t) => {
  const directory = makeDirectory(t);
  t.equal(
    openAsStranger(directory),
    `The data directory ${directory} can't be written: it belongs to user 0, and the server runs as user ${stranger}: change the owner (chown -R ${stranger} ${directory}; in a container: of what is mounted there), or name another HEARTHROOM_DATA_DIR.`,
  );
});

t.test(
  'a data directory with a file of another user in it is refused, and so is one that cannot be made',
  { skip },
  async (t) => {
    const directory = makeDirectory(t);
    const file = join(directory, 'hearthroom.lock');
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    chownSync(directory, stranger, stranger);
    t.match(openAsStranger(directory), `The data directory ${directory} can't be written: ${file} belongs to user 0`);
    const parent = makeDirectory(t);
    t.match(
      openAsStranger(join(parent, 'data')),
      `The data directory ${parent}/data can't be made: ${parent} belongs to user 0`,
    );
  },
);

const mounted = (directory: string) => [
  'unshare',
  '--mount',
  'sh',
  '-ec',
  'mount -t tmpfs -o ro tmpfs "$0"; exec "$@"',
  directory,
];

for (const [what, folder] of [
  ['on', ''],
  ['to be made on', 'data'],
] as const) {
  t.test(`a data directory ${what} a file system that is read-only is one line with the mend`, { skip }, async (t) => {
    const directory = makeDirectory(t);
    const dataDir = join(directory, folder);
    const server = await ServerProcess.start({ HEARTHROOM_DATA_DIR: dataDir }, [], mounted(directory));
    t.teardown(() => server.remove());
    t.equal(await server.exited, 1);
    t.equal(
      server.output.trim(),
      `The data directory ${dataDir} is on a file system that is mounted read-only: mount it writable (in a container: a volume), or name another HEARTHROOM_DATA_DIR.`,
    );
  });
}

t.test('a user who may not make the directory is told of it before anything else', { skip }, async (t) => {
  const directory = makeDirectory(t);
  mkdirSync(join(directory, 'closed'), { mode: 0o555 });
  const dataDir = join(directory, 'closed', 'data');
  const server = await ServerProcess.start(
    { HEARTHROOM_DATA_DIR: dataDir },
    [],
    // Root without the capability to write everywhere.
    ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-all'],
  );
  t.teardown(() => server.remove());
  t.equal(await server.exited, 1);
  t.match(server.output, `The data directory ${dataDir} can't be made by this user: give it the right to write`);
  t.equal(server.output.trim().split('\n').length, 1);
});
