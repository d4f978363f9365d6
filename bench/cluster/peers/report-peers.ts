/** The comparison from start to end, as text. */
import { loadavg } from 'node:os';
import type { Host } from '../../machine/host.ts';
import { comparePeers } from './compare-peers.ts';
import { createHearthroomContender } from './hearthroom-nodes.ts';
import { findLiveKitContender } from './livekit-nodes.ts';
import { peerTable } from './peer-table.ts';

interface PeerOptions {
  host: Host;
  runs: number;
  json: boolean;
  note(text: string): void;
}

/** Where LiveKit can't be started, Hearthroom alone is measured. */
export async function reportPeers({ host, runs, json, note }: PeerOptions): Promise<string> {
  const livekit = await findLiveKitContender(process.env);
  if ('missing' in livekit) note(livekit.missing);
  const contenders = [await createHearthroomContender(), ...('missing' in livekit ? [] : [livekit])];
  const [load = 0] = loadavg();
  const found = await comparePeers(contenders, runs, note);
  const systems = contenders.map(({ name, version, client }) => ({ name, version, client }));
  if (json) return `${JSON.stringify({ host, load, systems, runs: found })}\n`;
  const heading = `${host.cpu}, ${host.cores} cores, for nodes, databases and browsers together; load average ${load.toFixed(1)} at the start; 2 nodes, kill -9 of the one that carries a room of 4 in Chromium; median (range) of ${runs} runs`;
  return `${heading}\n\n${peerTable(systems, found)}\n`;
}
