/**
 * Refuses connections before the process runs out of file descriptors. At that limit Node resets new connections
 * without an event, and the store, backups and webhooks fail too. So some descriptors are reserved for those, and
 * refused connections are counted.
 */
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import type { ServerObserver } from '../../core/events/observer.ts';

/** For files of the store and of backups, webhook deliveries and pages of the demo. */
const keptDescriptors = 64;
const probeIntervalMs = 1_000;

export interface DescriptorUse {
  /** Soft limit of this process; null: there is none, or it is unknown. */
  limit(): number | null;
  used(): number;
  /** Can another descriptor be opened? */
  isOneLeft(): boolean;
}

/**
 * Call before the server listens.
 * @param share the part of the descriptors that its connections may use: a node needs two for a client that it forwards,
 *   and one for a client that another node forwards
 */
export function limitConnections(
  server: Server,
  observer: ServerObserver,
  descriptors: DescriptorUse = ofThisProcess,
  share = 1,
): { close(): void } {
  const refuse = (): void => void observer.emit('connectionRefused', { reason: 'descriptor-limit' });
  server.once('listening', () => {
    const limit = descriptors.limit();
    if (limit !== null)
      server.maxConnections = Math.max(Math.floor(maxConnectionsFor(limit, descriptors.used()) * share), 1);
  });
  server.on('drop', refuse);
  // If other code uses them up, or the limit is lowered, connections are reset without an event. That is reported once
  // a second.
  const probing = setInterval(() => {
    if (!descriptors.isOneLeft()) refuse();
  }, probeIntervalMs).unref();
  return { close: () => clearInterval(probing) };
}

/** Reserves a quarter of the free descriptors if the limit is small. */
export function maxConnectionsFor(limit: number, used: number): number {
  const free = Math.max(limit - used, 0);
  return Math.max(free - Math.min(keptDescriptors, Math.ceil(free / 4)), 1);
}

export const ofThisProcess: DescriptorUse = {
  limit() {
    try {
      const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
      return soft === undefined ? null : Number(soft);
    } catch {
      // Not on Linux.
      return null;
    }
  },
  used: () => readdirSync('/proc/self/fd').length,
  isOneLeft() {
    try {
      closeSync(openSync('/dev/null', 'r'));
      return true;
    } catch (error) {
      return !(error instanceof Error && 'code' in error && /^E[MN]FILE$/.test(String(error.code)));
    }
  },
};
