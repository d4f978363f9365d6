/**
 * Reads the Markdown documents of the project: their paths, their links, and the anchors of their headings as GitHub
 * generates them.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../server/setup/shared/paths.mjs';

const excluded = new Set(['node_modules', 'dist', 'results', '.tap', 'data', '.git']);

/** Paths relative to the root, with `/`. */
export function findDocuments(): string[] {
  const found = globSync(['**/*.md', '.github/**/*.md'], {
    cwd: root,
    exclude: (path) => path.split('/').some((part) => excluded.has(part)),
  });
  return [...new Set(found)].sort();
}

export const readDocument = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The text without code blocks, both fenced and indented. */
export function withoutCode(text: string): string {
  const unfenced = text.replace(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2[ \t]*$/gm, '');
  return unfenced.replace(/(?<=\n[ \t]*\n)(?: {4}[^\n]*\n)+/g, (block) =>
    /^ {4,}(?:[-*]|\d+\.) /.test(block) ? block : '\n',
  );
}

/** The targets of links and pictures, without links to other sites. */
export function linksOf(text: string): string[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(?:https?|mailto):/.test(target));
}

/** Anchors of headings, as in a URL. A repeated anchor gets a number. */
export function anchorsOf(text: string): string[] {
  const counts = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) => {
    const slug = slugOf(heading);
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function slugOf(heading: string): string {
  const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return shown
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Paths of this repository in inline code, and its files in commands: text that starts with one of the top folders. May
 * contain `*`.
 */
export function pathsIn(text: string, topFolders: readonly string[]): string[] {
  const inBackticks = text.matchAll(/`([\w.-]+(?:\/[\w.*-]+)+\/?)`/g);
  const files = text.matchAll(
    /(?<![\w./-])([\w.-]+(?:\/[\w.*-]+)*\/[\w.*-]+\.(?:ts|mjs|md|yml|conf|service|timer))\b/g,
  );
  const paths = [...inBackticks, ...files].map(([, path = '']) => path);
  return [...new Set(paths)].filter((path) => topFolders.includes(path.split('/')[0] ?? ''));
}

export interface Citation {
  document: string;
  /** The cited heading; null: the whole document. */
  chapter: string | null;
}

/** Documents of this repository that a comment, text or configuration cites: `docs/a.md`, or `docs/a.md, "Chapter"`. */
export function citationsIn(text: string): Citation[] {
  const found = text.matchAll(/(?<![\w./-])(docs\/[\w/-]+\.md|[A-Z]+\.md(?=, "))(?:, "([^"\n]+)")?/g);
  return [...found].map(([, document = '', chapter]) => ({ document, chapter: chapter ?? null }));
}
