/**
 * Which files of the repository the site may show: those that git tracks. What else lies in the folder (notes, drafts,
 * a configuration with a secret) is nobody else's.
 *
 * An image and a copy of a release have no git. There the documents are those that README.md leads to, from link to
 * link; other files that these link to are taken from the folder as it is.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { rewriteMarkdown } from './markdown.ts';

/** Paths are relative to the repository, with `/`. */
export interface SourceFiles {
  /** Markdown files. */
  documents: readonly string[];
  /** Whether the site may show the file, or a folder with such files. */
  has(path: string): boolean;
  /** The files below a folder. */
  below(folder: string): readonly string[];
}

export function findSourceFiles(root: string): SourceFiles {
  const tracked = trackedFiles(root);
  // Empty where another repository holds this folder and does not track it.
  return tracked.includes(start) ? sourceFilesOf(tracked) : filesWithoutGit(root);
}

const start = 'README.md';

function trackedFiles(root: string): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    return list.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  } catch {
    return [];
  }
}

const isDocument = (path: string): boolean => path.endsWith('.md');

function sourceFilesOf(tracked: readonly string[]): SourceFiles {
  const files = new Set(tracked);
  const below = (folder: string) => tracked.filter((path) => path.startsWith(`${folder}/`));
  return {
    documents: tracked.filter(isDocument).sort(),
    has: (path) => files.has(path) || below(path).length > 0,
    below,
  };
}

function filesWithoutGit(root: string): SourceFiles {
  return {
    documents: linkedDocuments(root),
    has: (path) => existsSync(join(root, path)),
    below: (folder) =>
      globSync(`${folder}/**/*`, { cwd: root, exclude: (path) => /(?:^|[\\/])(?:dist|node_modules)$/.test(path) })
        .filter((path) => statSync(join(root, path)).isFile())
        .map((path) => path.replaceAll('\\', '/')),
  };
}

function linkedDocuments(root: string): string[] {
  const found = new Set(existsSync(join(root, start)) ? [start] : []);
  for (const document of found) {
    rewriteMarkdown(readFileSync(join(root, document), 'utf8'), (target) => {
      const file = fileOf(document, target);
      const linked = file === null ? [] : [file, posix.join(file, start)];
      for (const path of linked) if (isDocument(path) && existsSync(join(root, path))) found.add(path);
      return target;
    });
  }
  return [...found].sort();
}

/** @returns the file or folder that a link in a document leads to; null for another site, or a place in the document */
export function fileOf(document: string, target: string): string | null {
  if (/^(?:[a-z]+:|#)/.test(target)) return null;
  const [path = ''] = target.split('#');
  return posix.join(posix.dirname(document), path).replace(/\/$/, '');
}
