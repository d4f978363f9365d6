/** The addresses in a built page or style sheet. */

export interface Target {
  target: string;
  /** The page loads it: no link that a reader may follow. */
  isLoaded: boolean;
}

/** Elements that load something, and links. */
const element =
  /<(a|area|audio|embed|iframe|image|img|input|link|object|script|source|track|use|video)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const oneAddress = /\s(?:href|xlink:href|src|poster|data)=(?:"([^"]*)"|'([^']*)')/g;
/** Candidates with a width or density each (HTML, 4.8.4.2.1), separated by commas. */
const manyAddresses = /\s(?:srcset|imagesrcset)=(?:"([^"]*)"|'([^']*)')/g;

export function targetsInPage(text: string): Target[] {
  const inElements = [...text.matchAll(element)].flatMap(([, tag = '', attributes = '']) => {
    const isLoaded = tag !== 'a' && tag !== 'area';
    const single = valuesOf(attributes, oneAddress);
    const candidates = valuesOf(attributes, manyAddresses).flatMap((set) => set.split(/,\s+/).map(withoutDescriptor));
    return [...single, ...candidates].map((target) => ({ target, isLoaded }));
  });
  const styles = [...text.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css);
  const inline = valuesOf(text, /\sstyle=(?:"([^"]*)"|'([^']*)')/g);
  return [...inElements, ...[...styles, ...inline].flatMap(targetsInCss)];
}

/** `url(…)`, and `@import` with a string. Places in the same document (`url(#mask)`) are left out. */
export function targetsInCss(text: string): Target[] {
  const found = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/\burl\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/gi);
  return [...found]
    .map(([, ...groups]) => groups.find((group) => group !== undefined) ?? '')
    .filter((target) => !target.startsWith('#'))
    .map((target) => ({ target, isLoaded: true }));
}

const valuesOf = (text: string, attribute: RegExp): string[] =>
  [...text.matchAll(attribute)].map(([, double, single]) => decodeEntities(double ?? single ?? ''));

const withoutDescriptor = (candidate: string): string => candidate.trim().split(/\s+/)[0] ?? '';

const entities: Record<string, string> = { quot: '"', lt: '<', gt: '>', '#39': "'", amp: '&' };
export const decodeEntities = (text: string): string =>
  text.replace(/&(quot|lt|gt|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
