/** All results of a run, with the data needed to judge them. */
import { version as mediasoupVersion } from 'mediasoup';
import { pinnedCipher } from './clients/light-transport.ts';
import { shapes } from './clients/stream.ts';
import type { Host } from './machine/host.ts';
import type { BenchOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { findLineRatios } from './report/line/line-ratios.ts';
import type { Results } from './report/results.ts';
import { findRatios } from './report/summarize.ts';
import { findTargets } from './report/targets.ts';
import type { Network } from './systems/network.ts';
import { summarizeLines } from './tiers/line/line-tier.ts';
import { summarizeAll } from './tiers/load-tier.ts';

export interface RunFacts {
  options: BenchOptions;
  host: Host;
  startedAt: string;
  network: Network;
  canCapture: boolean;
  sink: boolean;
  plan: Plan;
  sdkBundleBytes: number | null;
  skipped: string[];
}

export function collectResults(facts: RunFacts): Results {
  const { options, host, startedAt, network, canCapture, sink, plan, sdkBundleBytes, skipped } = facts;
  const results = summarizeAll(plan.loads);
  const lines = summarizeLines(plan.lines);
  return {
    startedAt,
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    host,
    network: describeNetwork(network, sink),
    timing: canCapture
      ? `Kernel timestamps (tcpdump on ${network.kind === 'loopback' ? 'lo' : 'veth'}, nanoseconds) of each packet going into the server and its copies coming out.`
      : "The clients' own clocks, from send to receive: capturing was not permitted, so times hold the clients' share too.",
    versions: {
      node: process.version,
      mediasoup: mediasoupVersion,
      ...Object.fromEntries(
        plan.systems
          .filter(({ name }) => !/^(bare mediasoup|hearthroom on)/.test(name))
          .map(({ name, version }) => [name, version]),
      ),
    },
    cipher: `${pinnedCipher.name}, the only one that clients offer`,
    schedule: describeSchedule(),
    repetitions: options.reps,
    windowSeconds: options.seconds,
    results,
    sessions: plan.sessions,
    capacity: plan.capacity,
    lines,
    ratios: [...findRatios(results), ...findLineRatios(lines)],
    targets: findTargets({ results, sessions: plan.sessions, sdkBundleBytes }),
    skipped,
  };
}

function describeNetwork({ kind }: Network, sink: boolean): string {
  const name = kind === 'loopback' ? 'loopback' : 'a network namespace over a veth pair, for all systems alike';
  return sink ? `${name}; the kernel counts and drops what clients receive` : name;
}

function describeSchedule(): string {
  const { audio, video } = shapes;
  return `a person sends ${audio.packetsPerSecond} packets/s of ${audio.payloadBytes} B (audio) and ${video.packetsPerSecond} packets/s of ${video.payloadBytes} B (video, ${video.packetsPerFrame} to a picture), evenly spaced by an absolute schedule, each stream with a phase of its own`;
}
