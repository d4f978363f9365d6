/** Why a database can't be used at the moment, for /readyz and the log of a server that runs. */

import type { DatabaseProblem } from '../../../core/events/observer.ts';

/** `lease-lost`: this node lost its lease, and ends. */
export type DatabaseLoss = DatabaseProblem | 'lease-lost';

const warnings: ReadonlySet<DatabaseLoss> = new Set(['asynchronous-standby', 'not-durable', 'clock-wrong']);

/** Otherwise it works, and warns of what may come. */
export const stopsWrites = (loss: DatabaseLoss): boolean => !warnings.has(loss);

/**
 * Classes and codes of SQLSTATE that mean that the database does not serve requests now. 55P03 (a lock is not available)
 * is one: an earlier write, which gets no answer, still holds its locks.
 */
const isAway = /^(08|57P|53300|55P03)/;
/** read_only_sql_transaction */
const readOnly = '25006';
const sqlState = /^[0-9A-Z]{5}$/;

/** @param error of a connection, a statement, or one that has such an error as its cause */
export function databaseLossOf(error: unknown): DatabaseProblem {
  const state = sqlStateOf(error);
  if (state === null || isAway.test(state)) return 'unreachable';
  return state === readOnly ? 'read-only' : 'refused';
}

/** The database's error code; null when it did not answer. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('severity' in error && 'code' in error && typeof error.code === 'string' && sqlState.test(error.code))
    return error.code;
  return sqlStateOf(error.cause);
}
