/** Unit tests do not wait for real time: they use fake timers (test/support/time) or wait for events. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import { root } from '../../../server/setup/shared/paths.mjs';
import { listFiles } from '../../../server/setup/shared/stamp.mjs';

/** Code that waits for the real clock, and its name in the failure message. */
const ways: readonly [RegExp, string][] = [
  [/import \{(?! setImmediate( as \w+)? \})[^}]*\} from 'node:timers\/promises'/, 'imports from timers/promises'],
  [/new Promise\b[^;]*\bset(?:Timeout|Interval)\b/, 'awaits a timer'],
  [/\bwhile \([^\n]*\b(?:performance|Date)\.now\(\)/, 'loops until a time has come'],
  [/\bAtomics\.wait\(/, 'blocks its thread'],
  [/from '[^']*\/wait-until\.ts'/, 'polls in real time (turnsUntil does without)'],
  [/from '[^']*\/(?:test-server|server-process)\.ts'/, 'starts a server, which belongs to test/integration'],
];

const findWays = (code: string): string[] => ways.filter(([pattern]) => pattern.test(code)).map(([, way]) => way);

/** A file and the files in test/ that it loads. */
function withHelpers(file: string, found: Set<string>): void {
  if (found.has(file) || !existsSync(file)) return;
  found.add(file);
  // Type imports cannot wait.
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import (?!type )|\} )[^'\n]*'(\.[^']*)';$/gm)) {
    const imported = join(dirname(file), path);
    if (imported.startsWith(join(root, 'test/'))) withHelpers(imported, found);
  }
}

t.test('no unit test, nor any helper that one loads, sleeps or polls in real time', async (t) => {
  const tests = listFiles(join(root, 'test/unit')).filter((file) => file.endsWith('.test.ts'));
  t.ok(tests.length > 100);
  const files = new Set<string>();
  for (const file of tests) withHelpers(file, files);
  files.delete(import.meta.filename);
  const found = [...files].flatMap((file) =>
    findWays(readFileSync(file, 'utf8')).map((way) => `${relative(root, file)} ${way}`),
  );
  t.same(found, []);
});

t.test('each way to wait is noticed, and what takes no time is not', async (t) => {
  for (const code of [
    "import { setTimeout as sleep } from 'node:timers/promises';",
    "import { setImmediate, setTimeout } from 'node:timers/promises';",
    "import { scheduler } from 'node:timers/promises';",
    'await new Promise((resolve) => setTimeout(resolve, 5));',
    'await new Promise<void>((resolve) => {\n  setInterval(resolve, 5)\n});',
    'while (performance.now() < wakesAt);',
    'Atomics.wait(shared, 0, 0, 10);',
    "import { waitUntil } from '../../support/media/wait-until.ts';",
    "import { startTestServer } from '../../support/server/test-server.ts';",
  ]) {
    t.equal(findWays(code).length, 1, code);
  }
  for (const code of [
    "import { setImmediate as turn } from 'node:timers/promises';",
    'await new Promise((resolve) => setImmediate(resolve));',
    't.setTimeout(60_000);',
    'const now = performance.now();',
  ]) {
    t.same(findWays(code), [], code);
  }
});
