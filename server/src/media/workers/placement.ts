/**
 * Which worker takes a room or a person: pure rules about the load of workers. A room stays on one worker as long as
 * that has capacity, then it continues on another one. Refused only if all workers are full.
 */
/** The load of one worker. */
export interface Load {
  /**
   * RTP packets a second, received and sent: of current streams, and of the expected ones of people who are joining.
   */
  packetsPerSecond: number;
  /** The same, with every room counted as a full group, since new rooms will grow. */
  foreseenPacketsPerSecond: number;
  /** Share of one core over the last seconds: 0 to 1. */
  cpuShare: number;
}

export interface Limits {
  packetsPerSecond: number;
  cpuShare: number;
}

/** Share of one core. In the bench 0.67 was without a loss, and with 0.74 packets were late and lost. */
export const maxCpuShare = 0.7;
/** Never reached. The ratio of the two is that of real limits, so that the least loaded worker is still found. */
const noLimits: Limits = { packetsPerSecond: 6e10, cpuShare: maxCpuShare * 1e6 };
/** Share of a worker that is reserved for people joining its rooms; new rooms don't begin on it. */
const keptForRunningRooms = 0.1;

/** @param maxPacketsPerSecond 0: no limit, neither for packets nor for CPU time */
export function limitsFor(maxPacketsPerSecond: number): Limits {
  return maxPacketsPerSecond === 0 ? noLimits : { packetsPerSecond: maxPacketsPerSecond, cpuShare: maxCpuShare };
}

/** How full a worker is: 1 is its limit. */
export function pressureOf(load: Load, limits: Limits): number {
  return Math.max(load.packetsPerSecond / limits.packetsPerSecond, load.cpuShare / limits.cpuShare);
}

/** Is there capacity for this many more packets a second? */
export function hasRoomFor(packetsPerSecond: number, load: Load, limits: Limits): boolean {
  const packets = load.packetsPerSecond + packetsPerSecond;
  return packets <= limits.packetsPerSecond && load.cpuShare < limits.cpuShare;
}

/** The worker with the least load, expected growth included; null when there is none. */
export function leastLoaded<W extends { load: Load }>(workers: readonly W[], limits: Limits): W | null {
  const foreseen = ({ load }: W): number =>
    Math.max(load.foreseenPacketsPerSecond / limits.packetsPerSecond, load.cpuShare / limits.cpuShare);
  return workers.reduce<W | null>(
    (least, worker) => (least === null || foreseen(worker) < foreseen(least) ? worker : least),
    null,
  );
}

/** What a worker must be able to take, in packets a second, to begin with a room. */
const neededForRoom = (ofFirstPerson: number, limits: Limits): number =>
  Math.max(ofFirstPerson, limits.packetsPerSecond * keptForRunningRooms);

/** Would the first person of a room be refused by all of these workers? No: there are none, which is no lack of capacity. */
export function areFull(loads: readonly Load[], limits: Limits, ofFirstPerson: number): boolean {
  const needed = neededForRoom(ofFirstPerson, limits);
  return loads.length > 0 && !loads.some((load) => hasRoomFor(needed, load, limits));
}

/** A running worker, and how many of the room's people it has; null: the room isn't on it. */
export interface Candidate {
  load: Load;
  people: number | null;
}

export interface PlaceRequest<C extends Candidate> {
  /** Those that have the room already come in the order in which it was placed there. */
  candidates: readonly C[];
  limits: Limits;
  /** People of one room on one worker, before it continues on another one. */
  peoplePerWorker: number;
  /** What the person is expected to add, in packets a second. */
  packetsPerSecond: number;
  /** Person of a running session: never refused. */
  isReturning: boolean;
}

/** The worker for a person's media; null when none has capacity. */
export function placePerson<C extends Candidate>(request: PlaceRequest<C>): C | null {
  const { candidates, limits, peoplePerWorker, packetsPerSecond, isReturning } = request;
  const fitting = candidates.filter(({ load }) => hasRoomFor(packetsPerSecond, load, limits));
  const here = fitting.filter(({ people }) => people !== null);
  const withPlace = here.find(({ people }) => people !== null && people < peoplePerWorker);
  if (withPlace) return withPlace;
  const isFirst = candidates.every(({ people }) => people === null);
  const needed = isFirst ? neededForRoom(packetsPerSecond, limits) : packetsPerSecond;
  const elsewhere = fitting.filter(({ people, load }) => people === null && hasRoomFor(needed, load, limits));
  // No other worker is free: exceed `peoplePerWorker` rather than refuse.
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
