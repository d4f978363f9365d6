/** The go-round: everybody has one turn, one after the other. */
import type { GoRound } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { actorMay, effectiveGrants, isHost, isInside, isPresent, seatOf, seatsOf } from '../model/state.ts';
import type { GoRoundState, RoomState, Seat, SeatId } from '../model/types.ts';
import { requireGrant, requirePresence } from '../visibility/permissions.ts';
import { maySeeId, privatePairOf, samePlace } from '../visibility/places.ts';
import { insideOrReject } from './presence.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** How long a turn waits for its holder whose connection is lost, if somebody present comes after them. */
export const turnAwayMs = 30_000;

/** The round as this viewer sees it; null if they may not see everybody in it. */
export function goRoundView(state: RoomState, viewer: Seat): GoRound | null {
  const { goRound } = state;
  if (!goRound?.order.every((id) => maySeeId(state, viewer, id))) return null;
  const { missed, ...round } = goRound;
  const leads = effectiveGrants(state, viewer).canModerate;
  const shown = missed.filter((id) => (leads ? maySeeId(state, viewer, id) : id === viewer.id));
  const pausedBecause = pauseOf(state, goRound);
  const passesAt = state.timers.turnAway?.dueAt;
  return {
    ...round,
    order: [...round.order],
    ...(pausedBecause && { pausedBecause }),
    ...(passesAt !== undefined && { passesAt }),
    ...(shown.length > 0 && { missed: shown }),
  };
}

/** Why the time of the turn is paused; null while it runs. */
export function pauseOf(
  state: RoomState,
  { order, turn, state: running }: GoRoundState,
): NonNullable<GoRound['pausedBecause']> | null {
  const holderId = order[turn] ?? '';
  const goesOn = state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
  if (running === 'paused') return 'by-host';
  if (!goesOn) return 'held';
  if (!isPresent(state, holderId)) return 'connection-lost';
  return privatePairOf(state, holderId) ? 'apart' : null;
}

/** Does the turn wait for its holder's connection while somebody present comes after them? */
export function waitsForHolder(state: RoomState): boolean {
  const { goRound } = state;
  if (!goRound || pauseOf(state, goRound) !== 'connection-lost') return false;
  return goRound.order.slice(goRound.turn + 1).some((id) => isPresent(state, id));
}

export function startGoRound(draft: Draft, event: EventOf<'startGoRound'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const { state } = draft;
  if (state.phase !== 'live') reject('room-not-live');
  // Everybody sees whose turn it is; in a closed circle that would reveal people who are not shown yet.
  if (state.circle === 'closed') reject('not-allowed');
  if (state.goRound) reject('busy');
  const order = event.order?.map((id) => insideOrReject(draft, event.actor, id).id) ?? everybodyAsSeated(state);
  if (order.length === 0 || new Set(order).size < order.length) reject('invalid-params');
  const { secondsPerPerson, muteOthers } = event;
  state.goRound = {
    order,
    turn: 0,
    secondsPerPerson,
    turnEndsAt: null,
    remainingMs: null,
    state: 'running',
    muteOthers,
    missed: [],
  };
  state.turnUndo = null;
  beginTurn(draft, state.goRound);
}

const everybodyAsSeated = (state: RoomState): SeatId[] =>
  seatsOf(state)
    .filter((seat) => isInside(seat) && seat.claims.role !== 'observer')
    .sort((a, b) => a.admissionOrder - b.admissionOrder)
    .map(({ id }) => id);

/** The holder of the turn may pass it on; a moderator may move on to the next turn. */
export function nextTurn(draft: Draft, event: EventOf<'nextTurn'>): void {
  const actor = requirePresence(draft, event.actor);
  const round = roundOrReject(draft);
  const isTheirs = round.order[round.turn] === actor.id;
  if (!isTheirs && !actorMay(draft.state, event.actor, 'canModerate')) reject('not-allowed');
  rememberTurn(draft);
  advance(draft);
}

export function pauseGoRound(draft: Draft, event: EventOf<'pauseGoRound'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  roundOrReject(draft).state = 'paused';
}

export function resumeGoRound(draft: Draft, event: EventOf<'resumeGoRound'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  roundOrReject(draft).state = 'running';
}

export function stopGoRound(draft: Draft, event: EventOf<'stopGoRound'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  roundOrReject(draft);
  rememberTurn(draft);
  draft.state.goRound = null;
}

/**
 * A person who missed their turn says whether they still want it. A moderator can give a turn to anybody inside. With
 * `now` it comes before the present holder, who then gets a whole turn.
 */
export function giveTurn(draft: Draft, { actor, seatId, when }: EventOf<'giveTurn'>): void {
  const own = requirePresence(draft, actor);
  const leads = actorMay(draft.state, actor, 'canModerate');
  const isOwn = seatId === null || seatId === own.id;
  if (!leads && (!isOwn || when === 'now')) reject('not-allowed');
  const { id } = isOwn ? own : insideOrReject(draft, actor, seatId);
  const round = roundOrReject(draft);
  const isHolder = round.order[round.turn] === id;
  if (isHolder && when === 'now') return;
  if (isHolder || (!round.missed.includes(id) && (!leads || when === 'never'))) reject('too-late');
  if (when === 'now') rememberTurn(draft);
  else draft.state.turnUndo = null;
  round.missed = round.missed.filter((other) => other !== id);
  if (when === 'never') return;
  place(round, id, when);
  if (when === 'now') beginTurn(draft, round);
}

