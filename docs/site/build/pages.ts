/** Which documents of the repository are pages of the site, and under which address. */

/** Folders without documents for readers of the site. */
const excluded = /^\.|\/\.|(?:^|\/)(?:node_modules|dist|data|results)\//;

/** Documents with an address of their own. All others have that of their file, in lower case. */
const addresses: Record<string, string> = {
  'README.md': 'index',
  'CONTRIBUTING.md': 'contributing',
  'SECURITY.md': 'report-a-weakness',
  'CHANGELOG.md': 'changelog',
  'docs/README.md': 'documents',
  'sdk/README.md': 'sdk',
  'sdk/ui/README.md': 'element',
  'sdk/protocol/PROTOCOL.md': 'protocol',
  'server/src/rooms/machine/README.md': 'rules',
  'examples/turn/README.md': 'turn',
};

/** A document that is no page; links to it lead to its text. The site has a reference of the SDK instead. */
const noPages = new Set(['docs/reference/sdk-api.md']);

export interface Page {
  /** Path of the document in the repository. */
  document: string;
  /** Address below the site's root, without extension: `security`, `decisions/index`. */
  address: string;
}

/** @param documents paths of all Markdown files, relative to the repository */
export function findPages(documents: readonly string[]): Page[] {
  return documents
    .filter((document) => !excluded.test(document) && !noPages.has(document))
    .map((document) => ({ document, address: addresses[document] ?? addressOf(document) }));
}

const addressOf = (document: string): string =>
  document
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index')
    .replace(/\.md$/, '')
    .toLowerCase();

/** The path of a page in a link: `/security`, `/decisions/`, `/`. */
export const pathOf = (address: string): string => `/${address.replace(/(^|\/)index$/, '$1')}`;
