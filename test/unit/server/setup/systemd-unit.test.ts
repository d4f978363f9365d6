import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { serverOptions } from '../../../../server/setup/compiled.mjs';
import { root } from '../../../../server/setup/paths.mjs';

const unit = readFileSync(join(root, 'examples/deploy/hearthroom.service'), 'utf8');
const settingOf = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

t.test('systemd finds nothing wrong with the unit', { skip: !hasSystemd && 'needs systemd-analyze' }, async (t) => {
  // The program and the file must be there for it; nothing else is changed.
  const here = unit.replace('/usr/bin/node', process.execPath).replaceAll('/opt/hearthroom', root);
  const path = join(t.testdir({ 'hearthroom.service': here }), 'hearthroom.service');
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
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
