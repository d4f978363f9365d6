import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNpm } from './install/npm.mjs';
import { root } from './shared/paths.mjs';
import { SetupError } from './shared/setup-error.mjs';

/** Where `npm run build` writes it. */
export const sbomFile = join(root, 'dist', 'sbom.cdx.json');

/**
 * Writes the SBOM of the server and the SDK at run time (CycloneDX 1.5), from the lock file: names, versions, licenses
 * and hashes.
 *
 * @param {{ file?: string, base?: string }} [options]
 * @returns {Promise<number>} number of packages in it
 * @throws {SetupError} if npm fails
 */
export async function writeSbom({ file = sbomFile, base = root } = {}) {
  const sbom = await askNpm(base);
  // npm's own --omit=dev also omits packages that both the product and a tool need.
  const isWanted = refsOfProduction(readJson(join(base, 'package-lock.json')).packages);
  sbom.components = sbom.components.filter((/** @type {Component} */ part) => isWanted.has(part['bom-ref']));
  const own = sbom.metadata.component;
  sbom.dependencies = sbom.dependencies
    .filter(({ ref }) => ref === own['bom-ref'] || isWanted.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => isWanted.has(other)) }));
  // npm names it after its folder.
  own.name = readJson(join(base, 'package.json')).name;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  return sbom.components.length;
}

/**
 * @typedef {{ 'bom-ref': string, name: string }} Component
 * @typedef {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn: string[] }[] }} Sbom
 */

/**
 * @param {string} base
 * @returns {Promise<Sbom>} of everything in the lock file
 */
async function askNpm(base) {
  /** @type {string[]} */
  const lines = [];
  const args = [
    'sbom',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--package-lock-only',
    '--loglevel=error',
  ];
  const onLine = (/** @type {string} */ line) => void lines.push(line);
  const { code } = await runNpm(args, { cwd: base, onLine, onErrorLine: () => {} });
  if (code !== 0) {
    throw new SetupError('npm sbom failed.', 'Run `npm sbom --sbom-format=cyclonedx` by hand to see all that it says.');
  }
  return JSON.parse(lines.join('\n'));
}

/**
 * @param {Record<string, { name?: string, version?: string, link?: boolean, dev?: boolean, optional?: boolean, devOptional?: boolean }>} locked
 * @returns {Set<string>} `name@version` of packages that are neither tools nor for other platforms
 */
function refsOfProduction(locked) {
  const parts = Object.entries(locked).filter(
    ([path, { link, dev, optional, devOptional }]) => path !== '' && !link && !dev && !optional && !devOptional,
  );
  return new Set(parts.map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`));
}

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
