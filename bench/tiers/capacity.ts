/**
 * How many rooms of eight one worker can serve: the number is doubled first, then narrowed down, until packets wait or
 * are lost.
 */
import type { CapacityResult } from '../report/results.ts';
import type { Media } from '../systems/system.ts';
import { type LoadOptions, measureLoad } from './measure-load.ts';
import type { Figures } from './tier-figures.ts';

const peoplePerRoom = 8;
const maxP95Ms = 5;
const maxRooms = 64;

type Verdict = 'carried' | Exclude<CapacityResult['limit'], 'end of the scale'>;

/** @returns whether the server could serve it, or why not */
export function judge({
  residenceMs,
  loss,
  clientBound,
}: Pick<Figures, 'residenceMs' | 'loss' | 'clientBound'>): Verdict {
  if (loss > 0) return 'loss';
  if (clientBound || residenceMs === null) return 'clients';
  return residenceMs.p95 > maxP95Ms ? 'latency' : 'carried';
}

/** @param media with `av`, clients soon become the limit; `audio` allows more rooms on a small machine */
export async function measureCapacity(
  options: Omit<LoadOptions, 'crowd'>,
  media: Media,
  onStep: (rooms: number) => void = () => {},
): Promise<CapacityResult> {
  const steps: Figures[] = [];
  let carried = 0;
  let best: Figures | null = null;
  let failing = maxRooms + 1;
  let limit: CapacityResult['limit'] = 'end of the scale';
  for (let rooms = 1; rooms > carried && rooms < failing; rooms = nextRooms(carried, failing)) {
    onStep(rooms);
    const figures = await measureLoad({ ...options, crowd: { rooms, people: peoplePerRoom, media } });
    steps.push(figures);
    const verdict = judge(figures);
    if (verdict === 'carried') {
      carried = rooms;
      best = figures;
    } else {
      failing = rooms;
      limit = verdict;
    }
  }
  const workerCores = best?.processes.worker?.cores ?? null;
  return {
    system: options.system.name,
    peoplePerRoom,
    media,
    rooms: carried,
    workerCores,
    roomsPerCore: workerCores === null || workerCores === 0 ? null : carried / workerCores,
    limit,
    steps,
  };
}

/** Doubles until a number failed, then halves the distance. */
export function nextRooms(carried: number, failing: number): number {
  if (failing > maxRooms) return Math.min(carried * 2, maxRooms);
  return Math.floor((carried + failing) / 2);
}
