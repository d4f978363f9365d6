/**
 * Loaded by a node before everything else (`--import`): makes it one of the next version, for tests of mixed versions. It
 * stores rooms in another form, which this version does not read, and adds to the schema.
 */
import { rewriteModules } from './rewrite-modules.mjs';

const save = 'server/src/rooms/machine/save.ts';

rewriteModules([
  {
    module: save,
    text: "stateVersion: RoomState['version'] = 2;",
    replacement: "stateVersion: RoomState['version'] = 3;",
  },
  { module: 'server/src/rooms/machine/model/state.ts', text: 'version: 2,', replacement: 'version: 3,' },
  {
    module: 'server/src/store/postgres/schema/migrations.ts',
    text: '\n];',
    replacement: "\n  { sql: 'ALTER TABLE rooms ADD COLUMN of_next_version text' },\n];",
  },
]);
