/**
 * Imports the code that finds echo, which is no part of what a page loads at first. For the files for script tags the
 * build replaces this file (sdk/packaging/bundles/lazy-chunks.ts).
 */
export const importEcho = (): Promise<typeof import('./index.ts')> => import('./index.ts');
