/** Oracle for who is notified that a participant left: computed from events, never from the machine's records. */
import assert from 'node:assert/strict';
import { type Accepted, type RoomState, viewOf } from '../../../../server/src/rooms/machine/index.ts';
import { holdsHostGrants, isIn, isPresentHost, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

interface Entry {
  how: string;
  seenBy: Set<string>;
}

export class DepartureBook {
  readonly #entries = new Map<string, Entry>();

  check({ before, event }: Step, { state: after }: Accepted): void {
    for (const seat of seatsIn(before)) {
      if (!isIn(seat) || holdsHostGrants(seat) || isIn(seatBy(after, seat.id)) || after.phase === 'ended') continue;
      const how = this.#howOf(event, seat.connectionId, seat.id);
      if (how === null) continue;
      this.#entries.delete(seat.id);
      this.#entries.set(seat.id, { how, seenBy: new Set() });
    }
    if (event.type === 'markDepartureSeen') this.#entries.get(event.seatId)?.seenBy.add(event.actor.seatId);
    for (const id of this.#entries.keys()) if (isIn(seatBy(after, id))) this.#entries.delete(id);
    this.#checkViews(after);
  }

  #howOf(event: Step['event'], connectionId: string | null, id: string): string | null {
    if (event.type === 'left' && event.connectionId === connectionId) return event.quickly ? 'left-quickly' : 'left';
    if (event.type === 'withdrawAgreement' && event.connectionId === connectionId) return 'agreement-withdrawn';
    return event.type === 'timerFired' && event.name === `lease:${id}` ? 'connection-lost' : null;
  }

  #checkViews(after: RoomState): void {
    for (const seat of seatsIn(after)) {
      if (seat.state !== 'admitted' || seat.connectionId === null) continue;
      const view = viewOf(after, seat.connectionId);
      const told = view && 'phase' in view.room ? view.room.departures : undefined;
      if (!isPresentHost(seat)) {
        assert.equal(told, undefined, 'hosts alone are told who left');
        continue;
      }
      if (!view) continue;
      const expected = [...this.#entries]
        .filter(([, { seenBy }]) => !seenBy.has(seat.id))
        .map(([id, { how }]) => [id, how]);
      const list = told?.map(({ participantId, how }) => [participantId, how]);
      assert.deepEqual(list, expected, 'a host is told of who left until they have seen it');
    }
  }
}
