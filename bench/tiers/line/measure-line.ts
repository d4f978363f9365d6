/**
 * One measurement: one system, one room, one scenario. A person in Chromium is on a line that changes as the scenario
 * says, another one is on a good line, and synthetic people fill the room. One of the two sends; the other one's decoders
 * say what was heard and seen.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../../clients/client-clock.ts';
import { ClientPool } from '../../clients/client-pool.ts';
import { ConnectedEnds } from '../../clients/connected-ends.ts';
import { MachineLoad } from '../../machine/machine-load.ts';
import { evaluate, type LineRun } from './figures/line-run.ts';
import { LineNetwork } from './network/line-network.ts';
import { LinePeople } from './people/line-people.ts';
import type { LineSystem, RunningLineSystem } from './people/line-system.ts';
import { linesOf, type Scenario, secondsOf, usesRelay } from './scenarios/scenario.ts';

export interface LineOptions {
  system: LineSystem;
  scenario: Scenario;
  /** People in the room, with the two in Chromium. */
  room: number;
  /** From the first picture until the first phase: bandwidth estimates rise meanwhile. */
  settleSeconds: number;
  /** As `bundleLinePage` made it. */
  page: string;
}

/** Two in Chromium. */
export const smallestLineRoom = 2;
/** Synthetic people send for longer than all phases take. */
const spareSeconds = 20;

export async function measureLine(options: LineOptions): Promise<LineRun> {
  const network = LineNetwork.create();
  try {
    const people = await LinePeople.open(network, options.page);
    try {
      const running = await options.system.start(network.network, people.url);
      try {
        return await hold(options, network, people, running);
      } finally {
        await running.close();
      }
    } finally {
      await people.close();
    }
  } finally {
    network.close();
  }
}

async function hold(
  options: LineOptions,
  network: LineNetwork,
  people: LinePeople,
  running: RunningLineSystem,
): Promise<LineRun> {
  const { system, scenario, settleSeconds } = options;
  if (usesRelay(scenario)) await network.relay(running.mediaPort);
  const [sender, receiver] =
    scenario.watched === 'down' ? (['host', 'person'] as const) : (['person', 'host'] as const);
  // The therapist opens the room.
  for (const name of ['host', 'person'] as const) {
    const entrance = { system: system.name, url: running.url, token: await running.tokenFor(name) };
    const receives = name === receiver;
    await people.join(name, { ...entrance, receives }, receives ? sender : null);
  }
  await people.publish(sender);
  const pool = new ClientPool(1);
  try {
    await fillRoom(options, people, running, pool, network.address);
    await people.startWatching(receiver, sender, settleSeconds);
    await checkEncryption(system, people);
    const load = new MachineLoad();
    const startedAt = await passPhases(scenario, network);
    return evaluate(scenario, await people.watched(receiver), startedAt, load.read());
  } finally {
    await pool.close();
  }
}

/** One person who can't encrypt would end it for all. */
async function checkEncryption({ name, encrypts }: LineSystem, people: LinePeople): Promise<void> {
  const found = await Promise.all([people.encrypts('host'), people.encrypts('person')]);
  if (found.some((one) => one !== encrypts)) throw new Error(`${name} ${encrypts ? 'did not encrypt' : 'encrypted'}`);
}

async function fillRoom(
  { room, scenario, settleSeconds }: LineOptions,
  people: LinePeople,
  running: RunningLineSystem,
  pool: ClientPool,
  address: string,
): Promise<void> {
  const count = room - smallestLineRoom;
  if (count === 0) return;
  const picture = await people.syntheticPicture();
  const seconds = Math.ceil(settleSeconds + secondsOf(scenario) + spareSeconds);
  const ends = new ConnectedEnds(pool, address);
  const streams = await running.addPeople({ count, ends, picture, seconds });
  await pool.sender.request('load', { streams, seconds, sampleEvery: 1_024 });
  pool.sender.request('send', { startAtMs: nowMs() + 100 }).catch(() => {
    // It ends with the measurement.
  });
}

/** @returns when each phase began and, at last, when it was over, in milliseconds since 1970 */
async function passPhases({ phases }: Scenario, network: LineNetwork): Promise<number[]> {
  const startedAt: number[] = [];
  let dueAt = performance.now();
  for (const phase of phases) {
    startedAt.push(Date.now());
    for (const { afterSeconds, line } of linesOf(phase)) {
      await delay(Math.max(0, dueAt + afterSeconds * 1_000 - performance.now()));
      network.become(line);
    }
    dueAt += phase.seconds * 1_000;
    await delay(Math.max(0, dueAt - performance.now()));
  }
  startedAt.push(Date.now());
  return startedAt;
}
