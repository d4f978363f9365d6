/**
 * The files that a server hands out under /sdk/<version>/, compressed, with their sizes and hashes
 * (server/src/http/sdk reads them).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface ServedOptions {
  /** The folder of this version. */
  folder: string;
  version: string;
  /** Paths of the files; they are served by their names. */
  files: readonly string[];
}

/** The highest quality of Brotli takes half a minute for the 11 MB of a WebAssembly, and saves a tenth. */
const brotliQualityOf = (bytes: number): number => (bytes > 2_000_000 ? 9 : constants.BROTLI_MAX_QUALITY);

/** Compressed already. */
const isCompressed = (name: string): boolean => name.endsWith('.tgz');

export async function writeServedFiles({ folder, version, files }: ServedOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const described = await Promise.all(files.map((path) => writeServedFile(folder, path)));
  const manifest = { version, files: described.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function writeServedFile(folder: string, path: string) {
  const name = basename(path);
  const content = await readFile(path);
  // Subresource Integrity (W3C), as in the attribute `integrity` of a script element.
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  await writeFile(join(folder, name), content);
  const described = { name, integrity, bytes: content.length };
  if (isCompressed(name)) return { ...described, gzipBytes: null, brotliBytes: null };
  const [gzipped, brotli] = await Promise.all([
    promisify(gzip)(content, { level: 9 }),
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_QUALITY]: brotliQualityOf(content.length),
      },
    }),
  ]);
  await writeFile(join(folder, `${name}.gz`), gzipped);
  await writeFile(join(folder, `${name}.br`), brotli);
  return { ...described, gzipBytes: gzipped.length, brotliBytes: brotli.length };
}
