/** Checks the built site: every link leads to a page and a place in it, and nothing is loaded from another host. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

interface Site {
  folder: string;
  base: string;
  /** Ids of the elements of each page, by file name. */
  ids: Map<string, Set<string>>;
}

interface Target {
  target: string;
  /** The page loads it: no link that a reader may follow. */
  isLoaded: boolean;
}

/** @throws Error that names every page with a dead link, a missing picture, or something of another host */
export function checkPages(folder: string, base: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const texts = files.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const site = { folder, base, ids: new Map(texts.map(({ name, text }) => [name, idsOf(text)])) };
  const problems = texts
    .filter(({ name }) => name !== '404.html')
    .flatMap(({ name, text }) =>
      targetsOf(text).flatMap((target) => {
        const problem = problemOf(site, target, name);
        return problem === null ? [] : [`${name}: ${target.target}: ${problem}`];
      }),
    );
  if (problems.length > 0) throw new Error(`Dead links in the site:\n${[...new Set(problems)].join('\n')}`);
}

function problemOf(site: Site, { target, isLoaded }: Target, from: string): string | null {
  if (/^(?:data|mailto):/.test(target)) return null;
  if (/^(?:[a-z]+:)?\/\//.test(target)) return isLoaded ? 'is loaded from another host' : null;
  const [path = '', anchor = ''] = decodeURIComponent(target).split('#');
  const file = path === '' ? from : findFile(site, path, from);
  if (file === null) return 'there is no such file';
  return anchor === '' || (site.ids.get(file)?.has(anchor) ?? true) ? null : 'there is no such chapter';
}

function findFile({ folder, base }: Site, path: string, from: string): string | null {
  if (path.startsWith('/') && !path.startsWith(base)) return null;
  const relative = path.startsWith(base) ? path.slice(base.length) : posix.join(posix.dirname(from), path);
  const candidates = [relative, `${relative}.html`, posix.join(relative, 'index.html')];
  return candidates.find((name) => /\.\w+$/.test(name) && existsSync(join(folder, name))) ?? null;
}

const idsOf = (text: string): Set<string> =>
  new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => decodeEntities(id)));

const targetsOf = (text: string): Target[] =>
  [...text.matchAll(/<(a|link|script|img|source)\b([^>]*)>/g)].flatMap(([, tag, attributes = '']) => {
    const [, target] = /\s(?:href|src)="([^"]*)"/.exec(attributes) ?? [];
    return target === undefined ? [] : [{ target: decodeEntities(target), isLoaded: tag !== 'a' }];
  });

const entities: Record<string, string> = { quot: '"', lt: '<', gt: '>', '#39': "'", amp: '&' };
const decodeEntities = (text: string): string =>
  text.replace(/&(quot|lt|gt|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
