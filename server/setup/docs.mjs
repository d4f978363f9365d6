// `npm run docs`: builds the documentation site into docs/site/dist, with what it needs of npm.

import { setUp } from './install/set-up.mjs';
import { provideSite } from './install/site.mjs';
import { runEntry } from './shared/entry.mjs';

await runEntry(async () => {
  const { node } = await setUp({});
  const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  print(await provideSite({ node, args: process.argv.slice(2), always: true, onWork: print }));
  return 0;
});
