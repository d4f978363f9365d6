/**
 * The documents in the npm package. What they link to beside it (other documents of the repository) is not installed:
 * there the link becomes text, with the path under which a server serves that document.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { findPages, pathOf } from '../../../docs/site/build/pages.ts';

/** A fenced block, which stays as it is, or a link with a relative target. */
const parts = /^ *(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\1[ \t]*$|\[((?:[^[\]]|\[[^\]]*\])+)\]\((?![a-z]+:|#)([^)\s]+)\)/gm;

/**
 * @param folder of the package
 * @param documents paths relative to it
 * @throws Error when a link leads to something that is neither in the package nor served
 */
export async function rewriteDocuments(folder: string, documents: readonly string[]): Promise<void> {
  for (const document of documents) {
    const path = join(folder, document);
    const text = await readFile(path, 'utf8');
    const rewritten = text.replace(parts, (whole: string, fence?: string, words = '', target = '') =>
      fence === undefined ? linkInPackage(folder, document, { words, target }) : whole,
    );
    await writeFile(path, rewritten);
  }
}

interface Link {
  words: string;
  target: string;
}

function linkInPackage(folder: string, document: string, { words, target }: Link): string {
  const [path = '', anchor] = target.split('#');
  const file = posix.join(posix.dirname(document), path);
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  // Of sources there are the types.
  const packaged = [file, `dist/types/${file.replace(/\.ts$/, '.d.ts')}`].find((one) => existsSync(join(folder, one)));
  if (packaged !== undefined) return `[${words}](${posix.relative(posix.dirname(document), packaged)}${suffix})`;
  return `${words} (\`/docs${pathOnSite(document, file)}${suffix}\` on your server)`;
}

/** @param file relative to the package, in which documents of the repository begin with `../` */
function pathOnSite(document: string, file: string): string {
  const [page] = file.endsWith('.md') ? findPages([posix.join('sdk', file)]) : [];
  if (page === undefined) throw new Error(`${document} links to ${file}, which is neither in the package nor served`);
  return pathOf(page.address);
}
