// Makes a node one of the next version, for tests of mixed versions: it stores rooms in another form, which this version
// does not read, and adds to the schema. There is no such version yet, so the few lines in which it would differ are
// changed as Node loads them. Given to Node by `--import`; see newerVersion in newer-version.ts.

import { registerHooks } from 'node:module';

/** @type {Record<string, [from: string, to: string][]>} */
const changes = {
  'server/src/rooms/machine/save.ts': [
    ['export const stateVersion = 1;', 'export const stateVersion = 2;'],
    ['stored.version !== stateVersion', 'stored.version > stateVersion'],
    ['completed({ ...stored, settings }', 'completed({ ...stored, version: stateVersion, settings }'],
  ],
  'server/src/rooms/machine/model/state.ts': [['version: 1,', 'version: 2,']],
  'server/src/store/postgres/schema/migrations.ts': [
    ['\n];', "\n  { sql: 'ALTER TABLE rooms ADD COLUMN of_next_version text' },\n];"],
  ],
};

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const path = Object.keys(changes).find((one) => url.endsWith(`/${one}`));
    if (path === undefined) return loaded;
    return { ...loaded, source: changed(String(loaded.source), changes[path] ?? []) };
  },
});

/**
 * @param {string} source
 * @param {[from: string, to: string][]} wanted
 */
function changed(source, wanted) {
  return wanted.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`newer-version.mjs: there is no ${from}`);
    return text.replace(from, to);
  }, source);
}
