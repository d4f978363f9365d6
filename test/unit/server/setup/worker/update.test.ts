/**
 * The change to another version of mediasoup, with small sources and packages; `npm run worker:update` uses real ones.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { formatTrial, tryRecipe } from '../../../../../server/setup/worker/trial.mjs';
import { commandsAfterUpdate, updateWorker } from '../../../../../server/setup/worker/update.mjs';

const hpp = 'include/RTC/Stream.hpp';
const cpp = 'src/RTC/Stream.cpp';
const patches = [
  { file: hpp, find: 'int prior;\n', replace: 'int prior;\nint loss;\n' },
  { file: cpp, find: 'first();\n', replace: 'first();\nsecond();\n' },
  // Depends on the result of the previous patch.
  { file: cpp, find: 'second();\n', replace: 'second();\nthird();\n' },
];
const wrap = { 'libuv.wrap': '[wrap-file]\ndirectory = libuv-v1.52.0\n', 'catch2.wrap': '' };

function setUp(
  t: Test,
  { header = 'int prior;\n', code = 'first();\n', subprojects = {} as object, more = {} as object } = {},
) {
  const directory = t.testdir({
    worker: {
      include: { RTC: { 'Stream.hpp': header, ...more } },
      src: { RTC: { 'Stream.cpp': code } },
      subprojects: { ...wrap, ...subprojects },
    },
    added: { include: { RTC: { 'Added.hpp': '' } } },
  });
  const source = join(directory, 'worker');
  return { source, trial: tryRecipe(source, { patches, overlays: ['libuv'], added: join(directory, 'added') }) };
}

t.test('a source that the recipe fits is told file by file, and stays as it is', async (t) => {
  const { source, trial } = setUp(t);
  t.same(formatTrial(trial), [`fits   ${hpp} (1 hunk)`, `fits   ${cpp} (2 hunks)`]);
  t.equal(readFileSync(join(source, cpp), 'utf8'), 'first();\n');
});

t.test(
  'each patch that stops is told with its file, its hunk and its text, and the others are tried all the same',
  async (t) => {
    const { trial } = setUp(t, { header: 'int other;\n', code: 'second();\n' });
    t.same(formatTrial(trial), [
      `stops  ${hpp}, hunk 1 of 1: its text occurs 0 times instead of once:\n       | int prior;`,
      `stops  ${cpp}, hunk 1 of 2: its text occurs 0 times instead of once:\n       | first();`,
    ]);
    t.match(setUp(t, { code: 'first();\nfirst();\n' }).trial.problems[0], { problem: /2 times/ });
  },
);

t.test('a file that is gone, a new library and a file of the same name as an added one are problems', async (t) => {
  const { source } = setUp(t);
  const gone = tryRecipe(source, { patches: [{ file: 'src/Gone.cpp', find: 'x', replace: 'y' }], overlays: ['libuv'] });
  t.match(gone.problems, [{ where: 'src/Gone.cpp', problem: 'there is no such file' }]);
  const library = setUp(t, { subprojects: { 'zlib.wrap': '[wrap-file]\ndirectory = zlib\n' } });
  t.match(library.trial.problems, [{ where: 'subprojects/zlib.wrap', problem: /would download it/ }]);
  const renamed = setUp(t, { subprojects: { 'libuv.wrap': '[wrap-git]\n' } });
  t.match(renamed.trial.problems, [{ where: 'subprojects/libuv.wrap', problem: 'names no directory' }]);
  const absent = tryRecipe(source, { patches, overlays: ['libuv', 'openssl'] });
  t.match(absent.problems, [{ where: 'subprojects/openssl.wrap', problem: /there is none/ }]);
  t.match(setUp(t, { more: { 'Added.hpp': '' } }).trial.problems, [{ where: 'include/RTC/Added.hpp' }]);
});

t.test('the recipe fits the installed mediasoup', async (t) => {
  t.same(tryRecipe(join(root, 'node_modules', 'mediasoup', 'worker')).problems, []);
});

const lockOf = (packages: object): string => JSON.stringify({ packages });

/** A project at 1.0.0 and a registry with one package, in which the worker has one file. */
function setUpProject(t: Test, { lockFails = false, hoists = true } = {}) {
  const base = t.testdir({
    server: { 'package.json': '{\n  "dependencies": { "fastify": "5.0.0", "mediasoup": "1.0.0" }\n}\n' },
    'package-lock.json': lockOf({ 'node_modules/mediasoup': { version: '1.0.0' } }),
    registry: { package: { worker: { 'meson.build': 'published\n' } } },
  });
  const asked: string[][] = [];
  const npm = async (args: string[], { cwd = '' } = {}) => {
    asked.push(args);
    if (args[0] === 'pack') {
      if (args[1] !== 'mediasoup@1.1.0') return { code: 1, output: 'npm error code ETARGET' };
      mkdirSync(cwd, { recursive: true });
      execFileSync('tar', ['-czf', join(cwd, 'mediasoup-1.1.0.tgz'), '-C', join(base, 'registry'), 'package']);
      return { code: 0, output: '' };
    }
    t.same(state()[1], lockOf({}), 'the other version is out of the way');
    const place = hoists ? 'node_modules/mediasoup' : 'server/node_modules/mediasoup';
    writeFileSync(join(base, 'package-lock.json'), lockOf({ [place]: { version: '1.1.0' } }));
    return lockFails ? { code: 1, output: 'npm error no room' } : { code: 0, output: '' };
  };
  const printed: string[] = [];
  const checked: string[] = [];
  const update = (version: string, { checkOnly = false, problems = [] as { where: string; problem: string }[] } = {}) =>
    updateWorker({
      ...{ version, checkOnly, base, npm, node: process.execPath },
      print: (line) => printed.push(line),
      check: (source) => {
        checked.push(source);
        t.equal(readFileSync(join(source, 'meson.build'), 'utf8'), 'published\n');
        return { fitting: [], problems };
      },
    });
  const state = () => [
    readFileSync(join(base, 'server/package.json'), 'utf8'),
    readFileSync(join(base, 'package-lock.json'), 'utf8'),
  ];
  return { update, state, printed, checked, asked };
}

