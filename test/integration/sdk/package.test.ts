/** The npm package as an application gets it: installed without a registry, typed, and usable by bundlers and by Node. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import t from 'tap';
import { runNpm } from '../../../server/setup/install/npm.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { anchorsOf, linksOf } from '../../support/docs/markdown.ts';
import { describeWords } from '../../support/sdk/editor.ts';

/** A shell removes what the test runner adds to the environment of every child. */
const run = (program: string, args: string[]) =>
  promisify(execFile)('sh', ['-c', 'NODE_OPTIONS= exec "$0" "$@"', program, ...args]);
// Ten programs are compiled.
t.setTimeout(240_000);

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
/** The types that the package has instead of typebox's are compared with those that the compiler makes with typebox. */
const comparison = `
  import type { Static } from 'typebox';
  import type * as Built from ${JSON.stringify(join(root, 'sdk/dist/types/protocol/index.js'))};
  import type { RestClient as BuiltClient } from ${JSON.stringify(join(root, 'sdk/dist/types/server/index.js'))};
  import type { Static as PackedStatic } from './node_modules/@hearthroom/sdk/dist/types/vendor/typebox.js';
  import type * as Packed from '@hearthroom/sdk/protocol';
  import type { RestClient } from '@hearthroom/sdk/server';

  type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
  /** 'same', or the names of those that differ. */
  type Compared<A, B> =
    { [K in keyof A | keyof B]: K extends keyof A & keyof B ? (Equal<A[K], B[K]> extends true ? never : K) : K }[keyof A | keyof B] extends infer Names
      ? [Names] extends [never] ? 'same' : Names
      : never;
  type IsSchema<T> = T extends { '~kind': string } | { '~unsafe': unknown } ? true : false;
  type Schemas<M> = { [K in keyof M as IsSchema<M[K]> extends true ? K : never]: M[K] };
  type Values<M> = { [K in keyof Schemas<M>]: Static<Schemas<M>[K] & {}> };
  type PackedValues<M> = { [K in keyof Schemas<M>]: PackedStatic<Schemas<M>[K] & object> };
  export const schemas: Compared<Schemas<typeof Packed>, Schemas<typeof Built>> = 'same';
  export const values: Compared<PackedValues<typeof Packed>, Values<typeof Built>> = 'same';
  export const requests: Compared<
    { [M in Packed.Method]: [(typeof Packed.requests)[M], Packed.Params<M>, Packed.Result<M>] },
    { [M in Built.Method]: [(typeof Built.requests)[M], Built.Params<M>, Built.Result<M>] }
  > = 'same';
  export const notifications: Compared<
    { [N in Packed.NotificationMethod]: Packed.NotificationParams<N> },
    { [N in Built.NotificationMethod]: Built.NotificationParams<N> }
  > = 'same';
  export const rest: Compared<RestClient, BuiltClient> = 'same';
  // @ts-expect-error: there are schemas.
  export const none: keyof Schemas<typeof Built> extends never ? true : false = true;
`;
const inEditor = `
  import { Session } from '@hearthroom/sdk';
  import type { Params } from '@hearthroom/sdk/protocol';
  declare const session: Session;
  session.on('waitingParticipantAdded', (entry) => entry.waitingSince);
  export const breakout = session.room?.breakout;
  export declare const admit: Params<'admit'>;
`;
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

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const declarations = () => globSync('dist/types/**/*.d.{ts,cts}', { cwd: installed });

t.test('its types import only themselves, React, and, for backends, Node', async (t) => {
  const texts = declarations().map((path) => withoutComments(readFileSync(join(installed, path), 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/(?:\bfrom |\bimport\(|\bimport )['"]([^'"]+)['"]/g)]);
  const others = new Set(names.map(([, name = '']) => name).filter((name) => !name.startsWith('.')));
  t.strictSame([...others].sort(), ['node:crypto', 'react', 'svelte/elements', 'vue']);
});

t.test('its types are those that the sources have with typebox, of which it has no declarations', async (t) => {
  writeFileSync(join(app, 'compare.ts'), comparison);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    noEmit: true,
  };
  writeFileSync(join(app, 'compare.json'), JSON.stringify({ compilerOptions, files: ['compare.ts'] }));
  const checked = run(join(root, 'node_modules/.bin/tsc'), ['-p', join(app, 'compare.json')]);
  const output = await checked.then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  t.equal(output, '');
});

