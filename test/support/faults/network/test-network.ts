/**
 * Hosts for nodes and databases, each a network namespace with an address of its own, on one bridge; the test and its
 * clients are at the bridge's own address. Links between any two of them can be lost, in one direction alone, and the
 * media that they send is logged with the kernel's timestamps. Linux, as root, with ip, nft and tcpdump.
 *
 *     node-1 10.208.7.2 ──┐
 *     node-2 10.208.7.3 ──┼── bridge 10.208.7.1: the test, balancer, clients
 *     database 10.208.7.4 ┘
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Tcpdump } from '../../../../bench/capture/tcpdump.ts';
import type { RowContext } from '../rows/row.ts';
import { folderOf, giveBack, type NetworkLease, nftProgram, run, takeNetwork } from './network-lease.ts';
import { PacketLog, type Place } from './packet-log.ts';

export interface NetworkHost {
  readonly name: string;
  readonly address: string;
  /** @returns the command line that runs this one on the host. The process keeps its id and gets signals itself. */
  command(argv: readonly string[]): string[];
}

/** One direction, by the names of hosts. */
export interface Link {
  from: string;
  to: string;
}

/** The name of everything at the bridge's own address. */
export const clients = 'clients';

/** Ethernet, IPv4, UDP and the beginning of the payload, which says what it is. */
const snapshotBytes = 64;
const lastAddress = 254;

/** @returns why networks cannot be made here, or null */
export function whyNoNetwork(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need Linux and root';
  const programs = { ip: 'iproute2', [nftProgram]: 'nftables', [process.env.TCPDUMP_BIN ?? 'tcpdump']: 'tcpdump' };
  const missing = Object.entries(programs).filter(([name]) => spawnSync(name, ['--version']).error !== undefined);
  return missing.length === 0 ? null : `network namespaces need ${missing.map(([, name]) => name).join(', ')}`;
}

export class TestNetwork {
  readonly #lease: NetworkLease;
  readonly #places: Place[];
  readonly #captures: Tcpdump[] = [];
  readonly #files: string[] = [];
  #removed: Promise<void> | null = null;

  /** It is removed after the row, with all processes on its hosts. Throws if `whyNoNetwork` has a reason. */
  static async create({ afterwards }: Pick<RowContext, 'afterwards'>): Promise<TestNetwork> {
    const lease = takeNetwork();
    const network = new TestNetwork(lease);
    afterwards(() => network.remove());
    network.#open();
    return network;
  }

  private constructor(lease: NetworkLease) {
    this.#lease = lease;
    this.#places = [{ name: clients, address: `${lease.prefix}.1`, isClient: true }];
  }

  #open(): void {
    const { name, prefix } = this.#lease;
    mkdirSync(folderOf(name), { recursive: true });
    run('ip', ['addr', 'add', `${prefix}.1/24`, 'dev', name]);
    run('ip', ['link', 'set', name, 'addrgenmode', 'none', 'up']);
    // Dropped in the bridge, so that no sender is told: a drop on the sending host itself is an error of its socket.
    const chains = ['prerouting', 'output'].map(
      (hook) => `chain ${hook} {\n type filter hook ${hook} priority 0\n ip saddr . ip daddr @cut drop\n}`,
    );
    const rules = ['set cut {\n type ipv4_addr . ipv4_addr\n}', ...chains];
    run(nftProgram, ['-f', '-'], `table bridge ${name} {\n${rules.join('\n')}\n}`);
  }

  /** The address at which the test and its clients are. */
  get address(): string {
    return `${this.#lease.prefix}.1`;
  }

  /** Makes a host, whose packets are logged from now on. */
  async addHost(name: string): Promise<NetworkHost> {
    const { address, number } = this.#place(name, false);
    const bridge = this.#lease.name;
    const [namespace, port] = [`${bridge}-${name}`, `${bridge}-${number}`];
    run('ip', ['netns', 'add', namespace]);
    run('ip', ['link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace]);
    run('ip', ['link', 'set', port, 'master', bridge, 'addrgenmode', 'none', 'up']);
    run('ip', ['-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0']);
    for (const device of ['lo', 'eth0']) run('ip', ['-n', namespace, 'link', 'set', device, 'up']);
    const file = join(folderOf(bridge), name);
    const filter = `udp and src host ${address}`;
    this.#captures.push(await Tcpdump.start({ interface: port, filter, snapshotBytes, file, isImmediate: true }));
    this.#files.push(file);
    return { name, address, command: (argv) => ['ip', 'netns', 'exec', namespace, ...argv] };
  }

  /** One more address of this machine, for clients whose links are to be lost and not those of others. */
  addClient(name: string): { name: string; address: string } {
    const { address } = this.#place(name, true);
    run('ip', ['addr', 'add', `${address}/24`, 'dev', this.#lease.name]);
    return { name, address };
  }

  #place(name: string, isClient: boolean): { address: string; number: number } {
    if (this.#places.some((place) => place.name === name)) throw new Error(`there is a ${name} already`);
    const number = this.#places.length + 1;
    if (number > lastAddress) throw new Error('no address is free');
    const address = `${this.#lease.prefix}.${number}`;
    this.#places.push({ name, address, isClient });
    return { address, number };
  }

  /**
   * From now on all packets in these directions are dropped, and nobody is told.
   * @returns when, as of `performance.now()`
   */
  cut(...links: Link[]): number {
    return this.#change('add', links);
  }

  /** Cuts both directions between a host and each of the others; of the whole network if none are named. */
  isolate(host: string, others: readonly string[] = this.#othersThan(host)): number {
    return this.cut(...bothWays(host, others));
  }

  /** Packets pass again in these directions; in all if none are named. @returns when, as of `performance.now()` */
  restore(...links: Link[]): number {
    if (links.length > 0) return this.#change('delete', links);
    run(nftProgram, ['flush', 'set', 'bridge', this.#lease.name, 'cut']);
    return performance.now();
  }

  /** What hosts have sent to clients and to one another by UDP until now. */
  async packets(): Promise<PacketLog> {
    const files = await Promise.all(this.#files.map((file) => readFile(file)));
    // Date.now() cuts off the fraction of a millisecond: the largest of several differences is the true one.
    const samples = Array.from({ length: 1_000 }, () => Date.now() - performance.now());
    return PacketLog.read(files, this.#places, Math.max(...samples));
  }

  remove(): Promise<void> {
    this.#removed ??= this.#remove();
    return this.#removed;
  }

  async #remove(): Promise<void> {
    await Promise.all(this.#captures.map((capture) => capture.stop()));
    giveBack(this.#lease.name);
  }

  #change(what: 'add' | 'delete', links: readonly Link[]): number {
    const elements = links.map(({ from, to }) => `${this.#addressOf(from)} . ${this.#addressOf(to)}`).join(', ');
    run(nftProgram, ['-f', '-'], `${what} element bridge ${this.#lease.name} cut { ${elements} }`);
    return performance.now();
  }

  #othersThan(host: string): string[] {
    return this.#places.map(({ name }) => name).filter((name) => name !== host);
  }

  #addressOf(host: string): string {
    const place = this.#places.find(({ name }) => name === host);
    if (!place) throw new Error(`there is no ${host}`);
    return place.address;
  }
}

export function bothWays(host: string, others: readonly string[]): Link[] {
  return others.flatMap((other) => [
    { from: host, to: other },
    { from: other, to: host },
  ]);
}
