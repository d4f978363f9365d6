/** Who is not inside is heard and seen by nobody, and hears nobody. */
import type { Heard, History, RoomVersion } from '../history.ts';
import { clockErrorMs, heardAfterRemovalMs } from '../limits.ts';
import { type Interval, timesInside } from '../versions-of-room.ts';

export function problemsOfHearing({ versions, heard, events }: History): string[] {
  const rooms = Map.groupBy(versions, ({ room }) => room);
  const ofRoom = (room: string): RoomVersion[] => rooms.get(room) ?? [];
  return [
    ...heard.flatMap((one) => problemsOfPair(one, ofRoom(one.room))),
    ...events.flatMap(({ room, what, about = '', at }) => {
      if (what !== 'participant-connected') return [];
      const isInside = timesInside(ofRoom(room), about).some(({ from }) => from <= at + clockErrorMs);
      return isInside ? [] : [`${room}: ${about} was seen before the admission`];
    }),
  ];
}

function problemsOfPair({ room, speaker, listener, times }: Heard, versions: readonly RoomVersion[]): string[] {
  return [speaker, listener].flatMap((seat) => {
    const inside = timesInside(versions, seat);
    const wrong = times.filter((at) => !inside.some((interval) => allows(interval, at)));
    const [first] = wrong;
    if (first === undefined) return [];
    const who = seat === speaker ? `${speaker} was heard by ${listener}` : `${listener} heard ${speaker}`;
    return [`${room}: ${who} in ${wrong.length} packets, ${sinceInside(inside, first)}`];
  });
}

const allows = ({ from, to }: Interval, at: number): boolean =>
  at >= from - clockErrorMs && at <= to + heardAfterRemovalMs;

function sinceInside(inside: readonly Interval[], at: number): string {
  const last = inside.findLast(({ to }) => to < at);
  return last ? `first ${Math.round(at - last.to)} ms after the removal` : 'before any admission';
}
