import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { serverOptions } from '../../../../server/setup/install/compiled.mjs';
import { root } from '../../../../server/setup/shared/paths.mjs';
import { listFiles } from '../../../../server/setup/shared/stamp.mjs';
import { digestVariable } from '../../../../server/setup/worker/release.mjs';
import { loadConfig } from '../../../../server/src/config/config.ts';
import { parseDockerfile, type Stage } from '../../../support/image/dockerfile.ts';

const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const { args, stages } = parseDockerfile(text);
const last = stages.at(-1) ?? t.fail('the Dockerfile has no stage');
const valuesOf = (stage: Stage, name: string): string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ value }) => value);
const lastOf = (name: string): string[] => (typeof last === 'boolean' ? [] : valuesOf(last, name));
const isIgnored = (path: string): boolean =>
  readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .some((pattern) => pattern === path || path.startsWith(`${pattern}/`));

t.test('every file that is copied exists, and is sent to the builder', async (t) => {
  for (const { instructions } of stages) {
    for (const { value } of instructions.filter(({ name }) => name === 'COPY')) {
      const words = value.split(' ');
      const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
      for (const source of from ? [] : words.slice(0, -1)) {
        t.ok(existsSync(join(root, source)), `${source} exists`);
        t.notOk(isIgnored(source), `${source} is not in .dockerignore`);
      }
      if (from) {
        t.ok(
          stages.some(({ name }) => name === from),
          `${from} is a stage`,
        );
      }
    }
  }
});

t.test('the last stage has all that the server imports', async (t) => {
  const copied = lastOf('COPY').flatMap((value) => value.split(' ').slice(0, -1));
  const sources = copied.filter((path) => /^(server|sdk)\//.test(path)).flatMap((path) => listFiles(join(root, path)));
  const imports = new Set(
    sources
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/ from '([^'.][^']*)'/g)].map(([, name]) => name ?? ''),
      ),
  );
  const { dependencies } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8'));
  for (const name of [...imports].filter((found) => !found.startsWith('node:'))) {
    const part = /^@hearthroom\/(sdk\/.+)$/.exec(name)?.[1];
    const packageName = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
    t.ok(part ? copied.includes(part) : Object.hasOwn(dependencies, packageName), name);
  }
});

t.test('every image is pinned by digest, to a version of Node and of Debian', async (t) => {
  const names = new Set(stages.map(({ name }) => name));
  for (const { image, name } of stages) {
    t.ok(
      names.has(image) || /^docker\.io\/library\/node:24\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/.test(image),
      `${name} is from ${image}`,
    );
  }
  t.same(Object.keys(args), ['NODE_IMAGE'], 'one place names it');
  t.notMatch(text, /latest/);
});

t.test('nothing that is built in takes part without a digest or a signature', async (t) => {
  const commands = stages.flatMap((stage) => [...valuesOf(stage, 'RUN'), ...valuesOf(stage, 'ADD')]).join('\n');
  t.notMatch(commands, /https?:|curl|wget|npm install|(?<!\/)npx/);
  const worker = stages.find(({ name }) => name === 'worker');
  const variables = worker ? valuesOf(worker, 'ARG') : [];
  t.ok(variables.includes(`${digestVariable}=`), 'the worker is built, unless a digest is given');
  t.notMatch(text, /MEDIASOUP_FORCE|AllowUnauthenticated|trusted=yes/i);
});

t.test('the libraries of the last stage are of the Debian that the worker was built on', async (t) => {
  const imageOf = (name: string): string => {
    const image = stages.find((stage) => stage.name === name)?.image ?? name;
    return image === name ? name : imageOf(image);
  };
  t.equal(imageOf('server'), imageOf('worker'));
});

t.test('the server runs without privileges, under an init, and can be asked for its health', async (t) => {
  const [user, ...others] = lastOf('USER');
  t.equal(user, 'hearthroom');
  t.same(others, []);
  t.match(lastOf('RUN').join('\n'), /useradd [^&]*hearthroom/);
  t.same(JSON.parse(lastOf('ENTRYPOINT')[0] ?? ''), ['tini', '-s', '--'], 'which also works where it is not process 1');
  t.match(lastOf('HEALTHCHECK')[0], /CMD \["node", "server\/setup\/check-health\.mjs"\]/);
  t.same(JSON.parse(lastOf('CMD')[0] ?? ''), ['node', ...serverOptions, 'server/src/main.ts'], 'as npm start does');
});

