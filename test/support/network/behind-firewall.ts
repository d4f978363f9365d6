/**
 * A client network behind a firewall, next to the network "house" in which the test, its server and its relay run: two
 * more namespaces, one that forwards and one for browsers. Must be made inside own-network.ts; they end with the
 * processes that hold them.
 *
 *     house 10.98.1.x ──── firewall ──── client 10.98.2.1
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Addresses of the house, one for each service, so that the firewall can distinguish them. `line`: for a proxy of the
 * media server that makes a bad line.
 */
export const house = { pages: '10.98.1.1', media: '10.98.1.2', relay: '10.98.1.3', line: '10.98.1.4' } as const;

/** Traffic from clients that the firewall drops without an answer. */
export interface Blocked {
  /** Default: all. */
  to?: keyof typeof house;
  /** Default: both. */
  protocol?: 'udp' | 'tcp';
}

const inHouse = [
  ...Object.values(house).map((address) => `ip addr add ${address}/24 dev house`),
  'ip link set house up',
  'ip route add 10.98.2.0/24 via 10.98.1.254',
];
const inFirewall = [
  'ip addr add 10.98.1.254/24 dev inside',
  'ip addr add 10.98.2.254/24 dev outside',
  'ip link set inside up',
  'ip link set outside up',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
];
const inClient = [
  'ip addr add 10.98.2.1/24 dev card',
  'ip link set lo up',
  'ip link set card up',
  'ip route add default via 10.98.2.254',
];

export class BehindFirewall {
  readonly #firewall: ChildProcess;
  readonly #client: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearthroom-firewall-'));
  #blocked = 0;

  static async create(): Promise<BehindFirewall> {
    const network = new BehindFirewall(await holdNetwork(), await holdNetwork());
    const { firewall, client } = { firewall: network.#firewall.pid, client: network.#client.pid };
    sh([
      `ip link add house type veth peer name inside netns ${firewall}`,
      `ip link add outside netns ${firewall} type veth peer name card netns ${client}`,
      ...inHouse,
    ]);
    network.#inFirewall(inFirewall);
    sh(inClient, client);
    return network;
  }

  private constructor(firewall: ChildProcess, client: ChildProcess) {
    this.#firewall = firewall;
    this.#client = client;
  }

  /** Blocks exactly this from now on. */
  block(...blocked: Blocked[]): void {
    const lift = Array.from({ length: this.#blocked }, () => 'ip rule del pref 50');
    const rules = blocked.map(({ to, protocol }) => {
      const what = [to ? `to ${house[to]}` : '', protocol ? `ipproto ${protocol}` : ''].join(' ');
      // A blackhole route, selected by this rule: every kernel has it, unlike the tables of a packet filter.
      return `ip rule add pref 50 iif outside ${what} blackhole`;
    });
    this.#inFirewall([...lift, ...rules]);
    this.#blocked = rules.length;
  }

  /** @returns a program that runs the given one in the client's network */
  wrap(program: string): string {
    const path = join(this.#folder, 'in-client-network');
    writeFileSync(path, `#!/bin/sh\nexec ${enter(this.#client.pid).join(' ')} '${program}' "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  close(): void {
    this.#firewall.kill();
    this.#client.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #inFirewall(commands: readonly string[]): void {
    sh(commands, this.#firewall.pid);
  }
}

const enter = (pid: number | undefined): string[] => ['nsenter', `--net=/proc/${pid}/ns/net`];

/** Runs each command, in the network of the given process if any. Throws with its output if one fails. */
function sh(commands: readonly string[], pid?: number): void {
  const [program = 'sh', ...args] = [...(pid === undefined ? [] : enter(pid)), 'sh', '-ec', commands.join('\n')];
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** An idle process with its own network namespace: reports that it has started, and ends with this process. */
async function holdNetwork(): Promise<ChildProcess> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo here; read -r _'], { stdio: ['pipe', 'pipe', 'ignore'] });
  await new Promise<void>((resolve, reject) => {
    holder.stdout?.once('data', () => resolve());
    holder.once('exit', () => reject(new Error('unshare did not make a network')));
  });
  return holder;
}
