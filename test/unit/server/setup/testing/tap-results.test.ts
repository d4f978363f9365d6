import { join } from 'node:path';
import t from 'tap';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { createTapReader } from '../../../../../server/setup/testing/tap-results.mjs';
import { formatFile, runTests } from '../../../../../server/setup/testing/tap-runner.mjs';
import { groups, selectTests } from '../../../../../server/setup/testing/test-files.mjs';

interface FileResult {
  name: string;
  ok: boolean;
  counts: { passed: number; failed: number; skipped: number };
  durationMs: number;
  failures: { names: string[]; details: string[] }[];
}

function read(text: string): FileResult[] {
  const results: FileResult[] = [];
  const reader = createTapReader((result) => results.push(result));
  for (const line of text.split('\n')) {
    reader.read(line);
  }
  reader.end();
  return results;
}

t.test('a test counts once, however many assertions it has, and so does a file that only asserts', async (t) => {
  const results = read(`TAP version 14
1..2
# Subtest: test/a.test.ts
    # Subtest: adds
        ok 1 - one
        ok 2 - two
        1..2
    ok 1 - adds # time=5.7ms
    1..1
ok 1 - test/a.test.ts # time=1.5s

# Subtest: test/b.test.ts
    ok 1 - flat
    ok 2 - flat
    1..2
ok 2 - test/b.test.ts # time=8.3ms`);
  t.same(results, [
    { name: 'test/a.test.ts', ok: true, counts: { passed: 1, failed: 0, skipped: 0 }, durationMs: 1500, failures: [] },
    { name: 'test/b.test.ts', ok: true, counts: { passed: 1, failed: 0, skipped: 0 }, durationMs: 8.3, failures: [] },
  ]);
});

t.test('a failure counts once, at the innermost test, and keeps its details', async (t) => {
  const [result] = read(`# Subtest: test/a.test.ts
    # Subtest: outer
        # Subtest: good
            ok 1 - fine
        ok 1 - good # time=1ms
        # Subtest: bad
            not ok 1 - is one
              ---
              diff: |
                not ok 7 - only text
              ...
            ok 2 - is two
        not ok 2 - bad # time=2ms
          ---
          at: somewhere
          ...
    not ok 1 - outer # time=3ms
not ok 1 - test/a.test.ts # time=4ms
  ---
  exitCode: 1
  ...`);
  t.same(result?.counts, { passed: 1, failed: 1, skipped: 0 });
  t.equal(result?.failures.length, 1);
  t.same(result?.failures[0]?.names, ['test/a.test.ts', 'outer', 'bad', 'is one']);
  t.match(result?.failures[0]?.details.join('\n'), 'only text');
  const lines = result ? formatFile(result) : [];
  t.match(lines.join('\n'), /^not ok test\/a\.test\.ts \(1 passed, 1 failed; 0 s\)\n {2}✗ .*outer › bad/);
});

t.test('a test that is skipped or still to be written is neither passed nor failed', async (t) => {
  const [result] = read(`# Subtest: test/a.test.ts
    ok 1 - no browser here # SKIP
    not ok 2 - soon # TODO
    1..2
ok 1 - test/a.test.ts # time=4ms`);
  t.same(result?.counts, { passed: 0, failed: 0, skipped: 2 });
});

t.test('a file that crashes, one that dies half-way and one that hangs have failed', async (t) => {
  const results = read(`# Subtest: test/crashes.test.ts
    1..0 # no tests found
not ok 1 - test/crashes.test.ts # time=442ms
  ---
  exitCode: 1
  ...
# Subtest: test/dies.test.ts
    # Subtest: first
        ok 1 - fine
    ok 1 - first # time=1ms
    # Subtest: second
        ok 1 - fine
not ok 2 - test/dies.test.ts # time=442ms
not ok 3 - timeout!
  ---
  expired: test/hangs.test.ts
  ...`);
  t.same(
    results.map(({ counts }) => counts),
    [
      { passed: 0, failed: 1, skipped: 0 },
      { passed: 1, failed: 1, skipped: 0 },
      { passed: 0, failed: 1, skipped: 0 },
    ],
  );
  t.match(results[2]?.failures[0]?.details.join('\n'), 'expired: test/hangs.test.ts', 'the details say which');
});

