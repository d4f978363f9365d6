/**
 * Tier 2 as steps: every system in every room, in rounds, so that other load on the machine affects all systems alike.
 */

import type { RoomKind } from '../options.ts';
import type { LoadResult } from '../report/results.ts';
import { type Cell, summarize } from '../report/summarize.ts';
import type { Step } from '../run-steps.ts';
import type { Network } from '../systems/network.ts';
import type { System } from '../systems/system.ts';
import { measureLoad } from './measure-load.ts';
import type { Figures } from './tier-figures.ts';

export interface LoadTier {
  systems: readonly System[];
  /** Measured only in the first round: it describes the clients, not a server. */
  baseline: System;
  rooms: readonly RoomKind[];
  reps: number;
  seconds: number;
  network: Network;
  canCapture: boolean;
  /** See LoadOptions. */
  sink: boolean;
}

export interface Collected {
  cell: Cell;
  repetitions: Figures[];
}

interface Entry extends Collected {
  system: System;
  reps: number;
}

/** Steps that fill `collected`. */
export function planLoadTier(tier: LoadTier, collected: Collected[], onFailure: (line: string) => void): Step[] {
  const entries = tier.rooms.flatMap(({ room, media }) =>
    [...tier.systems, tier.baseline].map(
      (system): Entry => ({
        cell: { system: system.name, room, media, rooms: 1 },
        repetitions: [],
        system,
        reps: system === tier.baseline ? 1 : tier.reps,
      }),
    ),
  );
  collected.push(...entries);
  return Array.from({ length: tier.reps }, (_, index) => index + 1).flatMap((rep) =>
    entries.filter(({ reps }) => rep <= reps).map((entry) => planStep(entry, rep, tier, onFailure)),
  );
}

function planStep(entry: Entry, rep: number, tier: LoadTier, onFailure: (line: string) => void): Step {
  const { cell, system, reps } = entry;
  const { room, media } = cell;
  return {
    label: `${system.name}, ${room} people, ${media}, ${rep} of ${reps}`,
    seconds: estimateSeconds(room, tier.seconds),
    run: async () => {
      const crowd = { rooms: 1, people: room, media };
      const { network, seconds, canCapture, sink } = tier;
      try {
        entry.repetitions.push(await measureLoad({ system, network, crowd, seconds, canCapture, sink }));
      } catch (error) {
        onFailure(`${system.name} with ${room} people (${media}): ${error instanceof Error ? error.message : error}`);
      }
    },
  };
}

/** Start, joins, encryption, the window with its warm-up, and shutdown. */
function estimateSeconds(people: number, seconds: number): number {
  return 5 + people * 0.35 + Math.min(2, seconds * 0.2) + seconds + 2;
}

export function summarizeAll(collected: readonly Collected[]): LoadResult[] {
  return collected
    .filter(({ repetitions }) => repetitions.length > 0)
    .map(({ cell, repetitions }) => summarize(cell, repetitions));
}
