/** Secrets from files, as in containers: NAME_FILE is the path of a file with the value of NAME. */

import { FileProblem } from '../core/files/read-file.ts';
import { type Files, type Parse, Problem } from './parse.ts';

export const fileVariableOf = (name: string): string => `${name}_FILE`;

/**
 * The parsed content of the file at `path`, without surrounding whitespace (such as the final newline of editors).
 * Neither path nor text is quoted in errors.
 */
export function parseSecretFile<T>(path: string, parse: Parse<T>, files: Files): T {
  const text = readText(path, files).trim();
  if (text === '') throw new Problem('names an empty file; put the secret into it');
  try {
    return parse(text, files);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`names a file whose content ${error.message}`);
  }
}

function readText(path: string, files: Files): string {
  const mend = 'set the path of a text file that this user may read';
  try {
    // Invalid UTF-8 would be replaced silently, so that the secret would differ from that of the other side.
    return new TextDecoder('utf-8', { fatal: true }).decode(files.read(path));
  } catch (error) {
    // The variable may contain the secret itself by mistake, so it is not quoted.
    if (error instanceof FileProblem) throw new Problem(`names a file that ${error.message}; ${mend}`);
    if (error instanceof TypeError) throw new Problem(`names a file that can't be read as text (UTF-8); ${mend}`);
    throw error;
  }
}