/** Puts this person's turn at another position. Nobody has two turns, so the old one is removed. */
function place(round: GoRoundState, id: SeatId, when: 'now' | 'next' | 'end'): void {
  const index = round.order.indexOf(id);
  if (index !== -1) round.order.splice(index, 1);
  if (index !== -1 && index < round.turn) round.turn -= 1;
  const at = { now: round.turn, next: round.turn + 1, end: round.order.length }[when];
  round.order.splice(at, 0, id);
}

const roundOrReject = (draft: Draft): GoRoundState => draft.state.goRound ?? reject('not-found');

/** Keeps a copy of the round before a step by a person, so that a moderator can undo it. */
function rememberTurn({ state, now }: Draft): void {
  state.turnUndo = structuredClone(state.goRound);
  if (state.turnUndo) freeze(state.turnUndo, now);
  delete state.timers.undoTurn;
}

/** The time of the turn is over. */
export function endTurn(draft: Draft): void {
  draft.state.turnUndo = null;
  advance(draft);
}

/**
 * The holder did not come back in time. When they are back they are asked, and have their turn at the end unless they
 * say no.
 */
export function passAbsent(draft: Draft): void {
  const { goRound } = draft.state;
  const holderId = goRound?.order[goRound.turn];
  if (holderId === undefined) return;
  noteMissedTurn(draft, holderId);
  endTurn(draft);
}

/** Somebody whose connection is lost misses the turn they have or would have had; one that is over is not missed. */
export function noteMissedTurn({ state: { goRound } }: Draft, seatId: SeatId): void {
  if (!goRound || goRound.missed.includes(seatId)) return;
  if (goRound.order.indexOf(seatId) >= goRound.turn) goRound.missed.push(seatId);
}

/** The round is over after the last person in the order and those who missed their turn. */
function advance(draft: Draft): void {
  const { goRound } = draft.state;
  if (!goRound) return;
  goRound.turn += 1;
  beginOrEnd(draft, goRound);
}

function beginOrEnd(draft: Draft, round: GoRoundState): void {
  if (round.turn >= round.order.length) takeUpMissed(draft, round);
  if (round.turn < round.order.length) beginTurn(draft, round);
  else draft.state.goRound = null;
}

/** At the end, those who missed their turn and are inside get one. */
function takeUpMissed({ state }: Draft, round: GoRoundState): void {
  const late = round.missed.filter((id) => isInsideId(state, id));
  round.order = [...round.order.filter((id) => !late.includes(id)), ...late];
  round.turn = round.order.length - late.length;
  round.missed = round.missed.filter((id) => !late.includes(id));
}

/**
 * settleGoRound() starts the time of the turn. Mutes the others once, and the sound that they share; they may unmute
 * themselves. What hosts share continues: they may play music for everybody.
 * @param remainingMs time left of the turn; if missing, the whole time
 */
export function beginTurn(draft: Draft, round: GoRoundState, remainingMs?: number | null): void {
  const wholeMs = round.secondsPerPerson === null ? null : round.secondsPerPerson * 1_000;
  round.turnEndsAt = null;
  round.remainingMs = remainingMs ?? wholeMs;
  // The timer starts again for the next holder, with its full duration.
  delete draft.state.timers.turnAway;
  if (!round.muteOthers) return;
  const speaker = seatOf(draft.state, round.order[round.turn] ?? '');
  for (const seat of seatsOf(draft.state)) {
    if (!speaker || seat === speaker || !isInside(seat) || !samePlace(draft.state, speaker, seat)) continue;
    draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: 'microphone' });
    if (!isHost(seat)) draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: 'screen-audio' });
  }
}

/**
 * Takes out those who left. The time of the turn runs only while the round and the session run and the holder is with
 * the group.
 */
export function settleGoRound(draft: Draft): void {
  const { state, now } = draft;
  takeOutThoseGone(draft);
  const { goRound } = state;
  if (!goRound) return;
  const isRunning = pauseOf(state, goRound) === null;
  if (isRunning && goRound.remainingMs !== null) {
    goRound.turnEndsAt = now + goRound.remainingMs;
    goRound.remainingMs = null;
  } else if (!isRunning) {
    freeze(goRound, now);
  }
}

/** Stops the time of the turn and keeps the rest. */
function freeze(round: GoRoundState, at: number): void {
  if (round.turnEndsAt === null) return;
  round.remainingMs = Math.max(round.turnEndsAt - at, 0);
  round.turnEndsAt = null;
}

const isInsideId = (state: RoomState, id: SeatId): boolean => {
  const seat = seatOf(state, id);
  return seat !== undefined && isInside(seat);
};

/** Suspended seats keep their turn. If the holder is gone, the next turn begins. */
function takeOutThoseGone(draft: Draft): void {
  const { state } = draft;
  const { goRound } = state;
  if (!goRound) return;
  const isHere = (id: SeatId): boolean => isInsideId(state, id);
  goRound.missed = goRound.missed.filter((id) => mayComeBack(seatOf(state, id)));
  const { order, turn } = goRound;
  if (order.every(isHere)) return;
  const speaker = order[turn];
  goRound.order = order.filter(isHere);
  goRound.turn = order.slice(0, turn).filter(isHere).length;
  if (speaker === goRound.order[goRound.turn]) return;
  state.turnUndo = null;
  beginOrEnd(draft, goRound);
}

/** False for somebody who left on purpose, was denied or was removed: they are not offered a turn. */
const mayComeBack = (seat: Seat | undefined): boolean =>
  seat !== undefined && !['left', 'denied', 'removed'].includes(seat.state);

/**
 * After a restart the round is paused. A host resumes it with the time that was left when the room last processed an
 * event.
 */
export function freezeByRestart(draft: Draft): void {
  const { goRound, now } = draft.state;
  draft.state.turnUndo = null;
  if (goRound) freeze(goRound, now);
}
