/**
 * Kills the node that carries a live room, with `kill -9`, in each system: when everybody hears everybody again, and
 * what has become of rooms and of decisions about people.
 */
import type { Contender, RunningNodes } from './contender.ts';
import { People } from './people.ts';

/** The first one is host; the others are let in by a decision. */
const names = ['host', 'anna', 'ben', 'cleo'];
const emptyRooms = 5;
const backLimitMs = 60_000;
/** Packets that were under way, and statistics that were read late, are no return. */
const afterwardsMs = 500;

/** Whether somebody is inside, with the token that was given before the decision, and what the SDK keeps of a visit. */
export interface Decisions {
  /** Somebody was removed by the API, and connects again. */
  removedIsInside: boolean;
  /** Somebody was admitted by the API, left the page, and connects again. */
  admittedIsInside: boolean;
}

export interface PeerRun {
  system: string;
  /** From the kill until the last person heard all others; null: not within the limit. */
  mediaBackMs: number | null;
  /** Of those who were admitted and stayed on the page: how many are inside at the end. */
  admittedInside: number;
  admitted: number;
  rooms: number;
  roomsAfter: number;
  before: Decisions;
  after: Decisions;
}

export async function comparePeers(
  contenders: readonly Contender[],
  runs: number,
  note: (text: string) => void,
): Promise<PeerRun[]> {
  const found: PeerRun[] = [];
  for (let run = 0; run < runs; run += 1) {
    // Other load on the machine affects all of them.
    const order = run % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) {
      note(`${contender.name}, ${run + 1} of ${runs}`);
      found.push(await measurePeer(contender));
    }
  }
  return found;
}

async function measurePeer(contender: Contender): Promise<PeerRun> {
  const people = await People.open();
  try {
    const nodes = await contender.start(people.url);
    try {
      return await killAndWatch(contender, nodes, people);
    } finally {
      await nodes.close();
    }
  } finally {
    await people.close();
  }
}

async function killAndWatch(contender: Contender, nodes: RunningNodes, people: People): Promise<PeerRun> {
  const room = await nodes.createRoom();
  for (let count = 0; count < emptyRooms; count += 1) await nodes.createRoom();
  const [host = '', ...clients] = names;
  await people.join(contender, nodes.url, await nodes.tokenFor(room, host, 'at-once'));
  for (const name of clients) await people.join(contender, nodes.url, await nodes.tokenFor(room, name, 'by-decision'));
  await nodes.admit(room, clients);
  await people.speak();
  const decided = await decide(nodes, room);
  const before = await readDecisions(nodes, decided);
  const rooms = await nodes.rooms();
  const killedAt = await nodes.killOwner(room);
  const backAt = await people.heardAllAt(killedAt + afterwardsMs, backLimitMs);
  const after = await readDecisions(nodes, decided);
  const remaining = new Set(await nodes.rooms());
  const [, ...inside] = await people.areInside();
  return {
    system: contender.name,
    mediaBackMs: backAt === null ? null : backAt - killedAt,
    admittedInside: inside.filter(Boolean).length,
    admitted: clients.length,
    rooms: rooms.length,
    roomsAfter: rooms.filter((one) => remaining.has(one)).length,
    before,
    after,
  };
}

interface Returning {
  token: string;
  kept: string | null;
}

type Decided = Record<'removed' | 'admitted', Returning>;

/** Removes one person and admits another one; both leave. */
async function decide(nodes: RunningNodes, room: string): Promise<Decided> {
  const dora = await nodes.tokenFor(room, 'dora', 'at-once');
  const emil = await nodes.tokenFor(room, 'emil', 'by-decision');
  const [removed, admitted] = [await nodes.visit(dora), await nodes.visit(emil)];
  if (!removed?.isInside || !admitted || admitted.isInside) throw new Error('The decisions have nothing to decide');
  await nodes.remove(room, 'dora');
  await nodes.admit(room, ['emil']);
  await Promise.all([removed.close(), admitted.close()]);
  return { removed: { token: dora, kept: removed.kept }, admitted: { token: emil, kept: admitted.kept } };
}

async function readDecisions(nodes: RunningNodes, { removed, admitted }: Decided): Promise<Decisions> {
  const isInside = async (person: Returning): Promise<boolean> => {
    const visitor = await nodes.visit(person.token, person.kept);
    person.kept = visitor?.kept ?? person.kept;
    await visitor?.close();
    return visitor?.isInside ?? false;
  };
  return { removedIsInside: await isInside(removed), admittedIsInside: await isInside(admitted) };
}
