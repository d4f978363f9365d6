/** The licenses of the packages whose code or types are in the published package, which has to contain them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const licensesFile = 'third-party-licenses.txt';

/** @param folders of the packages @throws Error when a package has no license text */
export async function renderLicenses(folders: readonly string[]): Promise<string> {
  const chapters = await Promise.all([...new Set(folders)].map(readLicense));
  return chapters.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

async function readLicense(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((path) => /^licen[cs]e(\.\w+)?$/i.test(path));
  const text = file ? await readFile(join(folder, file), 'utf8') : `Licensed under ${license}.`;
  return `${name} ${version}\n\n${text.trim()}\n`;
}
