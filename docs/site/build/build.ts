/**
 * `npm run docs`: writes the pages (documents of the repository, references of REST and SDK) into dist/source, and the
 * site into dist/pages. Every warning and every link that leads nowhere is an error.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vitepress';
import { describeRest } from '../../../server/src/http/describe-rest.ts';
import { checkPages } from './check-pages.ts';
import { compressFiles } from './compress.ts';
import { addMessages } from './errors.ts';
import { addFolderPages } from './folder-pages.ts';
import type { Document } from './open-api.ts';
import { writePolicy } from './policy.ts';
import { renderRest } from './rest.ts';
import { writeSdkReference } from './sdk.ts';
import { watchWarnings } from './warnings.ts';
import { write, writePages } from './write-pages.ts';

const site = fileURLToPath(new URL('..', import.meta.url));
const root = join(site, '../..');
const dist = join(site, 'dist');
const source = join(dist, 'source');
const pagesFolder = join(dist, 'pages');

const { values } = parseArgs({ options: { base: { type: 'string', default: '/docs/' } } });
if (!/^\/(?:[\w.-]+\/)*$/.test(values.base)) throw new Error('--base is a path that begins and ends with /');

rmSync(dist, { recursive: true, force: true });
const pages = writePages({ root, source }, ({ document }, text) =>
  document === 'docs/errors.md' ? addMessages(text) : text,
);
write(join(source, 'reference/rest.md'), renderRest((await describeRest()) as Document));
await writeSdkReference(join(root, 'sdk'), join(source, 'reference/sdk'));

const warnings = watchWarnings();
await build(site, { base: values.base });
const found = warnings.end();
if (found.length > 0) throw new Error(`The site builds with warnings:\n${found.join('\n')}`);

checkPages(pagesFolder, values.base);
addFolderPages(pagesFolder);
writePolicy(pagesFolder, join(dist, 'policy.json'));
compressFiles(pagesFolder);
process.stdout.write(`${pages.length} documents in ${pagesFolder}\n`);
