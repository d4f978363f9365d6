/** Reads properties of processes from /proc (Linux). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** The fields after the process name (which may contain spaces and parentheses): state, parent, … */
function statOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

export function isAlive(pid: number): boolean {
  const [state = 'X'] = statOf(pid) ?? [];
  return state !== 'X' && state !== 'Z';
}

export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)?.[1]) === parent && isAlive(pid));
}

/** The program with its arguments, or the title that the process has given itself. */
export const commandOf = (pid: number): string => (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();

/** User and system time so far. */
export function cpuSecondsOf(pid: number): number {
  const stat = statOf(pid);
  const ticksPerSecond = 100;
  return (Number(stat?.[11] ?? 0) + Number(stat?.[12] ?? 0)) / ticksPerSecond;
}

export function residentBytesOf(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return Number(kilobytes) * 1_024;
}

export function countDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Whether the process has a UDP socket on that port. */
export function hasUdpPort(pid: number, port: number): boolean {
  const inodes = new Set(
    (read('/proc/net/udp') ?? '')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16) === port)
      .map((fields) => fields[9]),
  );
  return readdirSync(`/proc/${pid}/fd`).some((name) => {
    try {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`)) ?? [];
      return inode !== undefined && inodes.has(inode);
    } catch {
      return false;
    }
  });
}
