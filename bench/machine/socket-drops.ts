/**
 * Packets that the kernel dropped because they were not read from a socket in time: lost by the clients, not by the
 * server.
 */
import { readFileSync } from 'node:fs';

/** @param ports local ports of the clients */
export function readSocketDrops(ports: ReadonlySet<number>): number {
  return sumDrops(readFileSync('/proc/net/udp', 'utf8'), ports);
}

/**
 * @param table text of /proc/net/udp: the local port is the hexadecimal part of the second column, drops are in the
 *   last column
 */
export function sumDrops(table: string, ports: ReadonlySet<number>): number {
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '']) => ports.has(Number.parseInt(local.split(':')[1] ?? '', 16)))
    .reduce((sum, columns) => sum + Number(columns.at(-1)), 0);
}
