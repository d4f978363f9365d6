/**
 * Hosts of one measurement, each a network namespace, and the line of the person who is measured. The person is behind a
 * NAT, as at home, and has two networks with an address of their own in each.
 *
 *     bench, pages, synthetic people  x.x.x.1 ──┐           ┌── Wi-Fi  192.168.7.0/24 ──┐
 *     server                          x.x.x.2 ──┼── line ───┤                           ├── person
 *     others                          x.x.x.3 ──┘  x.x.x.4, └── mobile 100.64.7.0/24 ───┘
 *                                                  x.x.x.5
 *
 * On the line: tbf makes it narrow, nft loses packets, and a relay delays them or loses them in bursts, because netem is
 * not in every kernel. Linux, as root, with ip, tc and nft.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import {
  folderOf,
  giveBack,
  type NetworkLease,
  nftProgram,
  run,
  takeNetwork,
} from '../../../../test/support/faults/network/network-lease.ts';
import type { Network } from '../../../systems/network.ts';
import { clean, down, type LineState } from '../scenarios/line-state.ts';
import { lineRules, natRules, redirectRule, shapingArguments } from './line-rules.ts';
import { Relay } from './relay.ts';

/** Hosts on the bridge, with the last part of their address. */
const hosts = { server: 2, others: 3, line: 4 } as const;
/** The line's second address, of the mobile network. */
const mobileNumber = 5;
const accesses = { wifi: '192.168.7', mobile: '100.64.7' } as const;
type Access = keyof typeof accesses;
type Host = keyof typeof hosts | 'person';

/** @returns why the line tier cannot be measured here, or null */
export function whyNoLine(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need Linux and root';
  const programs = { ip: ['-V'], tc: ['-V'], [nftProgram]: ['--version'] };
  const missing = Object.entries(programs).filter(([name, args]) => spawnSync(name, args).error !== undefined);
  return missing.length === 0 ? tryLine() : `a line needs ${missing.map(([name]) => name).join(', ')}`;
}

/** Kernels differ in what they can do to packets. */
function tryLine(): string | null {
  try {
    const network = LineNetwork.create();
    try {
      network.become(down({ kbps: 1_000, loss: { kind: 'random', share: 0.1 } }));
      return null;
    } finally {
      network.close();
    }
  } catch (error) {
    const [reason = 'unknown'] = String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n')
      .slice(-1);
    return `this machine makes no line: ${reason}`;
  }
}

export class LineNetwork {
  readonly #lease: NetworkLease;
  /** For the servers that are measured. */
  readonly network: Network;
  #relay: Relay | null = null;
  #access: Access = 'wifi';
  /** By device: the rate to which it is limited, in kbit/s. */
  readonly #shaped = new Map<string, number | null>();

  /** The line is clean. Throws with the reason if this user or machine cannot make one. */
  static create(): LineNetwork {
    const lease = takeNetwork();
    const made = new LineNetwork(lease);
    try {
      made.#build();
      return made;
    } catch (error) {
      giveBack(lease.name);
      throw error;
    }
  }

  private constructor(lease: NetworkLease) {
    this.#lease = lease;
    this.network = {
      kind: 'namespace',
      serverAddress: this.#addressOf(hosts.server),
      clientAddress: this.address,
      interface: lease.name,
      place: (command) => this.place('server', command),
      close: () => {},
    };
  }

  /** Where the bench serves pages and synthetic people are. */
  get address(): string {
    return this.#addressOf(1);
  }

