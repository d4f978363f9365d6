/** All rows of the table, in order. */
import type { FaultRow } from '../support/faults/rows/row.ts';
import { workerKilled } from './rows/row-01-worker-killed.ts';
import { workerStopped } from './rows/row-02-worker-stopped.ts';
import { workerKeepsDying } from './rows/row-03-worker-keeps-dying.ts';
import { drain } from './rows/row-04-drain.ts';
import { serverKilled } from './rows/row-05-server-killed.ts';
import { signalingCut } from './rows/row-06-signaling-cut.ts';
import { udpDropped } from './rows/row-07-udp-dropped.ts';
import { leaseOver } from './rows/row-08-lease-over.ts';
import { hostLost } from './rows/row-09-host-lost.ts';
import { badNetwork } from './rows/row-10-bad-network.ts';
import { slowReader } from './rows/row-11-slow-reader.ts';
import { floods } from './rows/row-12-floods.ts';
import { fuzz } from './rows/row-13-fuzz.ts';
import { tokens } from './rows/row-14-tokens.ts';
import { strangers } from './rows/row-15-strangers.ts';
import { greedy } from './rows/row-16-greedy.ts';
import { usedUp } from './rows/row-17-used-up.ts';
import { canaries } from './rows/row-18-canaries.ts';

export const rows: readonly FaultRow[] = [
  workerKilled,
  workerStopped,
  workerKeepsDying,
  drain,
  serverKilled,
  signalingCut,
  udpDropped,
  leaseOver,
  hostLost,
  badNetwork,
  slowReader,
  floods,
  fuzz,
  tokens,
  strangers,
  greedy,
  usedUp,
  canaries,
];

/** Rows that are fast enough, in their short versions, to run in every test run. */
export const shortRows: readonly number[] = [1, 4, 5, 6, 9, 11, 12, 13, 14, 15, 18];
