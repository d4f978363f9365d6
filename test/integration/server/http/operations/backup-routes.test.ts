import { readdirSync } from 'node:fs';
import t from 'tap';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

t.test('one backup is written at a time, and each is in the audit log with the key that asked', async (t) => {
  const { call, config } = await startRest(t);
  const answers = await Promise.all([call('POST', '/v1/backup'), call('POST', '/v1/backup')]);
  const [written, refused] = answers.sort((a, b) => a.status - b.status);
  t.match(written, { status: 201, body: { bytes: Number, createdAt: /^\d{4}-.*Z$/, removed: [] } });
  t.match(refused, { status: 409, body: { code: 'conflict' } });
  t.same(readdirSync(config.backup.directory), [written?.body.file]);
  t.equal((await call('POST', '/v1/backup')).status, 201, 'and then the next one');
  const { text } = await call('GET', '/v1/audit');
  t.equal(text.match(/"what":"backup\.started"/g)?.length, 2);
  t.match(text, '"by":"api:k1"');
});

t.test('a backup that can’t be written is refused, and the log alone says why', async (t) => {
  const { call, logged } = await startRest(t, { env: { HEARTHROOM_BACKUP_DIR: '/dev/null' } });
  const { status, body, text } = await call('POST', '/v1/backup');
  t.equal(status, 503);
  t.equal(body.code, 'storage-unavailable');
  t.notMatch(text, '/dev/null');
  t.match(logged.join(''), /"level":"error".*EEXIST.*"msg":"backup not written"/);
});
