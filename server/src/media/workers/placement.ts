/**
 * Which worker takes a room or a person: pure rules over what workers carry. A room stays on one worker as long as that
 * one has room for it; beyond that it goes on at another one, and only a server that is full everywhere refuses.
 */
/** What one worker carries. */
export interface Load {
  /** RTP packets a second, received and sent: of the streams that flow, and of those that the people here will bring. */
  packetsPerSecond: number;
  /** The same, with every room counted as a whole group: what has just begun will grow. */
  foreseenPacketsPerSecond: number;
  /** Of one core, measured over the last seconds: 0 to 1. */
  cpuShare: number;
}

export interface Limits {
  packetsPerSecond: number;
  cpuShare: number;
}

/** Of one core. Above it packets begin to wait for each other. */
export const maxCpuShare = 0.8;
/** What no worker reaches; its parts are as those of a limit, so that what is least loaded stays so. */
const noLimits: Limits = { packetsPerSecond: 6e10, cpuShare: maxCpuShare * 1e6 };
/** Part of a worker that is kept for people who join groups there: rooms don't begin on it. */
const keptForRunningRooms = 0.1;

/** @param maxPacketsPerSecond 0: nobody is refused, for want of packets or of CPU time */
export function limitsFor(maxPacketsPerSecond: number): Limits {
  return maxPacketsPerSecond === 0 ? noLimits : { packetsPerSecond: maxPacketsPerSecond, cpuShare: maxCpuShare };
}

/** How full a worker is: 1 is its limit. */
export function pressureOf(load: Load, limits: Limits): number {
  return Math.max(load.packetsPerSecond / limits.packetsPerSecond, load.cpuShare / limits.cpuShare);
}

/** Whether so many more packets a second fit. */
export function hasRoomFor(packetsPerSecond: number, load: Load, limits: Limits): boolean {
  const packets = load.packetsPerSecond + packetsPerSecond;
  return packets <= limits.packetsPerSecond && load.cpuShare < limits.cpuShare;
}

/** The one with the least to do now and soon; null when there is none. */
export function leastLoaded<W extends { load: Load }>(workers: readonly W[], limits: Limits): W | null {
  const foreseen = ({ load }: W): number =>
    Math.max(load.foreseenPacketsPerSecond / limits.packetsPerSecond, load.cpuShare / limits.cpuShare);
  return workers.reduce<W | null>(
    (least, worker) => (least === null || foreseen(worker) < foreseen(least) ? worker : least),
    null,
  );
}

/** A worker that runs, and how many of the room's people it has: null when the room isn't on it. */
export interface Candidate {
  load: Load;
  people: number | null;
}

export interface PlaceRequest<C extends Candidate> {
  /** Those on which the room is come in the order in which it came there. */
  candidates: readonly C[];
  limits: Limits;
  /** Of one room on one worker, before it goes on at another one. */
  peoplePerWorker: number;
  /** What the person will bring, packets a second. */
  packetsPerSecond: number;
  /** Somebody of a session that runs: gets in however full it is. */
  isReturning: boolean;
}

/** Where a person's media goes; null when it fits nowhere. */
export function placePerson<C extends Candidate>(request: PlaceRequest<C>): C | null {
  const { candidates, limits, peoplePerWorker, packetsPerSecond, isReturning } = request;
  const fitting = candidates.filter(({ load }) => hasRoomFor(packetsPerSecond, load, limits));
  const here = fitting.filter(({ people }) => people !== null);
  const withPlace = here.find(({ people }) => people !== null && people < peoplePerWorker);
  if (withPlace) return withPlace;
  const isFirst = candidates.every(({ people }) => people === null);
  const needed = isFirst ? Math.max(packetsPerSecond, limits.packetsPerSecond * keptForRunningRooms) : packetsPerSecond;
  const elsewhere = fitting.filter(({ people, load }) => people === null && hasRoomFor(needed, load, limits));
  // There is no other worker to spread to: a full table is better than a closed door.
  const found = leastLoaded(elsewhere, limits) ?? fewestPeople(here);
  if (found || !isReturning) return found;
  return fewestPeople(candidates.filter(({ people }) => people !== null)) ?? leastLoaded(candidates, limits);
}

function fewestPeople<C extends Candidate>(candidates: readonly C[]): C | null {
  return candidates.reduce<C | null>(
    (fewest, candidate) => (fewest === null || (candidate.people ?? 0) < (fewest.people ?? 0) ? candidate : fewest),
    null,
  );
}
