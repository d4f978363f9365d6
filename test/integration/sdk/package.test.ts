/** The npm package as an application gets it: installed without a registry, typed, and usable by bundlers and by Node. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { runNpm } from '../../../server/setup/install/npm.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';

/** A shell removes what the test runner adds to the environment of every child. */
const run = (program: string, args: string[]) =>
  promisify(execFile)('sh', ['-c', 'NODE_OPTIONS= exec "$0" "$@"', program, ...args]);
const tarball = join(root, 'sdk/dist/hearthroom-sdk.tgz');
const app = t.testdir({
  'package.json': JSON.stringify({ name: 'app', private: true, type: 'module' }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      noEmit: true,
      skipLibCheck: false,
    },
    files: ['app.ts'],
  }),
  'app.ts': `
    import { type Breakout, Session } from '@hearthroom/sdk';
    import { requests, type Snapshot } from '@hearthroom/sdk/protocol';
    import { type HearthroomSession, mergeTexts } from '@hearthroom/sdk/ui';

    type IsAny<T> = 0 extends 1 & T ? true : false;
    const areTyped: [IsAny<Breakout['groups']>, IsAny<Snapshot['room']>, IsAny<typeof requests.admit>, IsAny<HearthroomSession['updateComplete']>] = [false, false, false, false];
    const element: HearthroomSession = document.createElement('hearthroom-session');
    const session: Session | null = element.session;
    element.texts = mergeTexts({ lobby: { join: 'Eintreten' } });
    // @ts-expect-error: no such property
    element.unknown = session;
    console.log(areTyped);
  `,
});
const installed = join(app, 'node_modules/@hearthroom/sdk');

t.test('it is installed without a registry, and brings no other package', async (t) => {
  const args = ['install', '--offline', '--cache', join(app, 'no-cache'), '--registry', 'http://127.0.0.1:9', tarball];
  const { code, output } = await runNpm(args, { cwd: app });
  t.equal(code, 0, output);
  const lock = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'));
  t.strictSame(Object.keys(lock.packages), ['', 'node_modules/@hearthroom/sdk']);
});

t.test('its types are complete without any other package', async (t) => {
  await t.resolves(run(join(root, 'node_modules/.bin/tsc'), ['-p', app]));
});

t.test('each of its modules can be imported in Node, as applications do that render on a server', async (t) => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const names = Object.keys(exports).filter((name) => !name.endsWith('.json'));
  const imports = names.map((name) => `await import('@hearthroom/sdk${name.slice(1)}');`).join('\n');
  writeFileSync(join(app, 'server.js'), imports);
  await t.resolves(run(process.execPath, [join(app, 'server.js')]));
});

t.test('it names the description of the element, and has the licenses of what it contains', async (t) => {
  const { customElements, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  t.equal(dependencies, undefined);
  const { modules } = JSON.parse(readFileSync(join(installed, customElements), 'utf8'));
  t.equal(modules[0].declarations[0].tagName, 'hearthroom-session');
  const licenses = readFileSync(join(installed, 'third-party-licenses.txt'), 'utf8');
  for (const name of ['mediasoup-client', 'lit', 'jose', 'typebox']) t.match(licenses, new RegExp(`^${name} \\d`, 'm'));
});

t.test('a bundler finds everything in it, and warns of nothing', async (t) => {
  const { build } = await import('esbuild');
  mkdirSync(join(app, 'out'));
  const { warnings } = await build({
    stdin: {
      contents: "import '@hearthroom/sdk/ui'; export { Session } from '@hearthroom/sdk';",
      resolveDir: app,
    },
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    outfile: join(app, 'out/app.js'),
  });
  t.strictSame(warnings, []);
});
