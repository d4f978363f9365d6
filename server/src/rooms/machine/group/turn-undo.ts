/** Undoes the last step of a go-round: the turn goes back to its former holder, with the time that was left. */
import type { TurnUndo } from '@hearthroom/sdk/protocol';
import { type Draft, reject } from '../model/draft.ts';
import type { RoomEvent } from '../model/events.ts';
import { effectiveGrants, isInside, seatOf } from '../model/state.ts';
import type { RoomState, Seat, SeatId } from '../model/types.ts';
import { requireGrant } from '../visibility/permissions.ts';
import { maySeeId } from '../visibility/places.ts';
import { beginTurn } from './go-round.ts';

/** How long a step can be undone. */
export const turnUndoMs = 20_000;

/** The former holder of the turn. */
const formerHolderOf = ({ turnUndo }: RoomState): SeatId | null => turnUndo?.order[turnUndo.turn] ?? null;

/** If a host has paused or resumed the round meanwhile, that stays. */
export function undoTurn(draft: Draft, { actor }: Extract<RoomEvent, { type: 'undoTurn' }>): void {
  requireGrant(draft, actor, 'canModerate');
  const { state, now } = draft;
  const holderId = formerHolderOf(state);
  if (!state.turnUndo || holderId === null || (state.timers.undoTurn?.dueAt ?? now) <= now) reject('too-late');
  const { goRound: present, turnUndo: former } = state;
  const order = former.order.filter((id) => isHere(state, id));
  const turn = order.indexOf(holderId);
  const missed = new Set([...former.missed, ...(present?.missed ?? [])]);
  for (const id of order.slice(turn)) missed.delete(id);
  const round = { ...former, order, turn, missed: [...missed], state: present?.state ?? former.state };
  state.turnUndo = null;
  state.goRound = round;
  beginTurn(draft, round, former.remainingMs);
}

function isHere(state: RoomState, id: SeatId): boolean {
  const seat = seatOf(state, id);
  return seat !== undefined && isInside(seat);
}

/** Undo is impossible once the former holder is not inside or the session is not live or held. */
export function settleTurnUndo({ state }: Draft): void {
  const holderId = formerHolderOf(state);
  const isPossible = holderId !== null && isHere(state, holderId) && ['live', 'held'].includes(state.phase);
  if (!isPossible) state.turnUndo = null;
}

/** For those who may undo the step. */
export function turnUndoView(state: RoomState, viewer: Seat): { turnUndo?: TurnUndo } {
  const participantId = formerHolderOf(state);
  const until = state.timers.undoTurn?.dueAt;
  if (participantId === null || until === undefined || !effectiveGrants(state, viewer).canModerate) return {};
  return maySeeId(state, viewer, participantId) ? { turnUndo: { participantId, until } } : {};
}
