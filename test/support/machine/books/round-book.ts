/** The oracle's own record of turns, their time, and the step that can be undone. */
import assert from 'node:assert/strict';
import type { AdmittedSnapshot } from '@hearthroom/sdk/protocol';
import type { RoomEvent, RoomState, Seat } from '../../../../server/src/rooms/machine/index.ts';
import { isIn, isNewProcess, seatBy } from '../history.ts';
import type { Step } from '../world.ts';
import type { PlaceBook } from './place-book.ts';

const awayMs = 30_000;
const undoMs = 20_000;

interface Round {
  order: string[];
  turn: number;
  missed: string[];
  totalMs: number | null;
  leftMs: number | null;
  isPausedByHost: boolean;
}

type GiveTurn = Extract<RoomEvent, { type: 'giveTurn' }>;

const holderOf = (round: Round | null): string | undefined => round?.order[round.turn];

export class RoundBook {
  #round: Round | null = null;
  #undo: { round: Round; until: number } | null = null;
  /** Since when the turn has waited for its absent holder while somebody present is next. */
  #awaySince: number | null = null;
  #isRunning = false;
  #at = 0;

  /** The clock was set. */
  moveTimes(byMs: number): void {
    this.#at += byMs;
    if (this.#undo) this.#undo.until += byMs;
    if (this.#awaySince !== null) this.#awaySince += byMs;
  }

  /** Updates the record with an accepted step and compares it. @param places the places after the step */
  check({ before, event }: Step, after: RoomState, now: number, places: PlaceBook): void {
    const elapsedMs = this.#isRunning && !isNewProcess(event) ? now - this.#at : 0;
    if (this.#round && this.#round.leftMs !== null) this.#round.leftMs -= elapsedMs;
    this.#at = now;
    const previous = holderOf(this.#round);
    if ('actor' in event && event.actor.kind === 'seat')
      this.#recordActor(event, event.actor.seatId, before, after, now);
    else this.#recordTime(event, after);
    this.#takeOut(after);
    if (isNewProcess(event)) this.#undo = null;
    this.#recordAway(after, places, now, holderOf(this.#round) !== previous);
    this.#compare(after, places);
  }

  #recordActor(event: RoomEvent, actorId: string, before: RoomState, after: RoomState, now: number): void {
    const round = this.#round;
    const leads = seatBy(before, actorId)?.claims.grants.canModerate === true;
    switch (event.type) {
      case 'startGoRound':
        assert.equal(round, null, 'at most one round at a time');
        this.#start(event, after);
        break;
      case 'nextTurn':
        assert.ok(round && (leads || holderOf(round) === actorId), 'passing is for whose turn it is');
        this.#remember(now);
        this.#advance(before);
        break;
      case 'stopGoRound':
        this.#remember(now);
        this.#round = null;
        break;
      case 'pauseGoRound':
      case 'resumeGoRound':
        if (round) round.isPausedByHost = event.type === 'pauseGoRound';
        break;
      case 'giveTurn':
        this.#give(event, actorId, leads, now);
        break;
      case 'undoTurn':
        this.#takeBack(before, now);
    }
  }

  #start({ order, secondsPerPerson }: Extract<RoomEvent, { type: 'startGoRound' }>, after: RoomState): void {
    const totalMs = secondsPerPerson === null ? null : secondsPerPerson * 1_000;
    const asSeated = Object.values(after.seats)
      .filter((seat) => isIn(seat) && seat.claims.role !== 'observer')
      .sort((a, b) => a.admissionOrder - b.admissionOrder)
      .map(({ id }) => id);
    const turns = { order: order ?? asSeated, turn: 0, missed: [] };
    this.#round = { ...turns, totalMs, leftMs: totalMs, isPausedByHost: false };
    this.#undo = null;
  }

  #recordTime(event: RoomEvent, after: RoomState): void {
    const round = this.#round;
    if (event.type === 'restarted' && round) round.isPausedByHost = true;
    if (event.type !== 'timerFired') return;
    const holder = holderOf(round);
    const lost = event.name.startsWith('lease:') ? event.name.slice('lease:'.length) : null;
    if (event.name === 'undoTurn') this.#undo = null;
    if (event.name === 'turnAway') {
      assert.equal(seatBy(after, holder ?? '')?.state, 'suspended', 'nobody who is there is passed over');
      if (holder !== undefined) this.#miss(holder);
    }
    if (lost !== null && round && round.order.indexOf(lost) >= round.turn) this.#miss(lost);
    if (event.name !== 'turn' && event.name !== 'turnAway') return;
    this.#undo = null;
    this.#advance(after);
  }

  #miss(id: string): void {
    if (this.#round && !this.#round.missed.includes(id)) this.#round.missed.push(id);
  }

  #remember(now: number): void {
    if (this.#round) this.#undo = { round: structuredClone(this.#round), until: now + undoMs };
  }

  /** To the next one; at the end to those inside who missed their turn; then the round is over. */
  #advance(state: RoomState): void {
    if (this.#round) this.#round.turn += 1;
    this.#begin(state);
  }

  #begin(state: RoomState): void {
    const round = this.#round;
    if (!round) return;
    if (round.turn >= round.order.length) {
      const late = round.missed.filter((id) => isIn(seatBy(state, id)));
      round.order = round.order.filter((id) => !late.includes(id)).concat(late);
      round.missed = round.missed.filter((id) => !late.includes(id));
      round.turn = round.order.length - late.length;
    }
    if (round.turn >= round.order.length) this.#round = null;
    else round.leftMs = round.totalMs;
  }

