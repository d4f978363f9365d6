/** Writes the documents of the repository as pages, and the other files that they link to as plain text. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { rewriteMarkdown } from './markdown.ts';
import { findPages, type Page, pathOf } from './pages.ts';
import { fileOf, findSourceFiles, type SourceFiles } from './source-files.ts';

export interface Folders {
  /** The repository. */
  root: string;
  /** Where pages are written. */
  source: string;
}

const missingFile = '/source/missing';
const missingText =
  '---\nsearch: false\n---\n# Not here\n\nThis file is not part of this copy of the documentation. It is in the repository.\n';
const pictures = new Set(['.webp', '.png', '.svg']);

/**
 * @param prepare changes the text of a document before it is written
 * @returns the pages that were written
 * @throws Error that names every document with a link or picture that leads nowhere
 */
export function writePages({ root, source }: Folders, prepare: (page: Page, text: string) => string): Page[] {
  const files = findSourceFiles(root);
  const pages = findPages(files.documents);
  const byDocument = new Map(pages.map(({ document, address }) => [document, pathOf(address)]));
  const linked = new Set<string>();
  const dead: string[] = [];

  const mapTarget = (document: string, target: string): string => {
    const file = fileOf(document, target);
    if (file === null) return target;
    const [, anchor] = target.split('#');
    const page = byDocument.get(file) ?? byDocument.get(`${file}/README.md`);
    if (page !== undefined) return anchor === undefined ? page : `${page}#${anchor}`;
    // The image is built without the folders of tests and measurements.
    if (!existsSync(join(root, file.split('/')[0] ?? ''))) return missingFile;
    if (files.has(file)) linked.add(file);
    else dead.push(`${document}: ${target}${existsSync(join(root, file)) ? ' (git does not track it)' : ''}`);
    return fileAddress(root, file);
  };

  for (const page of pages) {
    const text = prepare(page, readFileSync(join(root, page.document), 'utf8'));
    const rewritten = rewriteMarkdown(text, (target) => mapTarget(page.document, target));
    write(join(source, `${page.address}.md`), rewritten);
  }
  if (dead.length > 0) throw new Error(`Links and pictures that lead nowhere:\n${dead.join('\n')}`);
  for (const file of linked) publish(file, { root, source }, files);
  write(join(source, `${missingFile}.md`), missingText);
  return pages;
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** A page has text files as `.txt`, which browsers show whatever their language, and without leading dots. */
function fileAddress(root: string, file: string): string {
  if (pictures.has(extname(file))) return `/${file}`;
  return isFolder(join(root, file)) ? `/source/${file}/` : `/source/${file.replace(/^\./, '')}.txt`;
}

/** A file is offered as it is; a folder as a page that lists its files. */
function publish(file: string, folders: Folders, files: SourceFiles): void {
  const { root, source } = folders;
  if (!isFolder(join(root, file))) {
    const target = join(source, 'public', fileAddress(root, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, file), target);
    return;
  }
  const listed = files
    .below(file)
    .filter((path) => /\.(?:tsx?|js|mjs|html|css|json|svg|conf|md)$/.test(path))
    .sort();
  for (const path of listed) publish(path, folders, files);
  const lines = listed.map((path) => `- [${posix.relative(file, path)}](${fileAddress(root, path)})`);
  write(join(source, 'source', file, 'index.md'), `---\nsearch: false\n---\n# ${file}\n\n${lines.join('\n')}\n`);
}
