/** The tables of texts that are translated: those of the interface, and those of the pages behind personal links. */
import { fileURLToPath } from 'node:url';
import { pageMessages } from '../../server/pages/link/texts/english-messages.ts';
import { englishMessages } from '../ui/texts/english-messages.ts';
import { interfaceNames, type SourceNames } from './language-source.ts';

export interface TextTable {
  /** Behind the language in names of files for translators. */
  suffix: string;
  /** In English. */
  messages: object;
  /** Files whose comments tell translators more. */
  sources: readonly string[];
  pathOf(language: string): string;
  import(language: string): Promise<object>;
  /** Of the file of a language. */
  source: SourceNames;
}

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const parts = ['entering', 'taking-part', 'hosting', 'seen', 'encryption', 'line', 'preflight', 'check-in', 'shared'];

function tableIn(folder: string, table: Pick<TextTable, 'suffix' | 'messages' | 'source'>, files: string[]): TextTable {
  const pathOf = (language: string): string => at(`${folder}/languages/${language}.ts`);
  return {
    ...table,
    sources: files.map((file) => at(`${folder}/${file}.ts`)),
    pathOf,
    import: async (language) => (await import(pathOf(language))).messages,
  };
}

export const tables: ReadonlyMap<string, TextTable> = new Map([
  [
    'interface',
    tableIn(
      'sdk/ui/texts',
      {
        suffix: '',
        messages: englishMessages,
        source: interfaceNames,
      },
      parts.map((part) => `english/${part}`),
    ),
  ],
  [
    'pages',
    tableIn(
      'server/pages/link/texts',
      {
        suffix: '-pages',
        messages: pageMessages,
        source: {
          what: 'texts of the pages',
          type: 'PageMessages',
          mechanism: '../../../../../sdk/ui/texts/messages.ts',
        },
      },
      ['english-messages'],
    ),
  ],
]);
