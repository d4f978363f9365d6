/** A server of which one part can't be made closes the others. */
import process from 'node:process';
import t from 'tap';
import { buildApp } from '../../../server/src/app.ts';
import { loadConfig } from '../../../server/src/config/config.ts';
import { waitUntil } from '../../support/media/wait-until.ts';
import { workerBin } from '../../support/media/worker-bin.ts';
import { testKey } from '../../support/server/test-server.ts';

const active = (): string[] => process.getActiveResourcesInfo();
const workers = (): number => active().filter((name) => name === 'ProcessWrap').length;

t.test(
  'when the certificate can’t be read after media, rooms and signaling were made, all of it is closed',
  async (t) => {
    const config = loadConfig({
      HEARTHROOM_MEDIA_PORT: '0',
      HEARTHROOM_WORKERS: '1',
      HEARTHROOM_WORKER_BIN: workerBin(),
      HEARTHROOM_KEYS: `${testKey.id}:${testKey.secret}`,
      HEARTHROOM_DATA_DIR: t.testdir(),
      HEARTHROOM_LOG_LEVEL: 'silent',
    });
    const before = workers();
    const timersBefore = active().filter((name) => name === 'Timeout').length;
    const missing = { certificateFile: `${config.dataDir}/none`, keyFile: `${config.dataDir}/none` };
    await t.rejects(buildApp({ ...config, tls: missing }), { message: /ENOENT/ });
    await waitUntil(() => workers() === before, 'its media workers have ended');
    await waitUntil(
      () => active().filter((name) => name === 'Timeout').length <= timersBefore,
      'nothing of it runs any more',
    );
  },
);
