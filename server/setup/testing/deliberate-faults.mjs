import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodeOf, findCommand, run } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';
import { sanitizedCompiling, sanitizedLinking, sanitizerEnvironment } from '../worker/sanitizers.mjs';
import { readFindings } from './sanitizer-findings.mjs';

const source = fileURLToPath(new URL('deliberate-faults.cpp', import.meta.url));

/** What is reported of each fault in deliberate-faults.cpp. */
const faults = {
  address: /ERROR: AddressSanitizer: heap-use-after-free/,
  undefined: /runtime error: signed integer overflow/,
  leak: /ERROR: LeakSanitizer: detected memory leaks/,
};

/**
 * A run without reports says something only if reports would have arrived: faults that are made on purpose must.
 *
 * @throws {SetupError} if one is not reported
 */
export async function checkReporting() {
  const folder = mkdtempSync(join(tmpdir(), 'hearthroom-faults-'));
  try {
    const program = join(folder, 'deliberate-faults');
    const compiler = ['g++', 'c++', 'clang++'].find((name) => findCommand(name) !== null) ?? 'c++';
    const flags = ['-O1', ...sanitizedCompiling, '-fsanitize=address,undefined', ...sanitizedLinking];
    const { code, output } = await run(compiler, [...flags, source, '-o', program]);
    if (code !== 0) {
      throw new SetupError(`${output.trimEnd()}\n${compiler} has no sanitizers as GCC has them.`, 'Install g++.');
    }
    const reports = join(folder, 'reports-');
    for (const [fault, expected] of Object.entries(faults)) {
      const place = mkdtempSync(reports);
      exitCodeOf(program, [fault], { ...process.env, ...sanitizerEnvironment(place) });
      if (!readFindings(place).some(({ text }) => expected.test(text))) {
        throw new SetupError(
          `The sanitizers do not report a fault that was made on purpose (${fault}).`,
          'They need ptrace to find leaks, which debuggers and some containers take away.',
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
