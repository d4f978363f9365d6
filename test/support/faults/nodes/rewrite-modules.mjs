/** Changes the text of the server's modules as Node loads them, for nodes that differ from the server in a few lines. */
import { registerHooks } from 'node:module';

/**
 * @typedef {object} Rewrite
 * @property {string} module path in the repository
 * @property {string} text has to be in the module once: otherwise the node does not start, and no test passes by mistake
 * @property {string} replacement
 */

/** @param {readonly Rewrite[]} rewrites */
export function rewriteModules(rewrites) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const own = rewrites.filter(({ module }) => url.endsWith(`/${module}`));
      if (own.length === 0) return loaded;
      return { ...loaded, source: own.reduce(rewritten, String(loaded.source)) };
    },
  });
}

/**
 * @param {string} source
 * @param {Rewrite} rewrite
 */
function rewritten(source, { module, text, replacement }) {
  if (source.split(text).length !== 2) throw new Error(`${module} does not contain once: ${text}`);
  return source.replace(text, () => replacement);
}