t.test('a file that is skipped as a whole is counted as skipped', async (t) => {
  const [result] = read(`# Subtest: test/a.test.ts
    1..0 # no browser here
ok 1 - test/a.test.ts # SKIP no browser here`);
  t.same(result?.counts, { passed: 0, failed: 0, skipped: 1 });
  t.equal(result?.ok, true);
});

t.test('of a test that its process ended in, failures are told, and how the process ended', async (t) => {
  const [result] = read(`# Subtest: test/dies.test.ts
    # Subtest: outer
        not ok 1 - is one
          ---
          wanted: 1
          ...
not ok 1 - test/dies.test.ts # time=442ms
  ---
  signal: SIGKILL
  ...`);
  t.same(result?.counts, { passed: 0, failed: 1, skipped: 0 });
  t.same(
    result?.failures.map(({ names, details }) => [names, details.join('\n')]),
    [
      [['test/dies.test.ts', 'outer', 'is one'], '  ---\n  wanted: 1\n  ...'],
      [['test/dies.test.ts'], '  ---\n  signal: SIGKILL\n  ...'],
    ],
  );
});

t.test('output of parallel files, which tap prints with braces, is read alike', async (t) => {
  const [result] = read(`ok 1 - test/a.test.ts # time=4ms {
    # Subtest: one
        ok 1 - fine
        1..1
    ok 1 - one # time=2ms
    1..1
}`);
  t.same(result, {
    name: 'test/a.test.ts',
    ok: true,
    counts: { passed: 1, failed: 0, skipped: 0 },
    durationMs: 4,
    failures: [],
  });
});

t.test('the output of tap itself is read', async (t) => {
  const files = ['passes.test.ts', 'fails.test.ts'];
  const cwd = t.testdir({
    'package.json': '{ "type": "module" }',
    '.taprc': 'plugin:\n  - "!@tapjs/typescript"\ndisable-coverage: true\n',
    node_modules: t.fixture('symlink', join(root, 'node_modules')),
    'passes.test.ts':
      "import t from 'tap';\nt.test('one', async (t) => t.pass());\nt.test('two', async (t) => t.pass());\n",
    'fails.test.ts': "import t from 'tap';\nt.test('throws', async () => { throw new Error('boom'); });\n",
  });
  const printed: string[] = [];
  const group = { name: 'sample', folder: '.', jobs: 1, timeoutS: 60, repeatsFailed: false };
  const { TAP: _, ...env } = process.env;
  const print = (line: string): void => void printed.push(line);
  const counts = await runTests({ group, files }, { node: process.execPath, env, cwd, print });
  t.same(counts, { passed: 2, failed: 1, skipped: 0 }, printed.join('\n'));
  t.match(printed.join('\n'), /✗ fails\.test\.ts › throws › boom/);
});