t.test('editors show the fields of a type and their descriptions, also with an older TypeScript', async (t) => {
  writeFileSync(join(app, 'editor.ts'), inEditor);
  const { entry, waitingSince, breakout, admit } = describeWords(join(app, 'editor.ts'), [
    'entry',
    'waitingSince',
    'breakout',
    'admit',
  ]);
  t.match(entry?.type, /^\(parameter\) entry: \{\n {4}id: string;\n {4}epoch: number;\n {4}name: string;/);
  t.match(waitingSince, { type: '(property) waitingSince: number', text: /^When the wait began, in milliseconds/ });
  t.match(breakout?.type, /groups: \{\n {8}id: string;[\s\S]*endsAt: number \| null;/);
  t.match(
    admit?.type,
    /admit: \{\n {4}participantId: string;\n {4}epoch: number;\n {4}unencrypted\?: boolean \| undefined;\n\}$/,
  );
});

t.test('each of its modules can be imported in Node, as applications do that render on a server', async (t) => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  // Others are data, or types of the element for templates.
  const names = Object.keys(exports).filter((name) => exports[name].default !== undefined);
  const imports = names.map((name) => `await import(${JSON.stringify(`@hearthroom/sdk${name.slice(1)}`)});`).join('\n');
  writeFileSync(join(app, 'server.js'), imports);
  await t.resolves(run(process.execPath, [join(app, 'server.js')]));
});

t.test('it names the description of the element, and has the licenses of what it contains', async (t) => {
  const { customElements, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  t.equal(dependencies, undefined);
  const { modules } = JSON.parse(readFileSync(join(installed, customElements), 'utf8'));
  t.equal(modules[0].declarations[0].tagName, 'hearthroom-session');
  const licenses = readFileSync(join(installed, 'third-party-licenses.txt'), 'utf8');
  for (const name of ['mediasoup-client', 'lit', 'jose', 'typebox', '@mediapipe/tasks-vision'])
    t.match(licenses, new RegExp(`^${name} \\d`, 'm'));
});

t.test('it can be published, unlike the folder of its sources, and takes React 18 or 19', (t) => {
  const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const manifest = manifestIn(installed);
  t.equal(manifest.private, undefined);
  t.equal(manifestIn(join(root, 'sdk')).private, true);
  t.strictSame(manifest.peerDependencies, { react: '^18 || ^19' });
  t.end();
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

t.test('it has neither sources nor tests, and every file that an entry names', async (t) => {
  const listed = await run('tar', ['-tzf', tarball]);
  const paths = listed.stdout.split('\n').filter((path) => path !== '');
  t.strictSame(
    paths.filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path)),
    [],
  );
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const targets = JSON.stringify(exports).match(/\.\/dist\/[^"]+/g) ?? [];
  t.ok(targets.length > 20);
  for (const target of targets) t.ok(paths.includes(`package/${target.slice(2)}`), target);
});

t.test('it has fewer than 180 files, most of them small declarations of its own', async (t) => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const paths = stdout.split('\n').filter((path) => path !== '');
  const foreign = paths.filter((path) => path.includes('/vendor/'));
  t.comment(`${paths.length} files, ${foreign.length} of them types of other packages`);
  t.ok(paths.length < 180, `${paths.length} files`);
  t.ok(foreign.length < 15, foreign.join(', '));
});

t.test('every link in its documents leads to a file of the package, or to a chapter in it', async (t) => {
  let count = 0;
  for (const document of globSync('{*.md,ui/*.md,protocol/*.md}', { cwd: installed })) {
    const text = readFileSync(join(installed, document), 'utf8');
    for (const link of linksOf(text)) {
      count += 1;
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(installed, document) : join(installed, document, '..', path);
      t.ok(file.startsWith(installed) && existsSync(file), `${document}: ${link}`);
      if (anchor !== undefined && existsSync(file))
        t.ok(anchorsOf(readFileSync(file, 'utf8')).includes(anchor), `${document}: ${link} names a chapter`);
    }
  }
  t.ok(count > 30, `${count} links`);
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  t.match(readme, 'all of them (`/docs/errors` on your server)', 'other documents are served by the server');
});

t.test('attw finds the types of every entry, for both kinds of module and in bundlers', async (t) => {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  if (!analysis.types) throw new Error('the package has no types');
  // `node10` knows no `exports`; README.md says so.
  const problems = analysis.problems.filter(
    (problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
  );
  t.strictSame(problems, []);
});

const backend = `
import { createAccessToken, RestClient, RestError, type VersionedRoom } from '@hearthroom/sdk/server';
import { verifyWebhook, WebhookError } from '@hearthroom/sdk/webhooks';
import { createAdminToken, type ApiKey } from '@hearthroom/sdk/token';
const key: ApiKey = { id: 'clinic', secret: '0'.repeat(32) };
const client: RestClient = new RestClient({ url: 'https://calls.example.org', key });
export const room: Promise<VersionedRoom> = client.createRoom({ maxParticipants: 8 });
export const codeOf = (error: unknown): string | null =>
  error instanceof RestError || error instanceof WebhookError ? error.code : null;
// @ts-expect-error: there is no such setting
export const wrong = client.createRoom({ maxParticipant: 8 });
export const tokens = [createAdminToken({ key }), createAccessToken({ key, room: 'r', sub: 's', role: 'client', name: 'n' })];
export const verify = verifyWebhook;
`;
const page = `
import { HearthroomError, Session } from '@hearthroom/sdk';
import type { HearthroomSession } from '@hearthroom/sdk/ui';
import { errorCodes, type ErrorCode } from '@hearthroom/sdk/protocol';
export const session: Session = new Session({ url: 'https://calls.example.org', getToken: async () => '' });
export const element: HearthroomSession | null = document.querySelector('hearthroom-session');
export const isOurs = (error: unknown): error is HearthroomError => error instanceof HearthroomError;
export const texts: Record<ErrorCode, string> = errorCodes;
// @ts-expect-error: a number is no address
export const wrong = new Session({ url: 5 });
`;

/** @returns `compiled`, or what the compiler prints */
async function compile(kind: 'commonjs' | 'module', module: string, code: string, types: string[]): Promise<string> {
  const folder = join(app, `${module}-${kind}-${types.length}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: kind }));
  writeFileSync(join(folder, 'main.ts'), code);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module,
    moduleResolution: module === 'esnext' ? 'bundler' : module,
    types,
    typeRoots: [join(root, 'node_modules/@types')],
    lib: ['es2023', 'dom', 'dom.iterable'],
    skipLibCheck: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  return run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(
    () => 'compiled',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

t.test('backends compile as CommonJS and as ES modules', async (t) => {
  for (const module of ['node16', 'nodenext'])
    for (const kind of ['commonjs', 'module'] as const)
      t.equal(await compile(kind, module, backend, ['node']), 'compiled', `${module}, ${kind}`);
});

t.test('pages compile without the types of Node, also as CommonJS', async (t) => {
  for (const module of ['node16', 'nodenext', 'esnext'])
    for (const kind of ['commonjs', 'module'] as const)
      t.equal(await compile(kind, module, page, []), 'compiled', `${module}, ${kind}`);
});

t.test('a CommonJS program requires what is for backends, each class once', async (t) => {
  const require = createRequire(join(app, 'main.cjs'));
  const server = require('@hearthroom/sdk/server');
  t.equal(require('@hearthroom/sdk/webhooks').WebhookError, server.WebhookError);
  t.equal(require('@hearthroom/sdk/token').createAccessToken, server.createAccessToken);
  const key = { id: 'clinic', secret: '0'.repeat(32) };
  t.match(await server.createAdminToken({ key }), /^[\w-]+\.[\w-]+\.[\w-]+$/);
});
