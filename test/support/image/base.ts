/**
 * The base image of the Dockerfile: the one it names, or one made here from Debian and Node if no registry can be
 * reached.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from '../../../server/setup/install/npm.mjs';
import { run } from '../../../server/setup/shared/command.mjs';
import { root } from '../../../server/setup/shared/paths.mjs';
import { readDockerfile } from './dockerfile.ts';
import type { Engine } from './engine.ts';
import { installedProgram } from './programs.ts';

export interface Base {
  image: string;
  /** Origin of the image, as text. */
  origin: string;
}

const release = 'bookworm';
const mirror = 'http://deb.debian.org/debian';
const npmVersion = '11.19.1';
const sources = [
  `deb ${mirror} ${release} main`,
  `deb ${mirror} ${release}-updates main`,
  `deb ${mirror}-security ${release}-security main`,
];
/** As in Debian's slim images. */
const dpkgRules = ['doc', 'man', 'locale', 'info'].map((folder) => `path-exclude /usr/share/${folder}/*`);
const keptRule = 'path-include /usr/share/doc/*/copyright';

export async function provideBase(engine: Engine, options: { pull: boolean }): Promise<Base> {
  const named = readDockerfile().args.NODE_IMAGE ?? '';
  if (options.pull && (await engine.ask(['pull', named])).code === 0) return { image: named, origin: named };
  return await makeBase(engine);
}

async function makeBase(engine: Engine): Promise<Base> {
  const node = nodePackage();
  const recipe = JSON.stringify([release, sources, dpkgRules, keptRule, npmVersion, node.version]);
  const image = `localhost/hearthroom-base:${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`;
  const origin = `Debian ${release} by debootstrap with Node ${node.version} and npm ${npmVersion}, in the place of the image that the Dockerfile names`;
  if ((await engine.ask(['image', 'inspect', image])).code === 0) return { image, origin };
  if (process.getuid?.() !== 0)
    throw new Error('debootstrap needs root: run this as root, or where the registry can be reached.');
  const workshop = mkdtempSync(join(tmpdir(), 'hearthroom-base-'));
  try {
    const debian = join(workshop, 'debian');
    await must(await installedProgram('debootstrap'), ['--variant=minbase', release, debian, mirror]);
    await addNode(debian, node.directory);
    makeSlim(debian);
    const archive = join(workshop, 'base.tar');
    await must('tar', ['-C', debian, '-cf', archive, '.']);
    await engine.tell(['import', '--change', 'CMD ["node"]', archive, image]);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return { image, origin };
}

/** Node for the architecture of this machine, as this project installs it through npm. */
function nodePackage(): { directory: string; version: string } {
  const directory = join(root, 'node_modules', `node-linux-${process.arch}`);
  if (!existsSync(directory)) throw new Error(`npm brought no Node for linux-${process.arch}.`);
  const { version }: { version: string } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return { directory, version };
}

/** Installs Node where the official image has it, including Node's headers. */
async function addNode(debian: string, node: string): Promise<void> {
  const local = join(debian, 'usr', 'local');
  for (const folder of ['bin', 'include', 'share'])
    cpSync(join(node, folder), join(local, folder), { recursive: true });
  const { code, output } = await runNpm(['install', '--global', '--prefix', local, `npm@${npmVersion}`]);
  if (code !== 0) throw new Error(`npm could not be put into the base: ${output}`);
}

function makeSlim(debian: string): void {
  writeFileSync(join(debian, 'etc', 'apt', 'sources.list'), `${sources.join('\n')}\n`);
  writeFileSync(join(debian, 'etc', 'dpkg', 'dpkg.cfg.d', 'slim'), `${[...dpkgRules, keptRule].join('\n')}\n`);
  for (const folder of [
    'var/cache/apt/archives',
    'var/lib/apt/lists',
    'usr/share/doc',
    'usr/share/man',
    'usr/share/locale',
  ]) {
    rmSync(join(debian, folder), { recursive: true, force: true });
    mkdirSync(join(debian, folder), { recursive: true });
  }
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} failed: ${output.split('\n').slice(-5).join('\n')}`);
}
