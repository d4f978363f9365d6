/** All rows of the table of faults of several nodes, in order. */
import type { FaultRow } from '../support/faults/rows/row.ts';
import { nodeKilled } from './rows/row-01-node-killed.ts';
import { nodeStopped } from './rows/row-02-node-stopped.ts';
import { cutFromDatabase } from './rows/row-03-cut-from-database.ts';
import { databaseAway } from './rows/row-04-database-away.ts';
import { plannedMove } from './rows/row-05-planned-move.ts';
import { revokedElsewhere } from './rows/row-06-revoked-elsewhere.ts';
import { decisionThenKilled } from './rows/row-07-decision-then-killed.ts';

export const rows: readonly FaultRow[] = [
  nodeKilled,
  nodeStopped,
  cutFromDatabase,
  databaseAway,
  plannedMove,
  revokedElsewhere,
  decisionThenKilled,
];

/** Rows whose short versions run in every test run. */
export const shortRows: readonly number[] = [1, 2, 4, 5, 7];
