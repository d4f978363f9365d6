/**
 * A network of a test's own: a namespace with a card that leads nowhere. Firefox sends media from no loopback address; from this
 * card's it does, and still nothing can leave the machine.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** Where media listens inside. */
export const ownAddress = '10.99.0.1';
const marker = 'HEARTHROOM_TEST_OWN_NETWORK';

/** Firefox looks for media paths only where it believes to be online: an interface that is no loopback, and a route. */
const script = [
  'ip link set lo up',
  'ip link add card type veth peer name other',
  `ip addr add ${ownAddress}/24 dev card`,
  'ip link set card up',
  'ip link set other up',
  'ip route add default via 10.99.0.2 dev card',
  'exec "$0" "$@"',
].join(' && ');

/** @returns why there can be none, or null */
export function whyNoOwnNetwork(): string | null {
  const probe = spawnSync('unshare', ['--net', 'sh', '-c', script, 'true']);
  return probe.status === 0 ? null : 'a network namespace needs root, unshare (util-linux) and ip (iproute2)';
}

/** Runs this very file again inside such a network and ends with its exit code; returns at once where it already is inside. */
export function enterOwnNetwork(): void {
  if (process.env[marker]) return;
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status } = spawnSync('unshare', ['--net', 'sh', '-c', script, ...argv], {
    stdio: 'inherit',
    env: { ...process.env, [marker]: '1' },
  });
  process.exit(status ?? 1);
}
