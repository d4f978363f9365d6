/** Everybody has their turn, one after the other. */
import type { GoRound } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import { actorMay, effectiveGrants, isInside, isPresent, seatOf, seatsOf } from '../model/state.ts';
import type { GoRoundState, RoomEvent, RoomState, Seat, SeatId } from '../model/types.ts';
import { requireGrant, requirePresence } from '../visibility/permissions.ts';
import { apartOf, maySeeId, samePlace } from '../visibility/places.ts';
import { insideOrReject } from './presence.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** For so long a turn waits for its holder whose connection is lost, if somebody follows who is there. */
export const turnAwayMs = 30_000;

/** The round as everybody in it sees it; nothing for somebody who may not see all of them. */
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

/** Why the time of the turn stands still; null while it runs. */
export function pauseOf(
  state: RoomState,
  { order, turn, state: running }: GoRoundState,
): NonNullable<GoRound['pausedBecause']> | null {
  const holderId = order[turn] ?? '';
  const goesOn = state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
  if (running === 'paused') return 'by-host';
  if (!goesOn) return 'held';
  if (!isPresent(state, holderId)) return 'connection-lost';
  return apartOf(state, holderId) ? 'apart' : null;
}

/** Does the turn wait for its holder while others wait for theirs? */
export function waitsForHolder(state: RoomState): boolean {
  const { goRound } = state;
  if (!goRound || pauseOf(state, goRound) !== 'connection-lost') return false;
  return goRound.order.slice(goRound.turn + 1).some((id) => isPresent(state, id));
}

export function startGoRound(draft: Draft, event: EventOf<'startGoRound'>): void {
  requireGrant(draft, event.actor, 'canModerate');
  const { state } = draft;
  if (state.phase !== 'live') reject('room-not-live');
  // Whose turn it is is shown to all; in a closed circle that would tell of people who aren't seen yet.
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

/** The holder of the turn may pass; a moderator may move on. */
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
 * A person who missed their turn says whether they still want it; a moderator gives a turn to anybody inside, `now` before the one
 * who has it, who goes on afterwards with the whole time.
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

/** Nobody has two turns: another place in the order is left for this one. */
function place(round: GoRoundState, id: SeatId, when: 'now' | 'next' | 'end'): void {
  const index = round.order.indexOf(id);
  if (index !== -1) round.order.splice(index, 1);
  if (index !== -1 && index < round.turn) round.turn -= 1;
  const at = { now: round.turn, next: round.turn + 1, end: round.order.length }[when];
  round.order.splice(at, 0, id);
}

const roundOrReject = (draft: Draft): GoRoundState => draft.state.goRound ?? reject('not-found');

/** Before a step that somebody pressed, which a host may undo: keeps the round as it is. */
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

/** Its holder did not come back in time. They are asked when they are back, and have their turn at the end unless they say no. */
export function passAbsent(draft: Draft): void {
  const { goRound } = draft.state;
  const holderId = goRound?.order[goRound.turn];
  if (holderId === undefined) return;
  noteMissedTurn(draft, holderId);
  endTurn(draft);
}

/** Whose connection is lost for good loses the turn that they have or would have had; not so who had it before. */
export function noteMissedTurn({ state: { goRound } }: Draft, seatId: SeatId): void {
  if (!goRound || goRound.missed.includes(seatId)) return;
  if (goRound.order.indexOf(seatId) >= goRound.turn) goRound.missed.push(seatId);
}

/** After the last one and those who missed their turn the round is over. */
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

/** At the end those come who missed their turn and are inside. */
function takeUpMissed({ state }: Draft, round: GoRoundState): void {
  const late = round.missed.filter((id) => isInsideId(state, id));
  round.order = [...round.order.filter((id) => !late.includes(id)), ...late];
  round.turn = round.order.length - late.length;
  round.missed = round.missed.filter((id) => !late.includes(id));
}

/**
 * settleGoRound() starts its time. Muting is soft: everybody may unmute themselves.
 * @param remainingMs without it the whole time
 */
export function beginTurn(draft: Draft, round: GoRoundState, remainingMs?: number | null): void {
  const wholeMs = round.secondsPerPerson === null ? null : round.secondsPerPerson * 1_000;
  round.turnEndsAt = null;
  round.remainingMs = remainingMs ?? wholeMs;
  // The next holder is waited for as long as this one.
  delete draft.state.timers.turnAway;
  if (!round.muteOthers) return;
  const speaker = seatOf(draft.state, round.order[round.turn] ?? '');
  for (const seat of seatsOf(draft.state)) {
    if (!speaker || seat === speaker || !isInside(seat) || !samePlace(draft.state, speaker, seat)) continue;
    draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: 'microphone' });
  }
}

/** Who left is taken out, and the time of a turn runs while the round and the session do and its holder is with the group. */
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

/** Stops the time of the turn and keeps what is left of it. */
function freeze(round: GoRoundState, at: number): void {
  if (round.turnEndsAt === null) return;
  round.remainingMs = Math.max(round.turnEndsAt - at, 0);
  round.turnEndsAt = null;
}

const isInsideId = (state: RoomState, id: SeatId): boolean => {
  const seat = seatOf(state, id);
  return seat !== undefined && isInside(seat);
};

/** Suspended seats keep their turn; for those who are gone the next one begins. */
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

/** Who left on purpose or was sent away is offered nothing. */
const mayComeBack = (seat: Seat | undefined): boolean =>
  seat !== undefined && !['left', 'denied', 'removed'].includes(seat.state);

/** The process died: nobody heard the turn go on. Hosts take it up with what was left of it when the room was last seen. */
export function pauseByRestart(draft: Draft): void {
  const { goRound, now } = draft.state;
  draft.state.turnUndo = null;
  if (!goRound) return;
  freeze(goRound, now);
  goRound.state = 'paused';
}
