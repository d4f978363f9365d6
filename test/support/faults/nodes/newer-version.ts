/** Settings with which a node runs as one of the next version: see newer-version.mjs. */
export const newerVersion: Record<string, string> = {
  NODE_OPTIONS: `--import=${new URL('./newer-version.mjs', import.meta.url)}`,
};
