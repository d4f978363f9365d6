/** All rows of the table of faults of several nodes, in order. */
import type { FaultRow } from '../support/faults/rows/row.ts';
import { nodeKilled } from './rows/row-01-node-killed.ts';
import { nodeStopped } from './rows/row-02-node-stopped.ts';
import { cutFromDatabase } from './rows/row-03-cut-from-database.ts';
import { databaseAway } from './rows/row-04-database-away.ts';
import { plannedMove } from './rows/row-05-planned-move.ts';
import { revokedElsewhere } from './rows/row-06-revoked-elsewhere.ts';
import { decisionThenKilled } from './rows/row-07-decision-then-killed.ts';
import { lostBetweenNodes } from './rows/row-08-lost-between-nodes.ts';
import { lostOneWay } from './rows/row-09-lost-one-way.ts';
import { lostToClient } from './rows/row-10-lost-to-client.ts';
import { ownerIsolated } from './rows/row-11-owner-isolated.ts';
import { standbyPromoted } from './rows/row-12-standby-promoted.ts';
import { asyncStandbyPromoted } from './rows/row-13-async-standby-promoted.ts';
import { walsenderStopped } from './rows/row-14-walsender-stopped.ts';
import { databaseFull } from './rows/row-15-database-full.ts';
import { pooler } from './rows/row-16-pooler.ts';
import { shortStop } from './rows/row-17-short-stop.ts';
import { allStopped } from './rows/row-18-all-stopped.ts';
import { wrongClocks } from './rows/row-19-wrong-clocks.ts';
import { mixedVersions } from './rows/row-20-mixed-versions.ts';
import { drainUnderLoad } from './rows/row-21-drain-under-load.ts';

export const rows: readonly FaultRow[] = [
  nodeKilled,
  nodeStopped,
  cutFromDatabase,
  databaseAway,
  plannedMove,
  revokedElsewhere,
  decisionThenKilled,
  lostBetweenNodes,
  lostOneWay,
  lostToClient,
  ownerIsolated,
  standbyPromoted,
  asyncStandbyPromoted,
  walsenderStopped,
  databaseFull,
  pooler,
  shortStop,
  allStopped,
  wrongClocks,
  mixedVersions,
  drainUnderLoad,
];

/** Rows whose short versions run in every test run. */
export const shortRows: readonly number[] = [1, 2, 4, 5, 7];
