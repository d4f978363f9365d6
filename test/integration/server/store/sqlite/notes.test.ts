import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { SqliteStore } from '../../../../../server/src/store/sqlite/sqlite-store.ts';
import { changeAt } from '../../../../support/server/store/notes.ts';

t.test('the database itself changes and removes no entry', async (t) => {
  const directory = t.testdir();
  const store = SqliteStore.open(directory);
  await store.audit.append([changeAt(1), changeAt(2)]);
  store.close();
  const database = new DatabaseSync(join(directory, 'hearthroom.sqlite'));
  t.throws(() => database.exec("UPDATE audit SET line = 'x'"), /not changed/);
  t.throws(() => database.exec('DELETE FROM audit WHERE seq = 2'), /pruned from the oldest/);
  database.close();
});
