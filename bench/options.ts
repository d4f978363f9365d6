/** What the command line asks for. */
import { parseArgs } from 'node:util';
import type { Media } from './systems/system.ts';

export type Tier = '1' | '2' | 'browser';
export const peerNames = ['janus', 'livekit'] as const;
export type PeerName = (typeof peerNames)[number];

export interface BenchOptions {
  rooms: number[];
  media: Media[];
  reps: number;
  seconds: number;
  peers: PeerName[];
  tiers: Tier[];
  /** Raises the number of rooms until the server can't keep up. */
  capacity: boolean;
  /** Prints one JSON object and nothing else. */
  json: boolean;
  /** Where results go; null: nowhere. */
  out: string | null;
}

export type Reading = { options: BenchOptions } | { help: string } | { problem: string };

export const help = `Usage: npm run bench -- [options]

  --full               room sizes 2, 4, 6, 8, 12, 15, 16, 24, 32, audio and video, everything below; about two hours
  --rooms 4,8,16       people in a room
  --media audio|av     audio only, or audio and video; both with a comma
  --reps 3             repetitions; the report shows median and spread
  --seconds 10         window of each measurement; below 10 CPU figures are rough
  --peers janus,livekit  other servers, with the same clients, cipher and schedule
  --tier 1|2|browser   1: whole sessions over the SDK; 2: light clients at load; browser: Chromium; several with commas
  --capacity           how many rooms of 8 one worker carries before p95 > 5 ms or a packet is lost
  --json               print one JSON object and nothing else
  --out bench/results  where <date>.json and <date>.html go; "none" writes nothing

Environment: HEARTHROOM_WORKER_BIN, CHROMIUM_BIN.
Packets are timed by tcpdump where it may capture, else by the clients' clocks; the report says which.
`;

const fullRooms = [2, 4, 6, 8, 12, 15, 16, 24, 32];
const maxPeople = 50;

/** @param args without the program's name */
export function readOptions(args: readonly string[], defaultOut: string): Reading {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        full: { type: 'boolean' },
        rooms: { type: 'string' },
        media: { type: 'string' },
        reps: { type: 'string' },
        seconds: { type: 'string' },
        peers: { type: 'string' },
        tier: { type: 'string' },
        capacity: { type: 'boolean' },
        json: { type: 'boolean' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { help };
    const full = values.full ?? false;
    return {
      options: {
        rooms: values.rooms === undefined ? (full ? fullRooms : [4, 8, 16]) : readNumbers('--rooms', values.rooms),
        media: readList('--media', values.media ?? (full ? 'audio,av' : 'av'), ['audio', 'av']),
        reps: readNumber('--reps', values.reps ?? '3', 1, 100),
        seconds: readNumber('--seconds', values.seconds ?? '10', 1, 600),
        peers: readList('--peers', values.peers ?? (full ? 'janus,livekit' : ''), peerNames),
        tiers: readList('--tier', values.tier ?? (values.capacity && !full ? '' : '2,1,browser'), [
          '1',
          '2',
          'browser',
        ]),
        capacity: values.capacity ?? full,
        json: values.json ?? false,
        out: values.out === 'none' ? null : (values.out ?? defaultOut),
      },
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function readNumbers(name: string, text: string): number[] {
  return text.split(',').map((part) => readNumber(name, part, 2, maxPeople));
}

function readNumber(name: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new Error(`${name} takes whole numbers from ${minimum} to ${maximum}, not ${JSON.stringify(text)}`);
}

function readList<T extends string>(name: string, text: string, choices: readonly T[]): T[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const choice = choices.find((candidate) => candidate === part);
      if (choice === undefined) throw new Error(`${name} takes ${choices.join(', ')}, not ${JSON.stringify(part)}`);
      return choice;
    });
}
