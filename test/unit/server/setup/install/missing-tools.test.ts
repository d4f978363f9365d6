import t from 'tap';
import { aptCommand, installDebianPackages } from '../../../../../server/setup/install/packages.mjs';
import { parseOsRelease } from '../../../../../server/setup/install/system.mjs';
import { missingToolsError, requirements } from '../../../../../server/setup/worker/tools.mjs';

const debian = { platform: 'linux', family: 'debian', id: 'debian', isRoot: false } as const;
const missing = requirements.filter(({ name }) => name === 'meson' || name === 'libuv');

t.test('on Debian the message names what is missing and the one command that installs it', async (t) => {
  t.equal(
    missingToolsError(missing, debian).message,
    'Building the media worker needs meson, libuv. Install with: apt-get update && ' +
      'apt-get install -y --no-install-recommends meson libuv1-dev',
  );
});

t.test('on macOS it names the packages there, each once', async (t) => {
  const twice = requirements.filter(({ brew }) => brew === 'flatbuffers');
  t.ok(twice.length > 1);
  const { message } = missingToolsError(twice, { platform: 'darwin', family: 'other', id: '', isRoot: false });
  t.match(message, /brew install flatbuffers$/);
});

t.test('elsewhere it says what to look for and the way around', async (t) => {
  const { message } = missingToolsError(missing, { platform: 'linux', family: 'other', id: 'fedora', isRoot: true });
  t.match(message, 'meson, libuv');
  t.match(message, 'MEDIASOUP_WORKER_BIN');
});

t.test('derivatives of Debian are recognised, other distributions are not', async (t) => {
  t.same(parseOsRelease('NAME="Debian"\nID=debian\n'), { id: 'debian', family: 'debian' });
  t.same(parseOsRelease('ID=ubuntu\nID_LIKE=debian\n'), { id: 'ubuntu', family: 'debian' });
  t.same(parseOsRelease('ID="linuxmint"\nID_LIKE="ubuntu debian"\n'), { id: 'linuxmint', family: 'debian' });
  t.same(parseOsRelease('ID="rhel"\nID_LIKE="fedora"\n'), { id: 'rhel', family: 'other' });
  t.same(parseOsRelease(''), { id: '', family: 'other' });
});

t.test('a failing installation says why and how to do it by hand', async (t) => {
  const output = "E: Unable to locate package meson\nE: Couldn't find any package";
  const failing = async (_command: string, args: readonly string[]) => ({
    code: args.includes('install') ? 100 : 0,
    output,
  });
  await t.rejects(
    installDebianPackages(['meson'], () => {}, failing),
    {
      name: 'SetupError',
      message:
        'Installing meson failed: Unable to locate package meson. ' +
        `Connect the machine to a package mirror, or install them by hand: ${aptCommand(['meson'])}`,
    },
  );
});
