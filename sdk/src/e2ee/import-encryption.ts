/**
 * Imports the code of end-to-end encryption, which is no part of what a page loads at first. For the files for script
 * tags the build replaces this file (sdk/packaging/bundles/lazy-chunks.ts).
 */
export type EncryptionCode = typeof import('./index.ts');

/** @param _attempt counted from 0. Browsers that remember a failed import fail again: only another address helps there */
export const importEncryption = (_attempt: number): Promise<EncryptionCode> => import('./index.ts');
