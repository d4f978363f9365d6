/** Options of the command line. */
import { parseArgs } from 'node:util';
import type { Media } from './systems/system.ts';
import type { LineEncryption } from './tiers/line/people/hearthroom-room.ts';
import { scenarios } from './tiers/line/scenarios/scenarios.ts';

export type Tier = '1' | '2' | 'browser' | 'line';
export const peerNames = ['janus', 'livekit'] as const;
export type PeerName = (typeof peerNames)[number];

/** Number of participants in a room, and what they send. */
export interface RoomKind {
  room: number;
  media: Media;
}

export interface BenchOptions {
  /** Room kinds to measure, in this order. */
  rooms: RoomKind[];
  reps: number;
  seconds: number;
  peers: PeerName[];
  tiers: Tier[];
  /** Increases the number of rooms until the server cannot keep up. */
  capacity: boolean;
  /** Of the line tier: sizes of rooms, ids of scenarios, and the setting of Hearthroom's rooms. */
  line: { rooms: number[]; scenarios: string[]; encryption: LineEncryption };
  /** Prints one JSON object and nothing else. */
  json: boolean;
  /** Also measures each room spread over two workers. */
  spread: boolean;
  /** The kernel counts and drops what clients receive. */
  sink: boolean;
  /** Prints the steps and their expected duration, without running them. */
  plan: boolean;
  /** Directory for results; null: none are written. */
  out: string | null;
}

export type Reading =
  | { options: BenchOptions }
  | { help: string }
  | { problem: string }
  /** A results file whose figures are written into docs/performance.md. */
  | { figuresOf: string }
  /** Two results files. */
  | { compared: { old: string; new: string } };

export const help = `Usage: npm run bench -- [options]

  --full               room sizes 2, 4, 6, 8, 12, 15, 16, 24, 32, audio and video, everything below; an hour and a half
  --rooms 4,8,16       people in a room; 32:audio is a room of its own media
  --media audio|av     audio only, or audio and video; both with a comma
  --reps 3             repetitions; the report shows median and spread
  --seconds 10         window of each measurement; below 10 CPU figures are rough
  --peers janus,livekit  other servers, with the same clients, cipher and schedule
  --tier 1|2|browser|line  1: whole sessions over the SDK; 2: light clients at load; browser: Chromium; line: Chromium on
                       bad lines, which takes hours and only runs when it is named; several with commas
  --capacity           how many rooms of 8 one worker carries before p95 > 5 ms or a packet is lost
  --spread             Hearthroom with each room spread over two workers as well
  --sink               the kernel counts and drops what clients receive, so that they need no CPU for it (root, nftables):
                       for large rooms and --capacity on few cores
  --lines loss-8,cut   of the line tier, only these: ${scenarios.map(({ id }) => id).join(', ')};
                       its rooms are 3 and 8 if --rooms does not say, and --seconds 5 halves the time of each phase
  --encryption off     of the line tier: Hearthroom without end-to-end encryption; preferred: as rooms are by default
  --plan               print the steps and how long they will take, and run none
  --json               print one JSON object and nothing else
  --out bench/results  where <date>.json, .html and .svg go; "none" writes nothing
  --compare <old> <new>  two <date>.json beside each other, and measure nothing
  --write <file>       put the figures of a <date>.json into docs/performance.md, and measure nothing

Environment: HEARTHROOM_WORKER_BIN, CHROMIUM_BIN. Janus is found where its package puts it; for LiveKit: LIVEKIT_SERVER_BIN,
or LIVEKIT_URL with LIVEKIT_API_KEY and LIVEKIT_API_SECRET.
Packets are timed by tcpdump where it may capture, else by the clients' clocks; the report says which.
`;

const mediaKinds = ['audio', 'av'] as const;
const tiers = ['1', '2', 'browser', 'line'] as const satisfies readonly Tier[];
const encryptions = ['preferred', 'off'] as const satisfies readonly LineEncryption[];
const lineIds = scenarios.map(({ id }) => id);
const lineRooms = '3,8';
const fullRooms = '2,4,6,8,12,15,16,24,32';
const maxPeople = 50;

const argumentTypes = {
  full: { type: 'boolean' },
  rooms: { type: 'string' },
  media: { type: 'string' },
  reps: { type: 'string' },
  seconds: { type: 'string' },
  peers: { type: 'string' },
  tier: { type: 'string' },
  lines: { type: 'string' },
  encryption: { type: 'string' },
  capacity: { type: 'boolean' },
  spread: { type: 'boolean' },
  sink: { type: 'boolean' },
  plan: { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
  write: { type: 'string' },
  compare: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** @param args without the program's name */
export function readOptions(args: readonly string[], defaultOut: string): Reading {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: argumentTypes,
    });
    if (values.help) return { help };
    if (values.compare) return { compared: readCompared(positionals) };
    if (positionals[0] !== undefined) throw new Error(`Unexpected argument ${JSON.stringify(positionals[0])}`);
    if (values.write !== undefined) return { figuresOf: values.write };
    const full = values.full ?? false;
    const media = readList('--media', values.media ?? (full ? 'audio,av' : 'av'), mediaKinds);
    return {
      options: {
        rooms: readRooms(values.rooms ?? (full ? fullRooms : '4,8,16'), media),
        reps: readNumber('--reps', values.reps ?? '3', 1, 100),
        seconds: readNumber('--seconds', values.seconds ?? '10', 1, 600),
        peers: readList('--peers', values.peers ?? (full ? 'janus,livekit' : ''), peerNames),
        tiers: readList('--tier', values.tier ?? (values.capacity && !full ? '' : '2,1,browser'), tiers),
        capacity: values.capacity ?? full,
        line: {
          rooms: [...new Set(readRooms(values.rooms ?? lineRooms, ['av']).map(({ room }) => room))],
          scenarios: readList('--lines', values.lines ?? lineIds.join(','), lineIds),
          encryption: readChoice('--encryption', values.encryption ?? 'preferred', encryptions),
        },
        spread: values.spread ?? false,
        sink: values.sink ?? false,
        plan: values.plan ?? false,
        json: values.json ?? false,
        out: values.out === 'none' ? null : (values.out ?? defaultOut),
      },
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function readCompared([old, next, ...more]: readonly string[]): { old: string; new: string } {
  if (old === undefined || next === undefined || more.length > 0) throw new Error('--compare takes two files');
  return { old, new: next };
}

/** Rooms without a media kind are measured with each of the requested kinds. */
function readRooms(text: string, media: readonly Media[]): RoomKind[] {
  const parts = text.split(',').map((part) => part.split(':'));
  const plain = parts.filter(([, own]) => own === undefined);
  const named = parts.flatMap(([people = '', own]) =>
    own === undefined ? [] : readList('--rooms', own, mediaKinds).map((kind) => ({ people, kind })),
  );
  const all = [...media.flatMap((kind) => plain.map(([people = '']) => ({ people, kind }))), ...named];
  return all.map(({ people, kind }) => ({ room: readNumber('--rooms', people, 2, maxPeople), media: kind }));
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
    .map((part) => readChoice(name, part, choices));
}

function readChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new Error(`${name} takes ${choices.join(', ')}, not ${JSON.stringify(text)}`);
  return choice;
}
