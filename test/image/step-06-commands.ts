import { type FaultRow, Verdict } from '../support/faults/rows/row.ts';
import type { Trial } from '../support/image/trial.ts';

const node = ['node', '--conditions=hearthroom-source'];

export const commands = (trial: Trial): FaultRow => ({
  row: 6,
  title: 'run the documented commands in it',
  limit: 'they work in the image as outside of it',
  async run() {
    const verdict = new Verdict();
    const { server, room } = trial.session;
    const { container } = server;
    const backup = await container.exec([...node, 'server/src/commands/backup.ts']);
    verdict.check(`a backup is made (${backup.stderr})`, backup.code === 0 && /^\/data\/backups\//.test(backup.stdout));
    const time = ['--from', new Date(Date.now() - 600_000).toISOString(), '--to', new Date().toISOString()];
    const explained = await container.exec([...node, 'server/src/commands/explain.ts', '--room', room, ...time]);
    verdict.check(`what became of the media is told (${explained.stderr})`, explained.code === 0);
    const help = await container.exec([...node, 'server/src/main.ts', '--help']);
    verdict.check('the settings are listed', help.code === 0 && help.stdout.includes('HEARTHROOM_PUBLIC_ADDRESS'));
    return verdict.outcome({
      injected: 'backup, what became of the media, list of settings, by `exec` while the session goes on',
      figure: `backup in ${backup.stdout.trim()}`,
    });
  },
});
