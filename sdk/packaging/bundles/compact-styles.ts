import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Takes comments and indentation out of the styles of the element, which esbuild leaves as they are: they are strings. */
export const withCompactStyles: Plugin = {
  name: 'with-compact-styles',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]sdk[\\/]ui[\\/](elements|style)[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: compactStyles(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** Keeps the number of lines, for source maps. */
export function compactStyles(source: string): string {
  return source.replaceAll(/\bcss`[^`]*`/g, (styles) =>
    styles.replaceAll(/\/\*.*?\*\//gs, (comment) => comment.replaceAll(/[^\n]/g, '')).replaceAll(/\n +/g, '\n'),
  );
}
