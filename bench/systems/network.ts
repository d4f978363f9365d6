/**
 * The network of servers and clients: the loopback, or, when others are compared (Janus refuses the loopback), a
 * namespace over a veth pair, for all systems alike. No packet leaves the machine in either case.
 */
import { spawnSync } from 'node:child_process';

export interface Network {
  kind: 'loopback' | 'namespace';
  serverAddress: string;
  clientAddress: string;
  /** Interface on which to capture. */
  interface: string;
  /** The command line that runs a server in this network. */
  place(command: readonly string[]): string[];
  close(): void;
}

export function loopback(): Network {
  return {
    kind: 'loopback',
    serverAddress: '127.0.0.1',
    clientAddress: '127.0.0.1',
    interface: 'lo',
    place: (command) => [...command],
    close: () => {},
  };
}

/** Throws with the reason if this user or machine cannot make one. */
export function createNamespace(): Network {
  const id = process.pid.toString(36);
  const [name, outside, inside] = [`hearth-${id}`, `hb${id}o`, `hb${id}i`];
  const [serverAddress, clientAddress] = ['10.98.7.1', '10.98.7.2'];
  const close = () => {
    ip(['link', 'del', outside]);
    ip(['netns', 'del', name]);
  };
  const steps = [
    ['netns', 'add', name],
    ['link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name],
    ['addr', 'add', `${clientAddress}/24`, 'dev', outside],
    ['link', 'set', outside, 'up'],
    ['-n', name, 'addr', 'add', `${serverAddress}/24`, 'dev', inside],
    ['-n', name, 'link', 'set', inside, 'up'],
    ['-n', name, 'link', 'set', 'lo', 'up'],
  ];
  for (const step of steps) {
    const problem = ip(step);
    if (problem === null) continue;
    close();
    throw new Error(`a network namespace needs root and iproute2: ${problem}`);
  }
  return {
    kind: 'namespace',
    serverAddress,
    clientAddress,
    interface: outside,
    place: (command) => ['ip', 'netns', 'exec', name, ...command],
    close,
  };
}

function ip(args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
