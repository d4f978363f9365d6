/** Turns the options into the steps that measure them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions, RoomKind } from './options.ts';
import type { CapacityResult, TimesResult } from './report/results.ts';
import type { Step } from './run-steps.ts';
import { createBare } from './systems/bare/bare.ts';
import { createDirect } from './systems/direct.ts';
import { createHearthroom, createSpreadHearthroom } from './systems/hearthroom/hearthroom.ts';
import { findJanus } from './systems/janus/janus.ts';
import { findLiveKit } from './systems/livekit/livekit.ts';
import type { Network } from './systems/network.ts';
import type { System } from './systems/system.ts';
import { measureBrowser, whyNoBrowser } from './tiers/browser/measure-browser.ts';
import { measureCapacity } from './tiers/capacity.ts';
import { type LineEntry, planLineTier } from './tiers/line/line-tier.ts';
import { whyNoLine } from './tiers/line/network/line-network.ts';
import { createHearthroomLine } from './tiers/line/people/hearthroom-room.ts';
import { findLiveKitLine } from './tiers/line/people/livekit-room.ts';
import { scenarios } from './tiers/line/scenarios/scenarios.ts';
import { type Collected, planLoadTier } from './tiers/load-tier.ts';
import { maxSessionRoom, measureSessions } from './tiers/sessions.ts';

export interface Plan {
  steps: Step[];
  systems: System[];
  loads: Collected[];
  sessions: TimesResult[];
  capacity: CapacityResult[];
  lines: LineEntry[];
}

export interface Surroundings {
  network: Network;
  canCapture: boolean;
  sink: boolean;
  /** Reports what is left out, and why. */
  skip: (line: string) => void;
}

export async function createPlan(options: BenchOptions, around: Surroundings): Promise<Plan> {
  const hearthroom = await createHearthroom();
  const spread = options.spread ? [await createSpreadHearthroom()] : [];
  const systems = [hearthroom, ...spread, createBare(), ...findPeers(options, around)];
  const plan: Plan = { steps: [], systems, loads: [], sessions: [], capacity: [], lines: [] };
  if (options.tiers.includes('2')) {
    const { rooms, reps, seconds } = options;
    const tier = { systems, baseline: createDirect(), rooms, reps, seconds, ...around };
    plan.steps.push(...planLoadTier(tier, plan.loads, around.skip));
  }
  if (options.tiers.includes('1')) plan.steps.push(...planSessions(options, around, plan));
  if (options.tiers.includes('browser')) plan.steps.push(...planBrowser(options, around, plan));
  if (options.tiers.includes('line')) plan.steps.push(...(await planLines(options, around, plan)));
  if (options.capacity) plan.steps.push(planCapacity(hearthroom, options, around, plan));
  return plan;
}

function findPeers({ peers }: BenchOptions, { network, skip }: Surroundings): System[] {
  return peers.flatMap((name) => {
    const peer = name === 'janus' ? findJanus(network) : findLiveKit(process.env);
    if (!('missing' in peer)) return [peer];
    skip(peer.missing);
    return [];
  });
}

/** A failing step is reported; only its own figures are missing. */
function guarded(step: Step, { skip }: Surroundings): Step {
  return {
    ...step,
    run: async () => {
      try {
        await step.run();
      } catch (error) {
        skip(`${step.label}: ${error instanceof Error ? error.message : error}`);
        // Processes that it left running end meanwhile.
        await delay(1_000);
      }
    },
  };
}

const sizesOf = (rooms: readonly RoomKind[]): number[] => [...new Set(rooms.map(({ room }) => room))];

function planSessions({ rooms, reps, seconds }: BenchOptions, around: Surroundings, plan: Plan): Step[] {
  const sizes = sizesOf(rooms);
  const fitting = sizes.filter((room) => room <= maxSessionRoom);
  return (fitting.length > 0 ? fitting : [Math.min(maxSessionRoom, ...sizes)]).map((room) =>
    guarded(
      {
        label: `whole sessions over the SDK, ${room} people`,
        seconds: 4 + reps * (room * 1.2 + Math.min(3, seconds)),
        run: async () => {
          const { network } = around;
          plan.sessions.push(await measureSessions({ network, room, reps, seconds: Math.min(3, seconds) }));
        },
      },
      around,
    ),
  );
}

/** Largest room of the browser tier; the targets in report/targets.ts refer to it. */
const browserRoom = 8;
/** Each session gives one time of each kind: with fewer, a p95 means nothing. */
const leastBrowserSessions = 10;

function planBrowser({ rooms, reps, seconds }: BenchOptions, around: Surroundings, plan: Plan): Step[] {
  const why = whyNoBrowser();
  if (why !== null) {
    around.skip(`the browser tier: ${why}`);
    return [];
  }
  const room = Math.min(browserRoom, Math.max(...sizesOf(rooms)));
  const sessions = Math.max(reps, leastBrowserSessions);
  const step = {
    label: `Chromium in a room of ${room}`,
    seconds: 15 + sessions * (8 + Math.min(5, seconds)),
    run: async () => {
      const { network } = around;
      plan.sessions.push(await measureBrowser({ network, room, sessions, seconds: Math.min(5, seconds) }));
    },
  };
  return [guarded(step, around)];
}

async function planLines(options: BenchOptions, { skip }: Surroundings, plan: Plan): Promise<Step[]> {
  const why = whyNoBrowser() ?? whyNoLine();
  if (why !== null) {
    skip(`the line tier: ${why}`);
    return [];
  }
  const { line, peers, reps, seconds } = options;
  const systems = [await createHearthroomLine(line.encryption)];
  if (peers.includes('livekit')) {
    const livekit = await findLiveKitLine(process.env);
    if ('missing' in livekit) skip(livekit.missing);
    else systems.push(livekit);
  }
  const wanted = scenarios.filter(({ id }) => line.scenarios.includes(id));
  const tier = { systems, scenarios: wanted, rooms: line.rooms, reps, seconds };
  return planLineTier(tier, plan.lines, skip);
}

function planCapacity(system: System, { rooms, seconds }: BenchOptions, around: Surroundings, plan: Plan): Step {
  const { network, canCapture, sink } = around;
  const kind = rooms.some(({ media }) => media === 'av') ? 'av' : 'audio';
  const step = {
    label: `rooms of 8 on one worker, ${kind}`,
    seconds: 6 * (seconds + 25),
    run: async () => {
      plan.capacity.push(await measureCapacity({ system, network, seconds, canCapture, sink }, kind));
    },
  };
  return guarded(step, around);
}
