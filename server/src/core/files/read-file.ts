/**
 * Reads files that the configuration names. Only regular files: opening or reading a FIFO or device may block or never
 * end.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Why a file can't be used, as the second half of a sentence: it "can't be read (EACCES)". Neither path nor content is
 * quoted.
 */
export class FileProblem extends Error {}

/** Much larger than any certificate chain, key or secret. */
export const maxFileBytes = 1_048_576;

/**
 * @returns the whole content. Follows symbolic links, since containers mount secrets as such
 * @throws FileProblem: it doesn't exist, can't be read, is no regular file, or is larger than `maxBytes`
 */
export function readRegularFile(path: string, maxBytes = maxFileBytes): Buffer {
  // Without O_NONBLOCK opening a FIFO blocks until another process opens it for writing.
  const file = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
  try {
    if (!attempt(() => fstatSync(file)).isFile()) throw new FileProblem('is not a regular file');
    // Does not use the size from stat: the file may grow, and files of the kernel report none.
    const content = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read)
      read = attempt(() => readSync(file, content, length, content.length - length, null));
    if (length > maxBytes) throw new FileProblem(`has more than ${sizeInWords(maxBytes)}`);
    return content.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new FileProblem(`can't be read${code}`, { cause: error });
  }
}

const sizeInWords = (bytes: number): string =>
  bytes % 1_048_576 === 0 ? `${bytes / 1_048_576} MiB` : `${bytes / 1_024} KiB`;
