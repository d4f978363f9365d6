/** The search index of the built documentation site. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { searchOptions } from '../../../docs/site/.vitepress/search-options.ts';
import { root } from '../../../server/setup/shared/paths.mjs';

const site = join(root, 'docs/site');

/** What the tests use of MiniSearch, which is installed beside the site only. */
interface SearchIndex {
  /** Best first; ids are `/docs/errors#busy`. */
  search(text: string): { id: string }[];
}

interface MiniSearch {
  loadJSON(json: string, options: object): SearchIndex;
}

/** Reads the index that a reader's browser loads, with the same options. */
export function openSearchIndex(): SearchIndex {
  const MiniSearch = createRequire(join(site, 'package.json'))('minisearch') as MiniSearch;
  const chunks = join(site, 'dist/pages/assets/chunks');
  const name = readdirSync(chunks).find((one) => one.startsWith('@localSearchIndex') && one.endsWith('.js'));
  const [, literal = ''] =
    /^const \w+=('[\s\S]*'|`[\s\S]*`|"[\s\S]*");export/.exec(readFileSync(join(chunks, name ?? ''), 'utf8')) ?? [];
  const json: unknown = runInNewContext(literal);
  return MiniSearch.loadJSON(String(json), {
    fields: ['title', 'titles', 'text'],
    storeFields: ['title', 'titles'],
    searchOptions,
  });
}
