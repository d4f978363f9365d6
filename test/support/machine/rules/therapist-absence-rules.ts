/**
 * Oracle for who may postpone the end while no therapist is present, and what hosts are told: computed from presence
 * over time.
 */
import assert from 'node:assert/strict';
import {
  type Accepted,
  type RoomState,
  type Seat,
  shortLossMs,
  viewOf,
} from '../../../../server/src/rooms/machine/index.ts';
import { isPresentHost, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

const minuteMs = 60_000;
const isTherapist = (seat: Seat): boolean => isPresentHost(seat) && seat.claims.role === 'therapist';

export class TherapistAbsenceBook {
  #lead: string | null = null;
  /** The therapist who was present last. */
  #last: string | null = null;
  #since: number | null = null;
  /** Hosts were given the right, and the therapist is still away. */
  #isGiven = false;

  moveTimes(byMs: number): void {
    if (this.#since !== null) this.#since += byMs;
  }

  /** @param endsAt the room's end before the step, and after it, as the oracle computes it */
  check({ before, event }: Step, { state: after }: Accepted, now: number, endsAt: number | null): void {
    if ((event.type === 'extend' || event.type === 'undoExtension') && event.actor.kind === 'seat') {
      const seat = seatBy(before, event.actor.seatId);
      assert.ok(seat && this.#mayExtend(before, seat), 'who may not put the end off is refused');
    }
    if (event.type !== 'updateSettings' && event.type !== 'undoExtension')
      assert.ok(after.extendedMs >= before.extendedMs, 'what was added stays');
    this.#record(after, now, endsAt);
    if (after.phase === 'ended') return;
    for (const seat of seatsIn(after)) this.#checkView(after, seat, now);
  }

  #record(after: RoomState, now: number, endsAt: number | null): void {
    const therapists = seatsIn(after)
      .filter(isTherapist)
      .sort((a, b) => a.admissionOrder - b.admissionOrder);
    this.#lead ??= therapists[0]?.id ?? null;
    const present = therapists.find(({ id }) => id === this.#lead) ?? therapists[0];
    if (present) this.#last = present.id;
    this.#since = present || this.#last === null ? null : (this.#since ?? now);
    const { absenceExtendSeconds: afterS } = after.settings;
    if (this.#since === null || afterS === null) {
      this.#isGiven = false;
      return;
    }
    const awayMs = now - this.#since;
    const isLastMinute = endsAt !== null && endsAt - now <= minuteMs;
    if (awayMs >= afterS * 1_000 || (isLastMinute && awayMs >= shortLossMs)) this.#isGiven = true;
  }

  #mayExtend(state: RoomState, seat: Seat): boolean {
    return seat.claims.grants.canExtend || (isPresentHost(seat) && (this.#isGiven || state.handedOverTo === seat.id));
  }

  #checkView(state: RoomState, seat: Seat, now: number): void {
    const view = seat.connectionId === null ? null : viewOf(state, seat.connectionId);
    if (view?.state !== 'admitted') return;
    assert.equal(view.self.grants.canExtend, this.#mayExtend(state, seat), 'told exactly who may put the end off');
    const { therapistAway } = view.room;
    if (!isPresentHost(seat)) {
      assert.equal(therapistAway, undefined, 'hosts alone are told that the therapist is away');
      return;
    }
    if (this.#since === null || now - this.#since < shortLossMs) {
      assert.equal(therapistAway, null, 'a therapist who is there, or whose connection blinked, is not told as away');
      return;
    }
    assert.equal(therapistAway?.participantId, this.#last);
    assert.equal(therapistAway.since, this.#since);
    const anyMay = seatsIn(state).some((one) => isPresentHost(one) && this.#mayExtend(state, one));
    assert.equal(therapistAway.canBeExtended, anyMay);
    if (this.#isGiven) assert.equal(therapistAway.mayExtendAt, null, 'nothing is announced that is there already');
    else assert.ok(therapistAway.mayExtendAt === null || therapistAway.mayExtendAt > now, 'what is announced is ahead');
  }
}
