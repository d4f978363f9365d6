/** Why a database can't be used at the moment, for /readyz and the log of a server that runs. */

export type DatabaseLoss =
  /** No connection, or no answer. */
  | 'unreachable'
  /** It answers, and refuses: the password was changed, say, or it is full. */
  | 'refused'
  /** It is a standby server, or takes no writes. */
  | 'read-only'
  /** Writes wait for a synchronous standby server, and none is connected. */
  | 'standby-missing'
  /** Works, but a failover, or with synchronous_commit = off a crash, may lose acknowledged writes. */
  | 'asynchronous-standby'
  /** Works, but fsync or full_page_writes is off, so that a crash may destroy the database. */
  | 'not-durable'
  /** Works: everything that is decided goes by the database's clock. This machine's differs from it by more than 10 s. */
  | 'clock-wrong'
  /** This node lost its lease, and ends. */
  | 'lease-lost';

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
export function databaseLossOf(error: unknown): DatabaseLoss {
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
