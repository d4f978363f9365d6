import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import { restrictions } from '../support/image/image-server.ts';
import { Trial } from '../support/image/trial.ts';
import { testKey } from '../support/server/test-server.ts';

/** These containers end at once, so no health check runs. */
const options = [...restrictions, '--no-healthcheck'];
const settings = ['-e', `HEARTHROOM_KEYS=${testKey.id}:${testKey.secret}`, '-e', 'HEARTHROOM_PUBLIC_ADDRESS=127.0.0.1'];

export const refusals = (trial: Trial): FaultRow => ({
  row: 3,
  title: 'start it with too little',
  limit: 'it exits with 1 and says what to pass to the container',
  async run({ afterwards }) {
    const verdict = new Verdict();
    const bare = await trial.engine.runOnce([...options, Trial.image]);
    verdict.check(`without settings it exits with 1 (${bare.code})`, bare.code === 1);
    verdict.check('names the missing address', /HEARTHROOM_PUBLIC_ADDRESS is missing.*docker run -e/.test(bare.stderr));
    verdict.check('names the missing key', /HEARTHROOM_KEYS is missing/.test(bare.stderr));
    const foreign = mkdtempSync(join(tmpdir(), 'hearthroom-foreign-'));
    chmodSync(foreign, 0o755);
    afterwards(() => rmSync(foreign, { recursive: true, force: true }));
    const data = ['-v', `${foreign}:/data`];
    const refused = await trial.engine.runOnce([...options, ...settings, ...data, Trial.image]);
    verdict.check(`with a data directory of somebody else it exits with 1 (${refused.code})`, refused.code === 1);
    verdict.check('says who should own it', /chown -R 10001 \/data/.test(refused.stderr));
    return verdict.outcome({
      injected: 'no settings at all; then a bind mount for /data that belongs to root',
      figure: `"${bare.stderr.trim().replaceAll('\n', ' ')}" and "${refused.stderr.trim()}"`,
    });
  },
});