t.test('in a group that repeats, a file that fails is run once more, and its second result counts', async (t) => {
  const cwd = t.testdir({
    'package.json': '{ "type": "module" }',
    '.taprc': 'plugin:\n  - "!@tapjs/typescript"\ndisable-coverage: true\n',
    node_modules: t.fixture('symlink', join(root, 'node_modules')),
    'first-fails.test.ts': `import { existsSync, writeFileSync } from 'node:fs';
import t from 'tap';
t.test('only once', async (t) => {
  const isSecond = existsSync('ran');
  writeFileSync('ran', '');
  t.ok(isSecond);
});
`,
    'fails.test.ts': "import t from 'tap';\nt.test('always', async (t) => t.fail());\n",
  });
  const printed: string[] = [];
  const group = { name: 'sample', folder: '.', jobs: 1, timeoutS: 60, repeatsFailed: true };
  const { TAP: _, ...env } = process.env;
  const print = (line: string): void => void printed.push(line);
  const files = ['fails.test.ts', 'first-fails.test.ts'];
  const repeated: string[] = [];
  const onRepeated = (file: string): void => void repeated.push(file);
  const counts = await runTests({ group, files }, { node: process.execPath, env, cwd, print, onRepeated });
  t.same(repeated, ['first-fails.test.ts']);
  t.same(counts, { passed: 1, failed: 1, skipped: 0 }, printed.join('\n'));
  t.match(printed.join('\n'), 'first-fails.test.ts failed first and passed then');
  t.match(printed.join('\n'), /^fails\.test\.ts failed first and again$/m);
});

t.test('files of a group with several jobs run at the same time, and those that fail are repeated alone', async (t) => {
  // Each ends its first run only after the other has begun, and fails then.
  const meets = (own: string, other: string): string => `import { existsSync, watch, writeFileSync } from 'node:fs';
import t from 'tap';
t.test('meets the other one', async (t) => {
  if (existsSync('both')) return t.pass();
  const met = new Promise((resolve) => {
    const watcher = watch('.', () => {
      if (!existsSync('${other}')) return;
      watcher.close();
      resolve();
    });
    writeFileSync('${own}', '');
    if (existsSync('${other}')) watcher.emit('change');
  });
  await met;
  writeFileSync('both', '');
  t.fail('they ran at the same time');
});
`;
  const cwd = t.testdir({
    'package.json': '{ "type": "module" }',
    '.taprc': 'plugin:\n  - "!@tapjs/typescript"\ndisable-coverage: true\n',
    node_modules: t.fixture('symlink', join(root, 'node_modules')),
    'one.test.ts': meets('one', 'two'),
    'two.test.ts': meets('two', 'one'),
  });
  const printed: string[] = [];
  const { TAP: _, ...env } = process.env;
  const counts = await runTests(
    {
      group: { name: 'sample', folder: '.', jobs: 2, timeoutS: 60, repeatsFailed: true },
      files: ['one.test.ts', 'two.test.ts'],
    },
    { node: process.execPath, env, cwd, print: (line) => void printed.push(line) },
  );
  t.same(counts, { passed: 2, failed: 0, skipped: 0 }, printed.join('\n'));
  t.match(printed.join('\n'), /they ran at the same time[\s\S]*they ran at the same time[\s\S]*repeat (one|two)/);
});

t.test('tests are run by their folders, and a path selects those below it', async (t) => {
  const base = t.testdir({
    test: {
      unit: { 'b.test.ts': '', 'a.test.ts': '', 'helper.ts': '' },
      browser: { 'c.test.ts': '', ui: { 'e.test.ts': '' } },
      support: { 'd.test.ts': '' },
    },
  });
  const names = (paths: string[]): unknown => selectTests(base, paths).map(({ group, files }) => [group.name, files]);
  t.same(names([]), [
    ['unit', ['test/unit/a.test.ts', 'test/unit/b.test.ts']],
    ['interface', ['test/browser/ui/e.test.ts']],
    ['browser', ['test/browser/c.test.ts']],
  ]);
  t.same(names(['test/unit/b.test.ts', 'test/unit/b.test.ts']), [['unit', ['test/unit/b.test.ts']]]);
  t.throws(() => names(['test/unit/helper.ts']), { name: 'SetupError' });
  t.throws(() => names(['test/absent']), { name: 'SetupError' });
});

t.test('tests that compare figures of media have the machine to themselves', async (t) => {
  for (const name of ['media', 'faults', 'operations', 'bench', 'browser']) {
    t.equal(groups.find((group) => group.name === name)?.jobs, 1, name);
  }
});
