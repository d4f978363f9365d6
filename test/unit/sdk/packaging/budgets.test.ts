import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { checkBudgets } from '../../../../sdk/packaging/budgets.ts';

/** Texts that no compression makes much smaller than three quarters. */
const scriptOf = (bytes: number) => `export const Session = "${randomBytes(bytes).toString('base64')}";`;

function files(
  t: Test,
  bytes: Record<'script' | 'elementScript' | 'module', number> & {
    reactLayer?: number;
    encryption?: number;
    echo?: number;
    preflight?: number;
    background?: number;
    language?: number;
    worker?: number;
  },
) {
  const folder = t.testdir({});
  const write = (name: string, size: number): string => {
    const path = join(folder, name);
    writeFileSync(path, scriptOf(size));
    return path;
  };
  return {
    script: write('script.js', bytes.script),
    elementScript: write('element.js', bytes.elementScript),
    module: write('module.js', bytes.module),
    reactLayer: write('react-layer.js', bytes.reactLayer ?? 1_000),
    encryptionScript: write('encryption.js', bytes.encryption ?? 1_000),
    echoScript: write('echo.js', bytes.echo ?? 1_000),
    preflightScript: write('preflight.js', bytes.preflight ?? 1_000),
    backgroundScript: write('background.js', bytes.background ?? 1_000),
    languageScripts: [write('language.js', bytes.language ?? 1_000)],
    encryptionWorker: write('worker.js', bytes.worker ?? 1_000),
  };
}

t.test('the build accepts an SDK within its budgets', async (t) => {
  const lines: string[] = [];
  await checkBudgets(files(t, { script: 54_000, elementScript: 119_000, module: 54_000 }), (line) => lines.push(line));
  t.equal(lines.length, 10);
});

for (const [part, name, budget] of [
  ['script', 'hearthroom.min.js', '61.2'],
  ['module', 'import { Session }', '61.5'],
] as const) {
  t.test(`the build fails when ${name} has more than ${budget} kB gzip`, async (t) => {
    const paths = files(t, { script: 1_000, elementScript: 1_000, module: 1_000, [part]: 62_000 });
    await t.rejects(
      checkBudgets(paths, () => {}),
      { message: new RegExp(`^Larger than the budget: ${name}[^;]* by \\d+ bytes$`) },
    );
  });
}

t.test('the build fails when the element’s script has more than 130.6 kB brotli', async (t) => {
  const paths = files(t, { script: 1_000, elementScript: 131_000, module: 1_000 });
  await t.rejects(
    checkBudgets(paths, () => {}),
    { message: /^Larger than the budget: hearthroom-ui\.min\.js by \d+ bytes$/ },
  );
});

t.test('the build fails when the React layer has more than 4 kB gzip', async (t) => {
  const paths = files(t, { script: 1_000, elementScript: 1_000, module: 1_000, reactLayer: 5_000 });
  await t.rejects(
    checkBudgets(paths, () => {}),
    { message: /^Larger than the budget: @hearthroom\/sdk\/react[^;]* by \d+ bytes$/ },
  );
});

t.test('the build fails when the worker that encrypts has more than 6 kB gzip', async (t) => {
  const paths = files(t, { script: 1_000, elementScript: 1_000, module: 1_000, worker: 6_500 });
  await t.rejects(
    checkBudgets(paths, () => {}),
    { message: /^Larger than the budget: the worker in it by \d+ bytes$/ },
  );
});

t.test('what is imported later is not counted as loaded at first', async (t) => {
  const paths = files(t, { script: 1_000, elementScript: 1_000, module: 1_000 });
  const later = join(paths.module, '../later.js');
  writeFileSync(later, scriptOf(62_000));
  const write = (kind: string): void => writeFileSync(paths.module, kind);
  write("export const Session = () => import('./later.js');");
  await t.resolves(checkBudgets(paths, () => {}));
  write("export * from './later.js';");
  await t.rejects(
    checkBudgets(paths, () => {}),
    { message: /^Larger than the budget: import { Session }/ },
  );
});
