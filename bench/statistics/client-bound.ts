/** Decides whether the clients limited a measurement rather than the server. */

const maxShare = 0.6;

export interface ClientLoad {
  /** Cores that each client process used, 1 = one full core. */
  perProcess: readonly number[];
  /** Cores used by packet capturing. */
  watching: number;
  /** Cores of the machine. */
  cores: number;
}

/**
 * True if a client process used more than 60% of a core, or all of them together more than 60% of the cores that the
 * server leaves free: then packets wait for clients, and the latencies are those of the clients.
 */
export function isClientBound({ perProcess, watching, cores }: ClientLoad): boolean {
  const total = perProcess.reduce((sum, share) => sum + share, 0) + watching;
  return perProcess.some((share) => share > maxShare) || total > maxShare * Math.max(1, cores - 1);
}
