/** What an editor shows at words of a file, by the language service of an older TypeScript than the project's. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

interface DisplayPart {
  text: string;
}

/** What is used of the API of TypeScript 5. */
interface TypeScript {
  version: string;
  sys: { useCaseSensitiveFileNames: boolean; readFile(path: string): string | undefined };
  ModuleKind: { NodeNext: number };
  ScriptTarget: { ES2022: number };
  ScriptSnapshot: { fromString(text: string): object };
  getDefaultLibFilePath(options: object): string;
  createLanguageService(host: object): {
    getSemanticDiagnostics(file: string): { messageText: string | { messageText: string } }[];
    getQuickInfoAtPosition(
      file: string,
      position: number,
    ): { displayParts?: DisplayPart[]; documentation?: DisplayPart[] } | undefined;
  };
}

/** @custom-elements-manifest/analyzer brings 5.4. */
const analyzer = createRequire(import.meta.url).resolve('@custom-elements-manifest/analyzer');
const ts: TypeScript = createRequire(analyzer)('typescript');

export interface Shown {
  type: string;
  text: string;
}

/**
 * @returns by word: what is shown where it stands first in the file
 * @throws Error when the file has an error
 */
export function describeWords<Word extends string>(file: string, words: readonly Word[]): Partial<Record<Word, Shown>> {
  const text = readFileSync(file, 'utf8');
  const service = ts.createLanguageService(hostOf(file));
  const problems = service.getSemanticDiagnostics(file).map(({ messageText }) => JSON.stringify(messageText));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const shown: Partial<Record<Word, Shown>> = {};
  for (const word of words) {
    const position = text.search(new RegExp(`\\b${word}\\b`));
    const { displayParts = [], documentation = [] } = service.getQuickInfoAtPosition(file, position) ?? {};
    const join = (parts: readonly DisplayPart[]) => parts.map((part) => part.text).join('');
    shown[word] = { type: join(displayParts), text: join(documentation) };
  }
  return shown;
}

function hostOf(file: string): object {
  const options = {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  return {
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path: string) => {
      const content = ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => dirname(file),
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  };
}
