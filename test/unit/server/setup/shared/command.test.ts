import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import {
  exitCodeOf,
  exitCodeOfSignal,
  run,
  runInForeground,
  splitLines,
  withoutSecrets,
} from '../../../../../server/setup/shared/command.mjs';
import { variables } from '../../../../../server/src/config/variables.ts';

const node = process.execPath;

t.test('output comes whole and in lines, whatever pieces it arrives in', async (t) => {
  const lines: string[] = [];
  const splitter = splitLines((line) => lines.push(line));
  for (const piece of ['one\ntw', 'o\r\n', 'three']) {
    splitter.feed(piece);
  }
  splitter.end();
  t.same(lines, ['one', 'two', 'three']);
});

t.test('a command gives its exit code and all that it said', async (t) => {
  const script = "console.log('out'); console.error('err'); process.exitCode = 3";
  const { code, output } = await run(node, ['-e', script]);
  t.equal(code, 3);
  t.match(output, /out/);
  t.match(output, /err/);
});

t.test('errors can be told from output', async (t) => {
  const out: string[] = [];
  const err: string[] = [];
  await run(node, ['-e', "console.log('out'); console.error('err')"], {
    onLine: (line) => out.push(line),
    onErrorLine: (line) => err.push(line),
  });
  t.same([out, err], [['out'], ['err']]);
});

t.test('a command that does not exist is a failure, not a crash', async (t) => {
  t.match(await run('no-such-command-here', []), { code: null, output: /ENOENT/ });
});

t.test('a command can be stopped at a line of its output, with all that it started', async (t) => {
  const endless = "'setInterval(() => {}, 1000)'";
  const grandchild = `require('node:child_process').spawn(process.execPath, ['-e', ${endless}], { stdio: 'inherit' })`;
  const script = `${grandchild}; console.log('started'); setInterval(() => {}, 1000)`;
  const lines: string[] = [];
  // Both processes share the output: it closes, and `run` resolves, when neither is running.
  const { code } = await run(node, ['-e', script], {
    onLine: (line, stop) => {
      lines.push(line);
      stop();
    },
  });
  t.equal(code, null);
  t.same(lines, ['started']);
});

t.test('the exit code of a server is passed on, also when a signal ended it', async (t) => {
  t.equal(await runInForeground(node, ['-e', 'process.exitCode = 7']), 7);
  t.equal(await runInForeground(node, ['-e', "process.kill(process.pid, 'SIGKILL')"]), 137);
  t.equal(exitCodeOfSignal('SIGTERM'), 143);
});

t.test('what set-up runs, compilers and installers, is given none of the server’s secrets', async (t) => {
  const secrets = ['HEARTHROOM_KEYS', ...Object.values(variables).flatMap((row) => (row.isSecret ? [row.name] : []))];
  t.ok(secrets.length > 3);
  const env = {
    PATH: process.env.PATH,
    HEARTHROOM_PORT: '3000',
    ...Object.fromEntries(secrets.map((name) => [name, 'x'])),
  };
  t.same(withoutSecrets(env), { PATH: process.env.PATH, HEARTHROOM_PORT: '3000' });
  const script = `process.exitCode = ${JSON.stringify(secrets)}.some((name) => name in process.env) ? 1 : 0`;
  t.match(await run(node, ['-e', script], { env }), { code: 0 });
  t.equal(exitCodeOf(node, ['-e', script], env), 0);
});

t.test('when npm ends on a signal that it doesn’t pass on, what it started is told to end too', async (t) => {
  const command = JSON.stringify(new URL('../../../../../server/setup/shared/command.mjs', import.meta.url).href);
  const child =
    "process.on('SIGTERM', () => { console.log('told'); process.exit(0); }); console.log('started'); setInterval(() => {}, 1000)";
  const directory = t.testdir({
    'package.json': JSON.stringify({ name: 'x', private: true, scripts: { start: 'exec node start.mjs' } }),
    'start.mjs': `import { runInForeground } from ${command};
      process.exit(await runInForeground(process.execPath, ['-e', ${JSON.stringify(child)}]));`,
  });
  const npm = spawn('npm', ['start', '--silent'], { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  npm.stdout.on('data', (text) => {
    output += String(text);
  });
  const lines = createInterface({ input: npm.stdout });
  await once(lines, 'line');
  npm.kill('SIGHUP');
  // The started process shares the output: it closes when that process has ended too.
  await once(lines, 'close');
  t.equal(output, 'started\ntold\n');
});
