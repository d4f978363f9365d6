/** Old entries are removed; a checkpoint proves that nothing else was. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import t from 'tap';
import { nodeOptions } from '../../../../../server/setup/install/compiled.mjs';
import { root } from '../../../../../server/setup/shared/paths.mjs';
import { startRest } from '../../../../support/server/rest/rest-server.ts';

const day = 86_400_000;

t.test('entries whose time is over are pruned, and a later checkpoint shows that nothing else changed', async (t) => {
  const { call, sqlite } = await startRest(t);
  const now = Date.now();
  const path = (name: string) => join(t.testdirName, name);
  t.testdir();
  const add = (daysAgo: number) =>
    sqlite.audit.append([{ what: 'keys.changed', roomId: null, by: 'api:k1', seatId: null, at: now - daysAgo * day }]);
  const checkpoint = async () => JSON.stringify((await call('GET', '/v1/audit/checkpoint')).body);
  for (const daysAgo of [40, 35, 3]) await add(daysAgo);
  writeFileSync(path('checkpoints'), `${await checkpoint()}\n`);
  await add(2);
  writeFileSync(path('key.pem'), JSON.parse((await call('GET', '/v1/audit/keys')).text).keys[0].publicKey);
  const verify = async (checkpoints: string, query = '') => {
    writeFileSync(path('log'), (await call('GET', `/v1/audit${query}`)).text);
    const args = [
      'server/src/commands/verify-audit.ts',
      path('log'),
      '--since',
      path(checkpoints),
      '--public-key',
      path('key.pem'),
    ];
    const { status, stdout } = spawnSync(process.execPath, [...nodeOptions, ...args], { cwd: root, encoding: 'utf8' });
    return { code: status, output: stdout };
  };
  t.match(await verify('checkpoints'), { code: 0, output: /entry 3 is in the log/ });
  t.equal(await sqlite.audit.prune(now - 30 * day, now), 2);
  t.match(await verify('checkpoints'), { code: 0, output: /entry 3 is in the log/ }, 'its entry is there still');
  t.match(await verify('checkpoints', '?after=3'), { code: 0 }, 'and so it is where an export begins after it');

  t.equal(await sqlite.audit.prune(now - day, now), 2, 'the checkpoint’s entry with them');
  t.match(await verify('checkpoints'), { code: 9, output: /PRUNED: entry 3 of .* is gone, as entry \d+ says/ });
  appendFileSync(path('checkpoints'), `${await checkpoint()}\n`);
  t.match(await verify('checkpoints'), { code: 0, output: /1 older checkpoints are of entries that were pruned/ });
});