t.test('data is in a volume that the server may write to', async (t) => {
  t.same(lastOf('VOLUME'), ['/data']);
  t.match(lastOf('ENV').join(' '), 'HEARTHROOM_DATA_DIR=/data');
  t.match(lastOf('RUN').join('\n'), /install -d -o hearthroom [^&]*\/data/);
});

t.test('the last stage installs and compiles nothing of ours, and packages leave no lists behind', async (t) => {
  const commands = lastOf('RUN').join('\n');
  t.notMatch(commands, /npm (ci|i|install)|g\+\+|-dev\b/);
  t.match(commands, /--no-install-recommends/);
  t.match(commands, /rm -rf \/var\/lib\/apt\/lists/);
  t.notOk(
    lastOf('COPY').some((value) => value.startsWith('. ')),
    'named folders only',
  );
});

t.test('each stage has a name, and the base leaves no npm, yarn or headers in the last one', async (t) => {
  for (const { name, image } of stages) t.ok(name, `the stage from ${image} has a name`);
  const commands = lastOf('RUN').join('\n');
  const removed = [
    '/usr/local/lib/node_modules',
    '/usr/local/include',
    '/usr/local/bin/npm',
    '/usr/local/bin/corepack',
    '/opt/yarn*',
  ];
  for (const path of removed) t.ok(commands.includes(` ${path} `), path);
});

t.test(
  'nothing in it is for one architecture, and what is the same for all is made on that of the builder',
  async (t) => {
    t.notMatch(text, /x64|x86|amd64|aarch64/i);
    const platformOf = ({ flags, image }: Stage): string => {
      const parent = stages.find(({ name }) => name === image);
      return parent ? platformOf(parent) : flags.join(' ');
    };
    const platformsOf = (names: string[]) => stages.filter(({ name }) => names.includes(name)).map(platformOf);
    t.same(platformsOf(['worker', 'server']), ['', '']);
    t.same(platformsOf(['pages', 'runtime-dependencies']), ['--platform=$BUILDPLATFORM', '--platform=$BUILDPLATFORM']);
  },
);

t.test('what the image is made of is listed in it', async (t) => {
  t.ok(lastOf('COPY').includes('--from=pages /app/dist/sbom.cdx.json sbom.cdx.json'));
});

t.test('the SDK that the server hands out is copied from the build, where the server looks for it', async (t) => {
  t.ok(lastOf('COPY').includes('--from=pages /app/sdk/dist/served sdk/dist/served'));
  t.ok(lastOf('COPY').includes('sdk/package.json sdk/'), 'which has the version');
  const pages = stages.find(({ name }) => name === 'pages');
  t.match(pages && valuesOf(pages, 'RUN').join('\n'), /npm ci && npm run build/);
});

t.test('no secret is in the image', async (t) => {
  t.notMatch(text, /HEARTHROOM_KEYS|HEARTHROOM_\w+_KEY\b|PASSWORD|TOKEN|SECRET/);
  t.match(readFileSync(join(root, '.dockerignore'), 'utf8'), /^\*\*\/\.env\*$/m);
});

t.test('the key of the documented `docker run` is in a file that stays, for its owner alone', async (t) => {
  const reference = readFileSync(join(root, 'docs/operations-reference.md'), 'utf8');
  const [, make = ''] = /^ {4}(\(umask .* > hearthroom\.env\))$/m.exec(reference) ?? [];
  t.match(reference, /^ {6}--env-file hearthroom\.env /m);
  t.notMatch(reference, /-e HEARTHROOM_KEYS=\S*\$\(/, 'no secret that nobody sees');
  const directory = t.testdir({});
  const { status, stderr } = spawnSync('sh', ['-c', make], { cwd: directory, encoding: 'utf8' });
  t.equal(status, 0, stderr);
  const file = join(directory, 'hearthroom.env');
  t.equal(statSync(file).mode & 0o777, 0o600);
  const [name = '', ...value] = readFileSync(file, 'utf8').trim().split('=');
  t.same([...loadConfig({ [name]: value.join('=') }).keys.keys()], ['clinic']);
});
