/** Everybody has their turn, one after the other. */
import type { GoRound } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from './draft.ts';
import { requireGrant, requirePresence } from './permissions.ts';
import { maySeeId, samePlace } from './places.ts';
import { insideOrReject } from './presence.ts';
import { actorMay, isInside, seatOf, seatsOf } from './state.ts';
import type { GoRoundState, RoomEvent, RoomState, Seat, SeatId } from './types.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

/** The round as everybody in it sees it; nothing for somebody who may not see all of them. */
export function goRoundView(state: RoomState, viewer: Seat): GoRound | null {
  const { goRound } = state;
  if (!goRound) return null;
  return goRound.order.every((id) => maySeeId(state, viewer, id)) ? { ...goRound, order: [...goRound.order] } : null;
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
  };
  beginTurn(draft, state.goRound);
}

const everybodyAsSeated = (state: RoomState): SeatId[] =>
  seatsOf(state)
    .filter((seat) => isInside(seat) && seat.claims.role !== 'observer')
    .sort((a, b) => a.admissionOrder - b.admissionOrder)
    .map(({ id }) => id);

/** Passing is for whoever's turn it is; moving on for those who moderate. */
export function nextTurn(draft: Draft, event: EventOf<'nextTurn'>): void {
  const actor = requirePresence(draft, event.actor);
  const round = roundOrReject(draft);
  const isTheirs = round.order[round.turn] === actor.id;
  if (!isTheirs && !actorMay(draft.state, event.actor, 'canModerate')) reject('not-allowed');
  moveOn(draft);
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
  draft.state.goRound = null;
}

const roundOrReject = (draft: Draft): GoRoundState => draft.state.goRound ?? reject('not-found');

/** After the last one the round is over. */
export function moveOn(draft: Draft): void {
  const { goRound } = draft.state;
  if (!goRound) return;
  goRound.turn += 1;
  if (goRound.turn < goRound.order.length) beginTurn(draft, goRound);
  else draft.state.goRound = null;
}

/** With its whole time, which settleGoRound() starts. Muting is soft: everybody may unmute themselves. */
function beginTurn(draft: Draft, round: GoRoundState): void {
  round.turnEndsAt = null;
  round.remainingMs = round.secondsPerPerson === null ? null : round.secondsPerPerson * 1_000;
  if (!round.muteOthers) return;
  const speaker = seatOf(draft.state, round.order[round.turn] ?? '');
  for (const seat of seatsOf(draft.state)) {
    if (!speaker || seat === speaker || !isInside(seat) || !samePlace(draft.state, speaker, seat)) continue;
    draft.effects.push({ type: 'muteTrack', seatId: seat.id, source: 'microphone' });
  }
}

/** Who left is taken out, and the time of a turn runs while the round and the session do. */
export function settleGoRound(draft: Draft): void {
  const { state, now } = draft;
  takeOutThoseGone(draft);
  const { goRound } = state;
  if (!goRound) return;
  const goesOn = state.phase === 'live' || (state.phase === 'held' && state.settings.whileHeld === 'continue');
  const isRunning = goRound.state === 'running' && goesOn;
  if (isRunning && goRound.remainingMs !== null) {
    goRound.turnEndsAt = now + goRound.remainingMs;
    goRound.remainingMs = null;
  } else if (!isRunning && goRound.turnEndsAt !== null) {
    freeze(goRound, now);
  }
}

function freeze(round: GoRoundState, at: number): void {
  if (round.turnEndsAt === null) return;
  round.remainingMs = Math.max(round.turnEndsAt - at, 0);
  round.turnEndsAt = null;
}

/** Suspended seats keep their turn; for those who are gone the next one begins. */
function takeOutThoseGone(draft: Draft): void {
  const { goRound } = draft.state;
  if (!goRound) return;
  const isHere = (id: SeatId): boolean => {
    const seat = seatOf(draft.state, id);
    return seat !== undefined && isInside(seat);
  };
  const { order, turn } = goRound;
  if (order.every(isHere)) return;
  const speaker = order[turn];
  goRound.order = order.filter(isHere);
  goRound.turn = order.slice(0, turn).filter(isHere).length;
  if (speaker === goRound.order[goRound.turn]) return;
  if (goRound.turn < goRound.order.length) beginTurn(draft, goRound);
  else draft.state.goRound = null;
}

/** The process died: nobody heard the turn go on. Hosts take it up with what was left of it when the room was last seen. */
export function pauseByRestart(draft: Draft): void {
  const { goRound, now } = draft.state;
  if (!goRound) return;
  freeze(goRound, now);
  goRound.state = 'paused';
}
