import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { serverOptions } from '../../../../server/setup/install/compiled.mjs';
import { root } from '../../../../server/setup/shared/paths.mjs';

const unit = readFileSync(join(root, 'examples/deploy/hearthroom.service'), 'utf8');
const settingOf = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

t.test('systemd finds nothing wrong with the units', { skip: !hasSystemd && 'needs systemd-analyze' }, async (t) => {
  const names = ['hearthroom.service', 'hearthroom-backup.service', 'hearthroom-backup.timer'];
  const directory = t.testdir();
  for (const name of names) {
    const text = readFileSync(join(root, 'examples/deploy', name), 'utf8');
    // The program and the file must exist for the check; nothing else is changed.
    const here = text.replace('/usr/bin/node', process.execPath).replaceAll('/opt/hearthroom', root);
    writeFileSync(join(directory, name), here);
  }
  const paths = names.map((name) => join(directory, name));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], {
    encoding: 'utf8',
  });
  const ofUnit = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('hearthroom'));
  t.same(ofUnit, []);
  t.equal(status, 0, stderr);
});

t.test('the unit starts what the image starts, and gives a session its time to end', async (t) => {
  t.equal(settingOf('ExecStart'), `/usr/bin/node ${serverOptions.join(' ')} server/src/main.ts`);
  t.equal(settingOf('KillMode'), 'mixed');
  t.match(settingOf('ExecReload'), /kill -HUP \$MAINPID$/);
  t.equal(settingOf('TimeoutStopSec'), '91min', 'a minute more than the default of HEARTHROOM_DRAIN_LIMIT_SECONDS');
});

t.test('the unit of the backup runs the command that the image has, beside the same store', (t) => {
  const backup = readFileSync(join(root, 'examples/deploy/hearthroom-backup.service'), 'utf8');
  const [, command = ''] = /^ExecStart=\/usr\/bin\/node --conditions=hearthroom-source (\S+)$/m.exec(backup) ?? [];
  t.ok(existsSync(join(root, command)), command);
  t.ok(unit.includes(/^Environment=HEARTHROOM_DATA_DIR=.*$/m.exec(backup)?.[0] ?? 'none'));
  t.end();
});
