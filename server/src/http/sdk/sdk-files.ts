/** Reads the built files of the SDK (sdk/packaging/package/served-files.ts writes them), each version in a folder of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const ServedFile = Type.Object({
  name: Type.String({ pattern: '^[\\w.-]+$' }),
  integrity: Type.String({ pattern: '^sha384-' }),
  bytes: Type.Integer(),
  gzipBytes: Type.Union([Type.Integer(), Type.Null()]),
  brotliBytes: Type.Union([Type.Integer(), Type.Null()]),
});
const VersionManifest = Type.Object({ version: Type.String(), files: Type.Array(ServedFile) });
export type VersionManifest = Static<typeof VersionManifest>;

export type Encoding = 'br' | 'gzip' | 'identity';

export interface SdkFile {
  readonly type: string;
  readonly integrity: string;
  /** The file as it is sent in each encoding that there is. */
  readonly contents: ReadonlyMap<Encoding, Buffer>;
}

export interface SdkFiles {
  readonly manifests: readonly VersionManifest[];
  /** By `<version>/<name>`. */
  readonly files: ReadonlyMap<string, SdkFile>;
}

/** @throws Error when a file of a manifest is missing or is not the described one */
export function readSdkFiles(folder: string): SdkFiles {
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => hasManifest(join(folder, name))) : [];
  const manifests = versions.sort().map((version) => readManifest(join(folder, version), version));
  const files = manifests.flatMap(({ version, files }) =>
    files.map((file) => [`${version}/${file.name}`, readFile(join(folder, version, file.name), file)] as const),
  );
  return { manifests, files: new Map(files) };
}

const hasManifest = (folder: string): boolean => existsSync(join(folder, 'manifest.json'));

function readManifest(folder: string, version: string): VersionManifest {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  if (Value.Check(VersionManifest, manifest) && manifest.version === version) return manifest;
  throw new Error(`${folder}/manifest.json does not describe version ${version}`);
}

function readFile(path: string, { name, integrity, bytes, gzipBytes, brotliBytes }: Static<typeof ServedFile>) {
  const contents = new Map<Encoding, Buffer>([['identity', readSized(path, bytes)]]);
  if (gzipBytes !== null) contents.set('gzip', readSized(`${path}.gz`, gzipBytes));
  if (brotliBytes !== null) contents.set('br', readSized(`${path}.br`, brotliBytes));
  return { type: typeOf(name), integrity, contents };
}

/** Checks the size: a truncated file would otherwise be noticed only by browsers. */
function readSized(path: string, bytes: number): Buffer {
  const content = readFileSync(path);
  if (content.length === bytes) return content;
  throw new Error(`${path} has ${content.length} bytes instead of ${bytes}`);
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (name.endsWith('.json') || name.endsWith('.map')) return 'application/json; charset=utf-8';
  if (name.endsWith('.wasm')) return 'application/wasm';
  if (name.endsWith('.tflite')) return 'application/octet-stream';
  return name.endsWith('.tgz') ? 'application/gzip' : 'text/plain; charset=utf-8';
}
