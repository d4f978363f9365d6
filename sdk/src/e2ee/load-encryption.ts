/**
 * Loads the code of end-to-end encryption, which is no part of what a page loads at first. For the files for script
 * tags the build replaces this file (sdk/packaging/encryption-chunk.ts).
 */
export type EncryptionCode = typeof import('./index.ts');

/**
 * Also starts the worker. Rejects if the code isn't reached, or the page's Content-Security-Policy forbids workers
 * from blobs (`worker-src blob:`).
 */
export async function loadEncryption(): Promise<EncryptionCode> {
  const code = await import('./index.ts');
  await code.prepareWorker();
  return code;
}
