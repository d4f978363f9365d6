/** Secrets from files, as containers are given them: NAME_FILE names a file that holds what NAME would. */

import { FileProblem } from '../core/read-file.ts';
import { type Files, type Parse, Problem } from './parse.ts';

export const fileVariableOf = (name: string): string => `${name}_FILE`;

/** What the file named by `path` holds; whitespace around it (the newline that editors add) is none of it. Neither path nor text is quoted. */
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
    // Bytes that are no text would be read as something else, and a secret be another one than the other side has.
    return new TextDecoder('utf-8', { fatal: true }).decode(files.read(path));
  } catch (error) {
    // The variable may hold the secret itself by mistake: it is not quoted.
    if (error instanceof FileProblem) throw new Problem(`names a file that ${error.message}; ${mend}`);
    if (error instanceof TypeError) throw new Problem(`names a file that can't be read as text (UTF-8); ${mend}`);
    throw error;
  }
}
