/**
 * Checks the built site: every link leads to a page and a place in it, and nothing is loaded from another host, neither
 * by pages nor by style sheets.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { decodeEntities, type Target, targetsInCss, targetsInPage } from './targets.ts';

interface Site {
  folder: string;
  base: string;
  /** Ids of the elements of each page, by file name. */
  ids: Map<string, Set<string>>;
}

/** @throws Error that names every page with a dead link, a missing picture, or something of another host */
export function checkPages(folder: string, base: string): void {
  const read = (extension: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(extension))
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const pages = read('.html').map(({ name, text }) => ({ name, text, targets: targetsInPage(text) }));
  const styles = read('.css').map(({ name, text }) => ({ name, targets: targetsInCss(text) }));
  const site = { folder, base, ids: new Map(pages.map(({ name, text }) => [name, idsOf(text)])) };
  const problems = [...pages.filter(({ name }) => name !== '404.html'), ...styles].flatMap(({ name, targets }) =>
    targets.flatMap((target) => {
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
