// `npm run dev`: as `npm start`, but restarts when a server file changes; bundles are rebuilt when their sources
// change.
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { provideCompiled, serverOptions } from './install/compiled.mjs';
import { setUp } from './install/set-up.mjs';
import { runInForeground } from './shared/command.mjs';
import { runEntry } from './shared/entry.mjs';
import { root } from './shared/paths.mjs';

/** Editors write several times in a row, within milliseconds. */
const SETTLE_MS = 300;

/** @param {string} node */
function rebuildOnChange(node) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<void>} */
  let last = Promise.resolve();
  const rebuild = () => {
    last = last
      .then(() => provideCompiled({ node, onWork: (part) => process.stdout.write(`building ${part}\n`) }))
      .catch((error) => {
        process.stderr.write(`${error.message}\n`);
      });
  };
  const watchers = ['sdk', 'examples', join('server', 'pages')]
    .filter((folder) => existsSync(join(root, folder)))
    .map((folder) =>
      watch(join(root, folder), { recursive: true }, (_event, name) => {
        if (name && !/(^|[\\/])(dist|node_modules)([\\/]|$)/.test(name)) {
          clearTimeout(timer);
          timer = setTimeout(rebuild, SETTLE_MS);
        }
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) {
      watcher.close();
    }
  };
}

await runEntry(async () => {
  const { node, env } = await setUp({ worker: true, compiled: true });
  const stopWatching = rebuildOnChange(node);
  try {
    return await runInForeground(
      node,
      [...serverOptions, '--watch', '--watch-preserve-output', 'server/src/main.ts', ...process.argv.slice(2)],
      { cwd: root, env: { ...env, HEARTHROOM_DEMO: env.HEARTHROOM_DEMO || 'true' } },
    );
  } finally {
    stopWatching();
  }
});
