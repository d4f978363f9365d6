/**
 * The public API of the package as one document: every exported declaration with its docstring, read from the types
 * that sdk/build.ts writes to sdk/dist. `npm run api` writes it to docs/reference/sdk-api.md; a test compares the two,
 * so that every change of the API is reviewed.
 */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CompilerState, Extractor, ExtractorConfig, type ExtractorMessage } from '@microsoft/api-extractor';
import { withTypeNamespace } from './packaging/types/package-types.ts';

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

function configOf(folder: string, types: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(sdk, 'package.json'),
    configObject: {
      projectFolder: sdk,
      mainEntryPointFilePath: join(folder, types),
      compiler: { overrideTsconfig: { compilerOptions, files: entries.map((entry) => join(folder, entry.types)) } },
      dtsRollup: { enabled: true, untrimmedFilePath: join(folder, rolledUp) },
      newlineKind: 'lf',
      tsdocMetadata: { enabled: false },
    },
  });
}

const rolledUp = 'rolled-up.d.ts';

/** For each entry point: all declarations that it exports or needs, in one file. */
function rollUp(): string[] {
  // Within the package, where other packages are found.
  const folder = mkdtempSync(join(sdk, 'dist', 'api-'));
  const problems: string[] = [];
  const messageCallback = (message: ExtractorMessage): void => {
    message.handled = true;
    if (message.logLevel === 'error') problems.push(message.text);
  };
  try {
    copyTypes(folder);
    const configs = entries.map(({ types }) => configOf(folder, types));
    const [first] = configs;
    const compilerState = first && CompilerState.create(first);
    return configs.map((config) => {
      const { succeeded } = Extractor.invoke(config, {
        localBuild: true,
        messageCallback,
        ...(compilerState && { compilerState }),
      });
      if (!succeeded) throw new Error(`the types can't be read: ${problems.join('; ')}`);
      return readFileSync(join(folder, rolledUp), 'utf8');
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The compiler writes thousands of inferred types as `import("typebox").TString`: API Extractor takes minutes for them. */
function copyTypes(folder: string): void {
  cpSync(join(sdk, 'dist', 'types'), folder, { recursive: true });
  for (const path of globSync('**/*.d.ts', { cwd: folder })) {
    const file = join(folder, path);
    writeFileSync(file, withTypeNamespace(readFileSync(file, 'utf8')));
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
