/** All rows of the table, in its order. */
import type { FaultRow } from '../support/faults/row.ts';
import { workerKilled } from './row-01-worker-killed.ts';
import { workerStopped } from './row-02-worker-stopped.ts';
import { workerKeepsDying } from './row-03-worker-keeps-dying.ts';
import { drain } from './row-04-drain.ts';
import { serverKilled } from './row-05-server-killed.ts';
import { signalingCut } from './row-06-signaling-cut.ts';
import { udpDropped } from './row-07-udp-dropped.ts';
import { leaseOver } from './row-08-lease-over.ts';
import { hostLost } from './row-09-host-lost.ts';
import { badNetwork } from './row-10-bad-network.ts';
import { slowReader } from './row-11-slow-reader.ts';
import { floods } from './row-12-floods.ts';
import { fuzz } from './row-13-fuzz.ts';
import { tokens } from './row-14-tokens.ts';
import { strangers } from './row-15-strangers.ts';
import { greedy } from './row-16-greedy.ts';
import { usedUp } from './row-17-used-up.ts';
import { canaries } from './row-18-canaries.ts';

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

/** Those that are quick enough, in their short versions, to run with every test run. */
export const shortRows: readonly number[] = [1, 4, 5, 6, 9, 11, 12, 13, 14, 15, 18];