t.test(
  'a version that fits is written into package.json and the lock file, and the tests to run are named',
  async (t) => {
    const { update, state, printed, checked } = setUpProject(t);
    t.ok(await update('1.1.0'));
    t.same(state(), [
      '{\n  "dependencies": { "fastify": "5.0.0", "mediasoup": "1.1.0" }\n}\n',
      lockOf({ 'node_modules/mediasoup': { version: '1.1.0' } }),
    ]);
    t.match(printed.join('\n'), 'mediasoup 1.0.0 → 1.1.0');
    for (const command of commandsAfterUpdate) t.ok(printed.includes(`    ${command}`), command);
    t.notOk(existsSync(checked[0] ?? ''), 'what was unpacked is removed');
  },
);

t.test('nothing is changed by a check, by a version that does not fit, nor when npm refuses it', async (t) => {
  const problems = [{ where: 'src/a.cpp, hunk 1 of 1', problem: 'its text occurs 0 times instead of once:\nx' }];
  const checking = setUpProject(t);
  const before = checking.state();
  t.ok(await checking.update('1.1.0', { checkOnly: true }));
  t.notOk(await checking.update('1.1.0', { problems }));
  await t.rejects(checking.update('9.9.9'), { name: 'SetupError', message: /There is no mediasoup 9\.9\.9/ });
  await t.rejects(checking.update('1.1'), { message: /is no version/ });
  t.same(checking.state(), before);
  const refused = setUpProject(t, { lockFails: true });
  await t.rejects(refused.update('1.1.0'), { name: 'SetupError', message: /no room/ });
  t.same(refused.state(), before);
  const misplaced = setUpProject(t, { hoists: false });
  await t.rejects(misplaced.update('1.1.0'), { name: 'SetupError' }, 'where the worker would not be looked for');
  t.same(misplaced.state(), before);
});

t.test('the document names the commands that are to be run after an update', async (t) => {
  const document = readFileSync(join(root, 'docs', 'worker.md'), 'utf8');
  t.match(document, 'npm run worker:update -- ');
  for (const command of commandsAfterUpdate) t.match(document, command);
});