  /** @returns a program that runs the given one on a host */
  wrap(host: 'others' | 'person', program: string): string {
    const file = join(folderOf(this.#lease.name), host);
    const command = this.place(host, [`'${program}'`]).join(' ');
    writeFileSync(file, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** @returns the command line that runs this one on a host. The process keeps its id and its open files. */
  place(host: Host, command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.#namespace(host), ...command];
  }

  /** Before the person connects to this port of the server, which the relay then stands for. */
  async relay(mediaPort: number): Promise<void> {
    const server = { address: this.network.serverAddress, port: mediaPort };
    this.#relay = await Relay.start((command) => this.place('line', command), server);
    this.#nft(redirectRule(server, this.#relay.port));
  }

  /** From now on the line does this. */
  become(state: LineState): void {
    if (state.access !== this.#access) this.#moveTo(state.access);
    this.#nft(lineRules(state, this.#relay === null ? 'here' : 'in the relay'));
    this.#shape('eth0', state.up.kbps);
    for (const access of ['wifi', 'mobile'] as const) this.#shape(access, state.down.kbps);
    this.#relay?.become(state);
  }

  /** Ends all processes in the network, and removes it. */
  close(): void {
    this.#relay?.close();
    giveBack(this.#lease.name);
  }

  #build(): void {
    const { name } = this.#lease;
    mkdirSync(folderOf(name), { recursive: true });
    run('ip', ['addr', 'add', `${this.address}/24`, 'dev', name]);
    run('ip', ['link', 'set', name, 'addrgenmode', 'none', 'up']);
    for (const [host, number] of Object.entries(hosts)) this.#addHost(host, number);
    this.#ip('line', 'addr', 'add', `${this.#addressOf(mobileNumber)}/24`, 'dev', 'eth0');
    run('ip', ['netns', 'add', this.#namespace('person')]);
    this.#ip('person', 'link', 'set', 'lo', 'up');
    for (const access of ['wifi', 'mobile'] as const) this.#addAccess(access);
    this.#enter('wifi');
    run('ip', this.place('line', ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']).slice(1));
    const outside = { wifi: this.#addressOf(hosts.line), mobile: this.#addressOf(mobileNumber) };
    this.#nft(natRules(accesses, outside));
    this.become(clean);
  }

  #addHost(host: string, number: number): void {
    const bridge = this.#lease.name;
    const [namespace, port] = [this.#namespace(host), `${bridge}-${number}`];
    run('ip', ['netns', 'add', namespace]);
    run('ip', ['link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace]);
    run('ip', ['link', 'set', port, 'master', bridge, 'addrgenmode', 'none', 'up']);
    this.#ip(host, 'addr', 'add', `${this.#addressOf(number)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) this.#ip(host, 'link', 'set', device, 'up');
    // Nobody answers there; a browser without a default route believes that it is offline.
    this.#ip(host, 'route', 'add', 'default', 'via', this.address);
  }

  #addAccess(access: Access): void {
    const ends = { line: `${accesses[access]}.1`, person: `${accesses[access]}.2` };
    const peer = ['type', 'veth', 'peer', 'name', access, 'netns', this.#namespace('person')];
    this.#ip('line', 'link', 'add', access, ...peer);
    for (const [host, address] of Object.entries(ends)) {
      this.#ip(host, 'link', 'set', access, 'addrgenmode', 'none');
      this.#ip(host, 'addr', 'add', `${address}/24`, 'dev', access);
    }
    this.#ip('line', 'link', 'set', access, 'up');
  }

  #moveTo(access: Access): void {
    this.#ip('person', 'link', 'set', this.#access, 'down');
    this.#enter(access);
  }

  #enter(access: Access): void {
    this.#access = access;
    this.#ip('person', 'link', 'set', access, 'up');
    this.#ip('person', 'route', 'add', 'default', 'via', `${accesses[access]}.1`, 'dev', access);
  }

  #shape(device: string, kbps: number | null): void {
    if ((this.#shaped.get(device) ?? null) === kbps) return;
    this.#shaped.set(device, kbps);
    const args = ['-n', this.#namespace('line'), 'qdisc'];
    if (kbps === null) run('tc', [...args, 'del', 'dev', device, 'root']);
    else run('tc', [...args, 'replace', 'dev', device, 'root', ...shapingArguments(kbps)]);
  }

  #nft(rules: string): void {
    run('ip', this.place('line', [nftProgram, '-f', '-']).slice(1), rules);
  }

  #ip(host: string, ...args: readonly string[]): void {
    run('ip', ['-n', this.#namespace(host), ...args]);
  }

  #namespace(host: string): string {
    return `${this.#lease.name}-${host}`;
  }

  #addressOf(number: number): string {
    return `${this.#lease.prefix}.${number}`;
  }
}
