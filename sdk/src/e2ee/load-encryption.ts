/** Loads the code of end-to-end encryption and starts its worker, with several attempts: a network may fail for a moment. */
import { type EncryptionCode, importEncryption } from './import-encryption.ts';

/** After each attempt that has failed. */
const retryDelaysMs = [500, 2_000, 6_000];

/** Rejects with an Error that says what could not be loaded or started, and what the operator of the page does about it. */
export async function loadEncryption(importCode = importEncryption): Promise<EncryptionCode> {
  for (let attempt = 0; ; attempt += 1) {
    let code: EncryptionCode | undefined;
    try {
      code = await importCode(attempt);
      await code.prepareWorker();
      return code;
    } catch (cause) {
      const delayMs = retryDelaysMs[attempt];
      // The page's policy forbids the worker, which another attempt does not change.
      const isForbidden = cause instanceof DOMException && cause.name === 'SecurityError';
      if (delayMs === undefined || isForbidden) throw code ? cause : new Error(`${notLoaded} ${cause}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

const notLoaded =
  'The code of encryption was not loaded. It has to be beside the script of the SDK, and script-src has to allow it.';
