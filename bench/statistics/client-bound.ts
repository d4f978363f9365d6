/** When a measurement says more of its clients than of the server. */

const maxShare = 0.6;

export interface ClientLoad {
  /** Cores that each client process used, 1 = a whole one. */
  perProcess: readonly number[];
  /** Cores that watching took (capturing packets). */
  watching: number;
  /** Cores of the machine. */
  cores: number;
}

/**
 * True when a client process used more than 60% of a core, or all of them together more than 60% of the cores that the
 * server leaves them: then packets wait for clients, and latencies are the clients' own.
 */
export function isClientBound({ perProcess, watching, cores }: ClientLoad): boolean {
  const total = perProcess.reduce((sum, share) => sum + share, 0) + watching;
  return perProcess.some((share) => share > maxShare) || total > maxShare * Math.max(1, cores - 1);
}
