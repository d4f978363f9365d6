/** Secrets from files, as containers are given them: NAME_FILE names a file that holds what NAME would. */
import { type Files, type Parse, Problem } from './parse.ts';

export const fileVariableOf = (name: string): string => `${name}_FILE`;

/** What the file named by `path` holds; whitespace around it (the newline that editors add) is none of it. Neither path nor text is quoted. */
export function parseSecretFile<T>(path: string, parse: Parse<T>, files: Files): T {
  // Whoever puts the secret itself here by mistake must not find it in a log.
  const text = files.read(path)?.trim();
  if (text === undefined)
    throw new Problem("names a file that can't be read; set the path of a text file that this user may read");
  if (text === '') throw new Problem('names an empty file; put the secret into it');
  try {
    return parse(text, files);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`names a file whose content ${error.message}`);
  }
}
