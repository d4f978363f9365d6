import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { writeAnew } from '../../../../../server/setup/shared/stamp.mjs';
import { KeyFileError, loadKeys } from '../../../../../server/src/auth/keys/key-file.ts';
import { ConfigError, loadConfig } from '../../../../../server/src/config/config.ts';
import { readRegularFile } from '../../../../../server/src/core/files/read-file.ts';
import { replaceFile } from '../../../../../server/src/core/files/replace-file.ts';
import { withDemoKey } from '../../../../../server/src/demo/demo.ts';

const secret = 'a-secret-of-these-tests-0123456789abcdef';

/** Paths that are not regular files. Code that opened the FIFO like a file would hang. */
function strangeFiles(t: Test): Record<string, { path: string; why: RegExp }> {
  const at = (name: string) => join(folder, name);
  const folder = t.testdir({ directory: {}, huge: '' });
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync(at('fifo'), at('link'));
  truncateSync(at('huge'), 2 ** 32);
  return {
    FIFO: { path: at('fifo'), why: /is not a regular file/ },
    'link to a FIFO': { path: at('link'), why: /is not a regular file/ },
    directory: { path: at('directory'), why: /is not a regular file/ },
    device: { path: '/dev/zero', why: /is not a regular file/ },
    'file of 4 GiB': { path: at('huge'), why: /has more than 1 MiB/ },
    'name without a file': { path: at('nothing'), why: /can't be read \(ENOENT\)/ },
  };
}

t.test(
  'every file that the configuration names is refused when it is none, and none keeps the server waiting',
  async (t) => {
    for (const [what, { path, why }] of Object.entries(strangeFiles(t))) {
      for (const variable of [
        'HEARTHROOM_KEYS_FILE',
        'HEARTHROOM_METRICS_TOKEN_FILE',
        'HEARTHROOM_WEBHOOK_SECRET_FILE',
        'HEARTHROOM_TURN_SECRET_FILE',
        'HEARTHROOM_TLS_CERT',
        'HEARTHROOM_TLS_KEY',
      ]) {
        try {
          loadConfig({ HEARTHROOM_KEYS: `k:${secret}`, [variable]: path });
          t.fail(`${variable} took a ${what}`);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          t.equal(error.problems.length, 1);
          t.match(error.problems[0], variable, what);
          t.match(error.problems[0], why, `${variable}: ${what}`);
        }
      }
    }
  },
);

t.test('a key file that became something else by the time it is read anew is refused', async (t) => {
  for (const [what, { path, why }] of Object.entries(strangeFiles(t))) {
    t.throws(() => loadKeys({ keys: new Map(), keysFile: path }), { constructor: KeyFileError, message: why }, what);
  }
});

t.test('a file behind a link, one of the kernel, and one of exactly the size are read whole', async (t) => {
  const folder = t.testdir({ secret: secret });
  symlinkSync(join(folder, 'secret'), join(folder, 'link'));
  t.equal(readRegularFile(join(folder, 'link')).toString(), secret);
  t.equal(readRegularFile(join(folder, 'secret'), secret.length).toString(), secret);
  t.throws(() => readRegularFile(join(folder, 'secret'), secret.length - 1), /has more than/);
  t.ok(readRegularFile('/proc/self/status').length > 0, 'whose size is told as 0');
});

t.test('a worker is a program, not a directory', async (t) => {
  t.throws(() => loadConfig({ HEARTHROOM_KEYS: `k:${secret}`, HEARTHROOM_WORKER_BIN: t.testdir({}) }), /WORKER_BIN/);
});

const demo = (dataDir: string) => loadConfig({ HEARTHROOM_DEMO: 'true', HEARTHROOM_DATA_DIR: dataDir });

t.test('the demo’s key is never written through a link that lies where its draft goes', async (t) => {
  const folder = t.testdir({ data: {}, victim: 'untouched' });
  const file = join(folder, 'data', 'demo.json');
  for (const target of [join(folder, 'victim'), join(folder, 'absent')]) {
    symlinkSync(target, `${file}.new`);
    t.equal(withDemoKey(demo(join(folder, 'data'))).keys.size, 1);
    t.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'untouched');
    t.throws(() => statSync(join(folder, 'absent')), { code: 'ENOENT' });
    t.match(JSON.parse(readFileSync(file, 'utf8')), { secret: String, roomId: null });
    t.equal(statSync(file).mode & 0o777, 0o600);
  }
});

t.test('a draft that a stopped process left is written anew', async (t) => {
  const file = join(t.testdir({ 'state.new': 'half' }), 'state');
  replaceFile(file, 'whole');
  t.equal(readFileSync(file, 'utf8'), 'whole');
});

t.test('a demo file that is none keeps the server from starting, with the mend', async (t) => {
  const folder = t.testdir({});
  execFileSync('mkfifo', [join(folder, 'demo.json')]);
  t.throws(() => withDemoKey(demo(folder)), /demo\.json is not a regular file\. Remove it/);
});

t.test('what set-up notes is not written through a link either', async (t) => {
  const folder = t.testdir({ victim: 'untouched' });
  symlinkSync(join(folder, 'victim'), join(folder, 'stamp'));
  writeAnew(join(folder, 'stamp'), 'new');
  t.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'untouched');
  t.equal(readFileSync(join(folder, 'stamp'), 'utf8'), 'new');
});

t.test('a file that can be written only in part leaves the old one as it was, and no draft', (t) => {
  const folder = t.testdir({ state: 'old' });
  const module = new URL('../../../../../server/src/core/files/replace-file.ts', import.meta.url).href;
  const script = `const { replaceFile } = await import(${JSON.stringify(module)});
    replaceFile(${JSON.stringify(join(folder, 'state'))}, 'x'.repeat(100_000));`;
  // With a limit on file sizes the first write is cut short, as on a disk that becomes full.
  const limited = ['-c', 'ulimit -f 8; exec "$0" --input-type=module --eval "$1"', process.execPath, script];
  const { status, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
  t.not(status, 0);
  t.match(stderr, /EFBIG/);
  t.equal(readFileSync(join(folder, 'state'), 'utf8'), 'old');
  t.same(readdirSync(folder), ['state']);
  t.end();
});
