/**
 * The names and the subnet of one TestNetwork, which no other process uses: its bridge, with a name made from the subnet,
 * can be made once only. Removes what processes that ended without cleaning up have left.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { BlockList } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export const nftProgram = process.env.NFT_BIN ?? 'nft';
const namePattern = /^hrnet[0-9a-f]{3}$/;
/** Beside the bridge, so that other processes know whether its network is still in use. */
const mark = 'hearthroom-test-';
/** The subnets are 10.208.0.0/24 to 10.223.255.0/24. */
const subnets = 4_096;

export interface NetworkLease {
  /** Of the bridge; names of everything else begin with it. At most 8 characters. */
  name: string;
  /** The first three parts of its addresses, such as 10.208.7 */
  prefix: string;
}

/** Throws with what the programs say if this user or machine cannot make a network. */
export function takeNetwork(): NetworkLease {
  removeLeftovers();
  const first = (process.pid * 37) % subnets;
  for (let tries = 0; tries < subnets; tries += 1) {
    const number = (first + tries) % subnets;
    const prefix = `10.${208 + (number >> 8)}.${number & 255}`;
    const name = `hrnet${number.toString(16).padStart(3, '0')}`;
    if (isInUse(prefix) || !isMade(name)) continue;
    run('ip', ['link', 'set', name, 'alias', `${mark}${process.pid}`]);
    return { name, prefix };
  }
  throw new Error('no subnet is free');
}

function isMade(name: string): boolean {
  const { status, stderr, error } = spawnSync('ip', ['link', 'add', name, 'type', 'bridge', 'forward_delay', '0'], {
    encoding: 'utf8',
  });
  if (status === 0) return true;
  if (stderr?.includes('exists')) return false;
  throw new Error(`there is no bridge: ${error?.message ?? stderr.trim()}`);
}

function isInUse(prefix: string): boolean {
  const subnet = new BlockList();
  subnet.addSubnet(`${prefix}.0`, 24, 'ipv4');
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some(({ family, address }) => family === 'IPv4' && subnet.check(address));
}

/** Ends all processes in the network, and removes it. Skips what no longer exists. */
export function giveBack(name: string): void {
  for (const namespace of namespacesOf(name)) {
    for (const pid of outputOf('ip', ['netns', 'pids', namespace]).split(/\s+/).filter(Boolean))
      attempt(() => process.kill(Number(pid), 'SIGKILL'));
    attempt(() => run('ip', ['netns', 'del', namespace]));
  }
  for (const port of namesOfLinks().filter((link) => link.startsWith(`${name}-`)))
    attempt(() => run('ip', ['link', 'del', port]));
  attempt(() => run(nftProgram, ['delete', 'table', 'bridge', name]));
  attempt(() => run('ip', ['link', 'del', name]));
  rmSync(folderOf(name), { recursive: true, force: true });
}

/** Its captures. */
export const folderOf = (name: string): string => join(tmpdir(), `hearthroom-${name}`);

/** Runs a program to its end. Throws with its output if it fails. */
export function run(program: string, args: readonly string[], input?: string): void {
  execFileSync(program, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    ...(input && { input }),
  });
}

function removeLeftovers(): void {
  for (const name of namesOfLinks().filter((link) => namePattern.test(link))) {
    const { ifalias = '' } = readLinks(['dev', name])[0] ?? {};
    const pid = Number(ifalias.slice(mark.length));
    // Without a mark, another process is making it now.
    if (ifalias.startsWith(mark) && !isRunning(pid)) giveBack(name);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function namespacesOf(name: string): string[] {
  const names = outputOf('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  return names.filter((namespace) => namespace.startsWith(`${name}-`));
}

const namesOfLinks = (): string[] => readLinks([]).map(({ ifname }) => ifname);

function readLinks(which: readonly string[]): { ifname: string; ifalias?: string }[] {
  const text = outputOf('ip', ['-json', 'link', 'show', ...which]);
  return text === '' ? [] : JSON.parse(text);
}

function outputOf(program: string, args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '';
}

function attempt(step: () => unknown): void {
  try {
    step();
  } catch {
    // Removed already.
  }
}
