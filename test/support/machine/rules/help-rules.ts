/** Oracle for which host handles a call for help, and who is notified that it was closed: computed from events. */
import assert from 'node:assert/strict';
import { type Accepted, type RoomState, viewOf } from '../../../../server/src/rooms/machine/index.ts';
import type { PlaceBook } from '../books/place-book.ts';
import { holdsHostGrants, isIn, isPresentHost, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

export class HelpBook {
  /** The host who handles it, by the client who asked. */
  readonly #takenBy = new Map<string, string>();

  /** @param places as they are after the step */
  check(step: Step, result: Accepted, places: PlaceBook): void {
    checkTold(step, result);
    this.#record(step, result.state, places);
    this.#checkViews(result.state);
  }

  #record({ event }: Step, after: RoomState, places: PlaceBook): void {
    if (event.type === 'requestHelp') this.#takenBy.delete(event.actor.seatId);
    if (event.type === 'answerHelp' && event.seatId !== event.actor.seatId)
      this.#takenBy.set(event.seatId, event.actor.seatId);
    if (event.type === 'moveToGroup' && event.actor.kind === 'seat' && event.actor.seatId === event.seatId)
      this.#recordVisit(event, after, places);
    for (const [id, hostId] of this.#takenBy) {
      const host = seatBy(after, hostId);
      if (!seatBy(after, id)?.help || !isIn(host) || !holdsHostGrants(host)) this.#takenBy.delete(id);
    }
  }

  /** The host arrives at once, or is announced. */
  #recordVisit(visit: { seatId: string; groupId: string | null }, after: RoomState, places: PlaceBook): void {
    const host = seatBy(after, visit.seatId);
    if (!host || !holdsHostGrants(host) || places.pairOf(host.id)) return;
    for (const seat of seatsIn(after)) {
      const isThere = isIn(seat) && !places.pairOf(seat.id) && (places.groups?.get(seat.id) ?? null) === visit.groupId;
      if (seat.help && seat !== host && isThere && !this.#takenBy.has(seat.id)) this.#takenBy.set(seat.id, host.id);
    }
  }

  #checkViews(after: RoomState): void {
    for (const seat of seatsIn(after)) {
      const view = seat.connectionId === null ? null : viewOf(after, seat.connectionId);
      if (view?.state !== 'admitted') continue;
      for (const { participantId, takenBy } of view.room.help) {
        const expected = isPresentHost(seat) ? this.#takenBy.get(participantId) : undefined;
        assert.equal(takenBy, expected, 'hosts are told which of them sees to a call, and nobody else is');
      }
    }
  }
}

/**
 * When a host closes a client's call, that client is notified, now or on return; nobody else is, and nothing else
 * notifies them.
 */
function checkTold({ before, event }: Step, { effects }: Accepted): void {
  const told = effects.flatMap((effect) => {
    if (effect.type === 'deliver' && effect.notification.method === 'helpClosed') return [effect.connectionId];
    return effect.type === 'deliverLater' && effect.notification.method === 'helpClosed' ? [effect.seatId] : [];
  });
  const isByHost = event.type === 'closeHelp' && event.seatId !== null && event.seatId !== event.actor.seatId;
  const asker = isByHost ? seatBy(before, event.seatId ?? '') : undefined;
  assert.deepEqual(told, asker ? [asker.connectionId ?? asker.id] : [], `told on ${event.type}`);
}
