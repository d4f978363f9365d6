/** Rules for the files of an image: which ones may not be in it. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Engine } from './engine.ts';

const Entry = Type.Object({
  path: Type.String(),
  type: Type.Union([Type.Literal('directory'), Type.Literal('link'), Type.Literal('file'), Type.Literal('binary')]),
  size: Type.Number(),
  mode: Type.Number(),
  uid: Type.Number(),
  mtimeMs: Type.Number(),
});

export type ImageFile = Type.Static<typeof Entry>;

export async function listFiles(engine: Engine, image: string): Promise<ImageFile[]> {
  const script = readFileSync(new URL('list-files.mjs', import.meta.url), 'utf8');
  const node = ['--input-type=module', '-e', script];
  const { code, stdout, stderr } = await engine.runOnce(['--user', '0', '--entrypoint', 'node', image, ...node]);
  if (code !== 0) throw new Error(`the files of ${image} could not be listed: ${stderr}`);
  return stdout.split('\n').map((line) => Value.Parse(Entry, JSON.parse(line)));
}

const tools =
  /^(.*-)?(gcc|g\+\+|cc|c\+\+|cpp|clang(\+\+)?|ld|as|make|cmake|meson|ninja|pkg-config|flatc|git|curl|wget|python[\d.]*|pip[\d.]*|npm|npx|yarn|yarnpkg|corepack)(-[\d.]+)?$/;

/** Build tools and build leftovers: programs, headers, static libraries, caches, package lists. */
export function findBuildFiles(files: readonly ImageFile[]): string[] {
  return files.filter(({ path, type }) => type !== 'directory' && isOfBuild(path)).map(({ path }) => path);
}

function isOfBuild(path: string): boolean {
  const [, program = ''] = /^(?:\/usr)?(?:\/local)?\/s?bin\/([^/]+)$/.exec(path) ?? [];
  return (
    tools.test(program) ||
    /^\/usr\/(local\/)?include\//.test(path) ||
    /^\/usr\/(local\/)?lib\/(node_modules|python[\d.]*|gcc)\//.test(path) ||
    /^\/usr\/.*\.a$/.test(path) ||
    /\/(\.npm|\.cache|_cacache|\.node-gyp)\//.test(path) ||
    /^\/var\/lib\/apt\/lists\/[^/]*_/.test(path) ||
    /^\/var\/cache\/apt\/.*\.(deb|bin)$/.test(path) ||
    /^\/app\/(.*\/)?node_modules\/mediasoup\/worker\//.test(path) ||
    // The SDK that the server hands out includes its source maps.
    (/^\/app\/.*\.(d\.[mc]?ts|map)$/.test(path) && !path.startsWith('/app/sdk/dist/served/'))
  );
}

/** Architecture-specific files where everything should run on any architecture. */
export function findBinaries(files: readonly ImageFile[], folder: string): string[] {
  return files.filter(({ path, type }) => type === 'binary' && path.startsWith(`${folder}/`)).map(({ path }) => path);
}

const anybodyWrites = 0o002;
const sticky = 0o1000;

/** Files that this user may change, except in folders with the sticky bit, which are meant to be written. */
export function findWritable(files: readonly ImageFile[], uid: number): string[] {
  return files
    .filter(({ path }) => !/^\/(proc|sys|dev)(\/|$)/.test(path))
    .filter(({ type }) => type !== 'link')
    .filter((file) => file.uid === uid || ((file.mode & anybodyWrites) !== 0 && (file.mode & sticky) === 0))
    .map(({ path }) => path);
}
