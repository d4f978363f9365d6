/**
 * A network namespace for one test, with a veth interface whose other end is unused. Firefox sends no media from a
 * loopback address, but does from the address of this interface; no packet can leave the machine.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** Address on which media listens in the namespace. */
export const ownAddress = '10.99.0.1';
const marker = 'HEARTHROOM_TEST_OWN_NETWORK';

/** Firefox gathers candidates only if it considers itself online: that needs a non-loopback interface and a route. */
const script = [
  'ip link set lo up',
  'ip link add card type veth peer name other',
  `ip addr add ${ownAddress}/24 dev card`,
  'ip link set card up',
  'ip link set other up',
  'ip route add default via 10.99.0.2 dev card',
  'exec "$0" "$@"',
].join(' && ');

/** @returns why the namespace cannot be made, or null */
export function whyNoOwnNetwork(): string | null {
  const probe = spawnSync('unshare', ['--net', 'sh', '-c', script, 'true']);
  return probe.status === 0 ? null : 'a network namespace needs root, unshare (util-linux) and ip (iproute2)';
}

/**
 * Runs the current test file again in such a namespace and exits with its exit code. Returns at once if already inside.
 */
export function enterOwnNetwork(): void {
  if (process.env[marker]) return;
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status } = spawnSync('unshare', ['--net', 'sh', '-c', script, ...argv], {
    stdio: 'inherit',
    env: { ...process.env, [marker]: '1' },
  });
  process.exit(status ?? 1);
}
