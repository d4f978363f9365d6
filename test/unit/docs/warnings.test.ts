/** What counts as a warning while the documentation site is built; each one ends the build with an error. */
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { watchWarnings } from '../../../docs/site/build/warnings.ts';

/** Writes to the console and to the streams as libraries do, without showing it. */
function warningsWhile(write: () => void): string[] {
  const streams = [process.stdout, process.stderr];
  const shown = streams.map((stream) => stream.write);
  for (const stream of streams) stream.write = () => true;
  try {
    const warnings = watchWarnings();
    write();
    return warnings.end();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = shown[index] ?? stream.write;
  }
}

t.test('warnings of VitePress, Vite, Rollup and the highlighter are found on both streams', async (t) => {
  const lines = [
    '(!) Some chunks are larger than 500 kB after minification.\n',
    "The language 'foo' is not loaded, falling back to 'txt' for syntax highlighting.\n",
    '[WARNING] Unsupported CSS property\n',
    '\u001b[33mwarn\u001b[39m - deprecated option\n',
  ];
  for (const line of lines) {
    const onOutput = warningsWhile(() => void process.stdout.write(line));
    const onErrors = warningsWhile(() => void process.stderr.write(Buffer.from(line)));
    const plain = stripVTControlCharacters(line);
    t.strictSame([onOutput, onErrors], [[plain], [plain]]);
  }
});

t.test('console.warn is one whatever it says, and works as before once the build is over', async (t) => {
  const { console: output } = globalThis;
  const { warn } = output;
  const found = warningsWhile(() => output.warn('a dead', 'link'));
  t.strictSame(found, ['a dead link']);
  t.equal(output.warn, warn);
});

t.test('progress is none', async (t) => {
  t.strictSame(
    warningsWhile(() => void process.stdout.write('✓ building client + server bundles...\n')),
    [],
  );
});
