/**
 * The line tier as steps: every scenario in every room with every system, in rounds, the systems one after the other, so
 * that other load on the machine affects all of them alike.
 */
import type { Step } from '../../run-steps.ts';
import type { LineRun } from './figures/line-run.ts';
import { type LineResult, summarizeLine } from './figures/summarize-line.ts';
import { measureLine } from './measure-line.ts';
import { bundleLinePage } from './people/line-people.ts';
import type { LineSystem } from './people/line-system.ts';
import { type Scenario, scale, secondsOf } from './scenarios/scenario.ts';

export interface LineTier {
  systems: readonly LineSystem[];
  scenarios: readonly Scenario[];
  /** People in each room. */
  rooms: readonly number[];
  reps: number;
  /** 10: phases as long as the scenarios say; others in proportion. */
  seconds: number;
}

export interface LineEntry {
  system: LineSystem;
  scenario: Scenario;
  room: number;
  runs: LineRun[];
}

const settleSeconds = 8;
const setUpSeconds = 9;

/** Steps that fill `entries`. */
export function planLineTier(tier: LineTier, entries: LineEntry[], onFailure: (line: string) => void): Step[] {
  const factor = tier.seconds / 10;
  const scenarios = tier.scenarios.map((scenario) => scale(scenario, factor));
  const settle = Math.max(1, settleSeconds * factor);
  entries.push(
    ...tier.rooms.flatMap((room) =>
      scenarios.flatMap((scenario) => tier.systems.map((system) => ({ system, scenario, room, runs: [] }))),
    ),
  );
  let page: Promise<string> | null = null;
  return Array.from({ length: tier.reps }, (_, index) => index + 1).flatMap((rep) =>
    entries.map((entry): Step => {
      const { system, scenario, room } = entry;
      const label = `${system.name}, ${room} people, ${scenario.title}, ${rep} of ${tier.reps}`;
      return {
        label,
        seconds: setUpSeconds + room * 0.5 + settle + secondsOf(scenario),
        run: async () => {
          page ??= bundleLinePage();
          try {
            entry.runs.push(await measureLine({ system, scenario, room, settleSeconds: settle, page: await page }));
          } catch (error) {
            onFailure(`${label}: ${error instanceof Error ? error.message : error}`);
          }
        },
      };
    }),
  );
}

export function summarizeLines(entries: readonly LineEntry[]): LineResult[] {
  return entries
    .filter(({ runs }) => runs.length > 0)
    .map(({ system: { name, encryption, client }, scenario, room, runs }) =>
      summarizeLine({ system: name, encryption, client, room }, scenario, runs),
    );
}
