/** Collects what VitePress and its libraries warn of while they build. */
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

const isWarning = /\bwarn(?:ing)?\b|^\(!\)|language '.*' is not loaded/im;

/** Listens to the console and to the output until `end`, which returns the warnings. */
export function watchWarnings(): { end(): string[] } {
  const found: string[] = [];
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    found.push(words.map(String).join(' '));
  };
  const restores = [process.stderr, process.stdout].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = ((text: string | Uint8Array, ...rest: []) => {
      // In a terminal the word begins after a control sequence, which ends with a letter.
      const plain = stripVTControlCharacters(String(text));
      if (isWarning.test(plain)) found.push(plain);
      return write(text, ...rest);
    }) as typeof write;
    return () => {
      stream.write = write;
    };
  });
  return {
    end() {
      console.warn = warn;
      for (const restore of restores) restore();
      return found;
    },
  };
}
