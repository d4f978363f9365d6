/**
 * The public API of the package as one document: every exported declaration with its docstring, read from the types
 * that sdk/build.ts writes to sdk/dist. `npm run api` writes it to docs/reference/sdk-api.md; a test compares the two,
 * so that every change of the API is reviewed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CompilerState, Extractor, ExtractorConfig, type ExtractorMessage } from '@microsoft/api-extractor';

const sdk = fileURLToPath(new URL('.', import.meta.url));
const reportFile = fileURLToPath(new URL('../docs/reference/sdk-api.md', import.meta.url));

/**
 * The entry points, and the file of their types below dist/types. The order matters: a declaration is listed at its
 * first entry point.
 */
const entries = [
  { name: '@hearthroom/sdk', types: 'src/index.d.ts' },
  { name: '@hearthroom/sdk/ui', types: 'ui/index.d.ts' },
  { name: '@hearthroom/sdk/react', types: 'react/index.d.ts' },
  { name: '@hearthroom/sdk/token', types: 'token/index.d.ts' },
  { name: '@hearthroom/sdk/webhooks', types: 'webhooks/index.d.ts' },
  { name: '@hearthroom/sdk/server', types: 'server/index.d.ts' },
  { name: '@hearthroom/sdk/protocol', types: 'protocol/index.d.ts' },
] as const;

/**
 * Renders the document.
 * @returns its text; throws when the types can't be read
 */
export function renderApiReport(): string {
  const listed = new Set<string>();
  const texts = rollUp();
  const chapters = entries.map(({ name }, index) => {
    const fresh = statementsOf(texts[index] ?? '').filter((statement) => !listed.has(withoutExport(statement)));
    for (const statement of fresh) listed.add(withoutExport(statement));
    return `## ${name}\n\n\`\`\`ts\n${fresh.join('\n\n')}\n\`\`\`\n`;
  });
  return [
    '# Public API of the SDK\n',
    'Generated from the types of the package by `npm run api`; a test fails when it is out of date. A declaration that several entry points share is listed at the first.\n',
    ...chapters,
  ].join('\n');
}

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  skipLibCheck: true,
  strict: true,
  types: [],
};

const typesAt = (types: string): string => join(sdk, 'dist', 'types', types);

function configOf(types: string, target: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(sdk, 'package.json'),
    configObject: {
      projectFolder: sdk,
      mainEntryPointFilePath: typesAt(types),
      compiler: { overrideTsconfig: { compilerOptions, files: entries.map((entry) => typesAt(entry.types)) } },
      dtsRollup: { enabled: true, untrimmedFilePath: target },
      newlineKind: 'lf',
      tsdocMetadata: { enabled: false },
    },
  });
}

/** For each entry point: all declarations that it exports or needs, in one file. */
function rollUp(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-api-'));
  const problems: string[] = [];
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (message.logLevel === 'error') problems.push(message.text);
  };
  try {
    const target = join(folder, 'rolled-up.d.ts');
    const configs = entries.map(({ types }) => configOf(types, target));
    const [first] = configs;
    const compilerState = first && CompilerState.create(first);
    return configs.map((config) => {
      const { succeeded } = Extractor.invoke(config, {
        localBuild: true,
        messageCallback,
        ...(compilerState && { compilerState }),
      });
      if (!succeeded) throw new Error(`the types can't be read: ${problems.join('; ')}`);
      return readFileSync(target, 'utf8');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One entry point exports the declaration, another only needs it. */
const withoutExport = (statement: string): string => statement.replace(/^export (?=declare )/m, '');

/**
 * Splits the text into statements, each with its docstring; a statement begins in the first column. Imports and the
 * closing `export { }` are left out.
 */
function statementsOf(text: string): string[] {
  return text
    .split(/\n\n(?=\S)/)
    .map((statement) => statement.replace(/^(?:import .*;\n)+/, '').trim())
    .filter((statement) => statement !== '' && !/^import |^export \{ \}/.test(statement));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(reportFile, renderApiReport());
