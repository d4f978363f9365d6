/** What an image adds to its base image, by part. */
import type { ImageFile } from './files.ts';

export interface Part {
  name: string;
  bytes: number;
}

/** The first matching part counts. */
const parts: readonly [name: string, path: RegExp][] = [
  ['npm packages', /^\/app\/node_modules\//],
  ['media worker', /^\/usr\/local\/bin\/mediasoup-worker$/],
  ['server and SDK', /^\/app\/(server|sdk)\//],
  ["the demo's pages", /^\/app\/examples\//],
  ['list of packages (SBOM)', /^\/app\/sbom\.cdx\.json$/],
  ['tini', /^\/usr\/bin\/tini/],
  ["Debian's libraries", /^(\/usr)?\/lib\//],
  ["Debian's records of packages", /^\/(var\/lib\/dpkg|usr\/share)\//],
  ['other files', /^/],
];

export const partNames: readonly string[] = parts.map(([name]) => name);

/** Files that are missing in the base, or differ there. */
export function addedFiles(image: readonly ImageFile[], base: readonly ImageFile[]): ImageFile[] {
  const before = new Map(base.map((file) => [file.path, file]));
  return image.filter((file) => {
    const old = before.get(file.path);
    return old?.type !== file.type || old.size !== file.size || old.mtimeMs !== file.mtimeMs;
  });
}

/** @returns the non-empty parts, in the order of `partNames` */
export function sizesByPart(files: readonly ImageFile[]): Part[] {
  return sum(files, ({ path }) => parts.find(([, pattern]) => pattern.test(path))?.[0] ?? '')
    .sort((one, other) => partNames.indexOf(one.name) - partNames.indexOf(other.name))
    .filter(({ bytes }) => bytes > 0);
}

/** The largest packages in node_modules. */
export function largestPackages(files: readonly ImageFile[], count: number): Part[] {
  const pattern = /^\/app\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
  const packages = sum(
    files.filter(({ path }) => pattern.test(path)),
    ({ path }) => pattern.exec(path)?.[1] ?? '',
  );
  return packages.sort((one, other) => other.bytes - one.bytes).slice(0, count);
}

function sum(files: readonly ImageFile[], nameOf: (file: ImageFile) => string): Part[] {
  return [...Map.groupBy(files, nameOf)].map(([name, group]) => ({
    name,
    bytes: group.reduce((total, { size }) => total + size, 0),
  }));
}

export const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

export const toList = (sizes: readonly Part[]): string =>
  sizes.map(({ name, bytes }) => `${name} ${inMegabytes(bytes)}`).join(', ');
