/** Tier 2 as steps: every system in every room, round after round, so that what disturbs the machine disturbs all alike. */

import type { LoadResult } from '../report/results.ts';
import { type Cell, summarize } from '../report/summarize.ts';
import type { Step } from '../run-steps.ts';
import type { Network } from '../systems/network.ts';
import type { Media, System } from '../systems/system.ts';
import type { Figures } from './figures.ts';
import { measureLoad } from './measure-load.ts';

export interface LoadTier {
  systems: readonly System[];
  rooms: readonly number[];
  media: readonly Media[];
  reps: number;
  seconds: number;
  network: Network;
  canCapture: boolean;
}

export interface Collected {
  cell: Cell;
  repetitions: Figures[];
}

/** Steps that fill `collected`. */
export function planLoadTier(tier: LoadTier, collected: Collected[], onFailure: (line: string) => void): Step[] {
  const cells = tier.media.flatMap((media) =>
    tier.rooms.flatMap((room) => tier.systems.map((system) => ({ media, room, system }))),
  );
  const entries = cells.map(({ media, room, system }) => {
    const entry: Collected = { cell: { system: system.name, room, media, rooms: 1 }, repetitions: [] };
    collected.push(entry);
    return { entry, system };
  });
  return Array.from({ length: tier.reps }, (_, index) => index + 1).flatMap((rep) =>
    entries.map(({ entry, system }): Step => {
      const { room, media } = entry.cell;
      return {
        label: `${system.name}, ${room} people, ${media}, ${rep} of ${tier.reps}`,
        seconds: estimateSeconds(room, tier.seconds),
        run: async () => {
          const crowd = { rooms: 1, people: room, media };
          const { network, seconds, canCapture } = tier;
          try {
            entry.repetitions.push(await measureLoad({ system, network, crowd, seconds, canCapture }));
          } catch (error) {
            onFailure(
              `${system.name} with ${room} people (${media}): ${error instanceof Error ? error.message : error}`,
            );
          }
        },
      };
    }),
  );
}

/** Starting, joining and encrypting beforehand, the window with its warm-up, and the end. */
function estimateSeconds(people: number, seconds: number): number {
  return 4 + people * 0.35 + Math.min(2, seconds * 0.2) + seconds + 2;
}

export function summarizeAll(collected: readonly Collected[]): LoadResult[] {
  return collected
    .filter(({ repetitions }) => repetitions.length > 0)
    .map(({ cell, repetitions }) => summarize(cell, repetitions));
}
