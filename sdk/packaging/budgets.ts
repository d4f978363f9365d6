/** Limits of what a page loads over a mobile network before anybody can join. The build fails beyond them. */
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { bundleWorker } from './bundles/worker-source.ts';

interface Budget {
  /** What is measured. */
  name: string;
  bytes: number;
  budgetBytes: number;
  encoding: 'gzip' | 'brotli';
}

/** The script of the SDK alone, compressed by gzip. */
export const sdkBudgetBytes = 61_200;
/** Bundlers add what two files of the package share. */
const bundledSdkBudgetBytes = 61_500;
/** The element's script, compressed by Brotli. */
export const elementBudgetBytes = 130_600;
const reactBudgetBytes = 4_000;
/** Loaded when a session connects; contains the worker. */
const encryptionBudgetBytes = 12_400;
const workerBudgetBytes = 6_000;
/** Loaded when somebody is heard while the microphone is on. */
const echoBudgetBytes = 4_000;
/** Loaded when a preflight begins. */
const preflightBudgetBytes = 12_200;
/** Loaded when a camera is blurred for the first time; contains MediaPipe's code, but not its WebAssembly (3 MB). */
const backgroundBudgetBytes = 90_000;
/** Loaded by people whose language is not English. */
const languageBudgetBytes = 26_000;

export interface BudgetOptions {
  script: string;
  elementScript: string;
  /** The ES module of the package's main entry point. */
  module: string;
  /** The code of end-to-end encryption for the files for script tags. */
  encryptionScript: string;
  /** The code that finds echo for the files for script tags. */
  echoScript: string;
  /** The code of a preflight for the files for script tags. */
  preflightScript: string;
  /** The code that blurs backgrounds for the files for script tags. */
  backgroundScript: string;
  /** The texts of each other language for the files for script tags. */
  languageScripts: readonly string[];
  /** The source of the worker that encrypts. */
  encryptionWorker: string;
  /** The source of the React entry point. */
  reactLayer: string;
}

/** @throws Error that names each part beyond its budget, and by how much */
export async function checkBudgets(
  {
    script,
    elementScript,
    module,
    encryptionScript,
    echoScript,
    preflightScript,
    backgroundScript,
    languageScripts,
    encryptionWorker,
    reactLayer,
  }: BudgetOptions,
  print: (line: string) => void = console.log,
): Promise<void> {
  const gzip = (content: Uint8Array) => gzipSync(content, { level: 9 }).length;
  const languageBytes = await Promise.all(languageScripts.map(async (path) => gzip(await readFile(path))));
  const budgets: Budget[] = [
    {
      name: 'hearthroom.min.js',
      bytes: gzip(await readFile(script)),
      budgetBytes: sdkBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: "import { Session } from '@hearthroom/sdk', bundled",
      bytes: gzip(await bundleSession(module)),
      budgetBytes: bundledSdkBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'hearthroom-encryption-*.min.js',
      bytes: gzip(await readFile(encryptionScript)),
      budgetBytes: encryptionBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'the worker in it',
      bytes: gzip(Buffer.from(await bundleWorker(encryptionWorker))),
      budgetBytes: workerBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'hearthroom-echo-*.min.js',
      bytes: gzip(await readFile(echoScript)),
      budgetBytes: echoBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'hearthroom-preflight-*.min.js',
      bytes: gzip(await readFile(preflightScript)),
      budgetBytes: preflightBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'hearthroom-background-*.min.js',
      bytes: gzip(await readFile(backgroundScript)),
      budgetBytes: backgroundBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'the largest of the other languages',
      bytes: Math.max(...languageBytes),
      budgetBytes: languageBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: '@hearthroom/sdk/react, without React and the SDK',
      bytes: gzip(await bundleReactLayer(reactLayer)),
      budgetBytes: reactBudgetBytes,
      encoding: 'gzip',
    },
    {
      name: 'hearthroom-ui.min.js',
      bytes: brotliCompressSync(await readFile(elementScript)).length,
      budgetBytes: elementBudgetBytes,
      encoding: 'brotli',
    },
  ];
  for (const { name, bytes, budgetBytes, encoding } of budgets)
    print(`${name.padEnd(50)} ${kilobytes(bytes)} ${encoding} (budget ${kilobytes(budgetBytes)})`);
  const exceeded = budgets.filter(({ bytes, budgetBytes }) => bytes > budgetBytes);
  if (exceeded.length === 0) return;
  const lines = exceeded.map(({ name, bytes, budgetBytes }) => `${name} by ${bytes - budgetBytes} bytes`);
  throw new Error(`Larger than the budget: ${lines.join('; ')}`);
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;

/** As an application's bundler does it, with what is loaded later in files of its own. @returns what is loaded at first */
async function bundleSession(module: string): Promise<Uint8Array> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { Session } from ${JSON.stringify(module)};`, resolveDir: '/', sourcefile: 'app.js' },
    absWorkingDir: '/',
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    outdir: '/out',
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  const first = staticallyImported(metafile, 'app.js');
  return Buffer.concat(outputFiles.filter(({ path }) => first.has(path.slice(1))).map(({ contents }) => contents));
}

/** @returns the outputs that a page loads with an entry: itself and what it imports, but not by `import()` */
function staticallyImported({ outputs }: Metafile, entryPoint: string): Set<string> {
  const [entry] = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entryPoint);
  const found = new Set(entry === undefined ? [] : [entry]);
  for (const path of found)
    for (const imported of outputs[path]?.imports ?? [])
      if (imported.kind === 'import-statement') found.add(imported.path);
  return found;
}

/** What it adds to the SDK; it loads the interface when the element is shown. */
async function bundleReactLayer(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    external: ['react', '*/src/index.ts', '*/ui/index.ts'],
    logLevel: 'warning',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
