import { run } from '../shared/command.mjs';
import { SetupError } from '../shared/setup-error.mjs';

/**
 * Installs Debian packages. Only for root on Debian or a derivative.
 *
 * @param {readonly string[]} packages
 * @param {(detail: string) => void} onWork
 * @param {typeof run} runCommand
 * @throws {SetupError} if they cannot be installed
 */
export async function installDebianPackages(packages, onWork, runCommand = run) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be running on a machine that has just started.
  const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2'];
  onWork('apt-get update');
  await runCommand('apt-get', [...wait, '-qq', 'update'], { env });
  onWork(`apt-get install ${packages.join(' ')}`);
  const result = await runCommand(
    'apt-get',
    [...wait, '-qq', '-y', '--no-install-recommends', 'install', ...packages],
    {
      env,
    },
  );
  if (result.code !== 0) {
    throw new SetupError(
      `Installing ${packages.join(', ')} failed: ${lastComplaint(result.output)}.`,
      `Connect the machine to a package mirror, or install them by hand: ${aptCommand(packages)}`,
    );
  }
}

/** @param {readonly string[]} packages */
export function aptCommand(packages) {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** @param {string} output of apt-get */
function lastComplaint(output) {
  const complaints = output.split('\n').filter((line) => line.startsWith('E: '));
  return (complaints[0]?.slice(3) ?? 'apt-get did not say why').replace(/\.$/, '');
}