  #give({ seatId, when }: GiveTurn, actorId: string, leads: boolean, now: number): void {
    const round = this.#round;
    assert.ok(round);
    const id = seatId ?? actorId;
    const isMissed = round.missed.includes(id);
    assert.ok(
      leads || (id === actorId && when !== 'now' && isMissed),
      'a turn is taken by who missed it, and not at once',
    );
    const holder = holderOf(round);
    if (id === holder) return;
    assert.ok(isMissed || when !== 'never');
    if (when === 'now') this.#remember(now);
    else this.#undo = null;
    round.missed = round.missed.filter((other) => other !== id);
    if (when === 'never' || holder === undefined) return;
    const others = round.order.filter((other) => other !== id);
    const at = others.indexOf(holder);
    const behind = when === 'now' ? at : when === 'next' ? at + 1 : others.length;
    round.order = [...others.slice(0, behind), id, ...others.slice(behind)];
    round.turn = round.order.indexOf(when === 'now' ? id : holder);
    if (when === 'now') round.leftMs = round.totalMs;
  }

  #takeBack(before: RoomState, now: number): void {
    assert.ok(this.#undo && now < this.#undo.until, 'only the last step is undone, and not for long');
    const { round } = this.#undo;
    const holder = holderOf(round) ?? '';
    const order = round.order.filter((id) => isIn(seatBy(before, id)));
    const turn = order.indexOf(holder);
    const missed = [...new Set([...round.missed, ...(this.#round?.missed ?? [])])];
    const ahead = order.slice(turn);
    const isPausedByHost = this.#round?.isPausedByHost ?? round.isPausedByHost;
    this.#round = { ...round, order, turn, missed: missed.filter((id) => !ahead.includes(id)), isPausedByHost };
    this.#undo = null;
  }

  /** Removes participants who are gone; if the turn was theirs, it moves on. */
  #takeOut(after: RoomState): void {
    const round = this.#round;
    if (round) {
      const holder = holderOf(round);
      round.missed = round.missed.filter(
        (id) => !['left', 'denied', 'removed'].includes(seatBy(after, id)?.state ?? 'left'),
      );
      const isHere = (id: string): boolean => isIn(seatBy(after, id));
      round.turn = round.order.slice(0, round.turn).filter(isHere).length;
      round.order = round.order.filter(isHere);
      if (holderOf(round) !== holder) {
        this.#undo = null;
        this.#begin(after);
      }
    }
    const former = holderOf(this.#undo?.round ?? null);
    const isPossible = former !== undefined && isIn(seatBy(after, former)) && ['live', 'held'].includes(after.phase);
    if (!isPossible) this.#undo = null;
  }

  #pause(after: RoomState, places: PlaceBook): string | undefined {
    const holder = holderOf(this.#round);
    if (holder === undefined || !this.#round) return undefined;
    if (this.#round.isPausedByHost) return 'by-host';
    if (after.phase !== 'live' && !(after.phase === 'held' && after.settings.whileHeld === 'continue')) return 'held';
    if (seatBy(after, holder)?.state !== 'admitted') return 'connection-lost';
    return places.pairOf(holder) ? 'apart' : undefined;
  }

  #recordAway(after: RoomState, places: PlaceBook, now: number, isNew: boolean): void {
    const round = this.#round;
    const pause = this.#pause(after, places);
    this.#isRunning = round !== null && pause === undefined;
    const following = round?.order.slice(round.turn + 1) ?? [];
    const isAwaited = following.some((id) => seatBy(after, id)?.state === 'admitted');
    if (pause !== 'connection-lost' || !isAwaited) this.#awaySince = null;
    else this.#awaySince = isNew ? now : (this.#awaySince ?? now);
  }

  #compare(after: RoomState, places: PlaceBook): void {
    const round = this.#round;
    const { goRound, timers, now } = after;
    assert.equal(timers.turn?.dueAt, goRound?.turnEndsAt ?? undefined, 'the timer of a turn is its end');
    const awayUntil = this.#awaySince === null ? undefined : this.#awaySince + awayMs;
    assert.equal(timers.turnAway?.dueAt, awayUntil, 'a turn waits for its holder, and not without end');
    assert.equal(timers.undoTurn?.dueAt, this.#undo?.until, 'one step can be undone for a while');
    assert.equal(goRound === null, round === null, 'a round goes on until everybody had their turn');
    if (!goRound || !round) return;
    assert.deepEqual(
      [goRound.order, goRound.turn],
      [round.order, round.turn],
      'the turn is of the next one who is there',
    );
    assert.deepEqual(goRound.missed, round.missed, 'a turn lost with the connection is kept');
    assert.equal(new Set(round.order).size, round.order.length, 'nobody has two turns');
    for (const id of round.order) assert.ok(isIn(seatBy(after, id)), 'turns are of people inside');
    assert.ok(!round.missed.some((id) => round.order.slice(round.turn).includes(id)), 'nobody is asked who has a turn');
    assert.equal(goRound.state === 'paused', round.isPausedByHost);
    const runs = this.#pause(after, places) === undefined;
    const leftMs = goRound.turnEndsAt === null ? goRound.remainingMs : goRound.turnEndsAt - now;
    assert.equal(
      leftMs,
      round.leftMs,
      'of a turn that stands still nothing is lost, and nobody gets more than their time',
    );
    if (round.totalMs !== null) assert.equal(goRound.turnEndsAt !== null, runs, 'time runs while its holder is there');
    assert.ok(leftMs === null || leftMs >= 0);
  }

  /** Checks that a refused event was really invalid. */
  checkRefusal({ event, result, now }: Step): void {
    if (!('rejected' in result) || result.rejected !== 'too-late') return;
    if (event.type === 'undoTurn') assert.ok(!this.#undo || now >= this.#undo.until, 'what can be undone is undone');
    if (event.type === 'giveTurn' && event.when !== 'never') {
      const id = event.seatId ?? event.actor.seatId;
      const isAhead = holderOf(this.#round) === id;
      assert.ok(isAhead || !this.#round?.missed.includes(id), 'who missed a turn gets it');
    }
  }

  /** Checks what an admitted participant is shown of the round. */
  checkView(
    after: RoomState,
    viewer: Seat,
    room: AdmittedSnapshot['room'],
    places: PlaceBook,
    sees: (id: string) => boolean,
  ): void {
    const { goRound } = after;
    const leads = viewer.claims.grants.canModerate;
    const former = holderOf(this.#undo?.round ?? null);
    const turnUndo = this.#undo && leads && former !== undefined && sees(former);
    assert.deepEqual(room.turnUndo, turnUndo ? { participantId: former, until: this.#undo?.until } : undefined);
    if (!goRound?.order.every(sees)) {
      assert.equal(room.goRound, null, 'a round is seen by who sees everybody in it');
      return;
    }
    const { missed = [], pausedBecause, passesAt, ...rest } = room.goRound ?? {};
    const { missed: all, ...round } = goRound;
    assert.deepEqual(rest, round);
    assert.equal(pausedBecause, this.#pause(after, places), 'why a turn stands still is said');
    assert.equal(passesAt, this.#awaySince === null ? undefined : this.#awaySince + awayMs);
    const shown = all.filter((id) => (leads ? isIn(seatBy(after, id)) && sees(id) : id === viewer.id));
    assert.deepEqual(missed, shown, 'who missed a turn is known to them and to those who lead');
  }
}
