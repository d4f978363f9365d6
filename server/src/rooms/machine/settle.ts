/**
 * After every event: brings phase, lead and timers in line with who is present. Decided in one place, so that every
 * event is covered.
 */

import { expire } from './entry/connect.ts';
import { settleConsents } from './entry/consent.ts';
import { settleDepartures } from './entry/departures.ts';
import { letHostsWithoutKeysIn, letWaitingHostsIn } from './entry/direct-entry.ts';
import { endRoom } from './entry/moderation.ts';
import { putBack } from './entry/seat-changes.ts';
import { settleCheckIn } from './group/check-in.ts';
import { endTurn, freezeByRestart, passAbsent, settleGoRound, turnAwayMs, waitsForHolder } from './group/go-round.ts';
import { settleHelp } from './group/help.ts';
import { nextAnnounced } from './group/meeting.ts';
import { settlePresence } from './group/presence.ts';
import { settlePlaces } from './group/settle-places.ts';
import { settleTurnUndo, turnUndoMs } from './group/turn-undo.ts';
import { type Draft, nextNumber, reject } from './model/draft.ts';
import { instantMs, isHost, isInside, presentHosts, seatOf, seatsOf, shortLossMs } from './model/state.ts';
import { partsOfTimerName } from './model/timer-name.ts';
import type { RoomState, Seat, TimerName } from './model/types.ts';
import { closeByRestart, settleAttendance } from './time/attendance.ts';
import { rescheduleIfNotDue } from './time/clock-step.ts';
import { endsAtOf, settleWarnings, warn } from './time/ending.ts';
import { settleExtension, undoableUntil } from './time/extension.ts';
import { settleHold } from './time/hold.ts';
import { isLeadAway, lendLead, settleLead } from './time/lead.ts';
import { absenceDueAt, settleTherapistAbsence } from './time/therapist-absence.ts';
import { breakoutEndsAt } from './visibility/places.ts';

/** @param before the room before the event */
export function settle(draft: Draft, before: RoomState): void {
  const { state } = draft;
  if (state.phase !== 'ended' && (endsAtOf(state) ?? Infinity) <= draft.now) endRoom(draft, 'closes-at');
  openIfDue(draft);
  if (state.phase === 'ended') {
    settlePeople(draft);
    settleExtension(draft);
    state.timers = {};
    return;
  }
  letHostsWithoutKeysIn(draft, before);
  const hosts = presentHosts(state);
  if (hosts.length > 0 && (state.phase === 'open' || state.phase === 'held')) state.phase = 'live';
  if (state.phase === 'live') state.liveSince ??= draft.now;
  settleHold(draft);
  settleLead(draft);
  settleTherapistAbsence(draft);
  settlePeople(draft);
  settleExtension(draft);
  settleWarnings(draft);
  settleTimers(draft, hosts);
}

/** Ends what people were doing in the group (hands, turns, calls for help) when they are not inside any more. */
function settlePeople(draft: Draft): void {
  // First: an observer who is put back by this is not in any place afterwards.
  settleConsents(draft);
  settlePlaces(draft);
  settlePresence(draft);
  settleDepartures(draft);
  settleHelp(draft);
  settleCheckIn(draft);
  settleGoRound(draft);
  settleTurnUndo(draft);
  settleAttendance(draft);
}

const isPast = (draft: Draft, instant: string | null): boolean => (instantMs(instant) ?? Infinity) <= draft.now;

/**
 * The room opens for everybody at opensAt, earlier for hosts. Depends only on the time, so a late timer changes
 * nothing.
 */
function openIfDue(draft: Draft): void {
  const { state } = draft;
  if (state.phase !== 'scheduled') return;
  if (state.settings.opensAt === null || isPast(draft, state.settings.opensAt)) state.phase = 'open';
  letWaitingHostsIn(draft);
}

function settleTimers(draft: Draft, hosts: Seat[]): void {
  const { state, now } = draft;
  const { settings } = state;
  const opensAt = instantMs(settings.opensAt);
  const isScheduled = state.phase === 'scheduled' && opensAt !== null;
  const earlyAt = isScheduled ? opensAt - settings.earlyEntrySeconds * 1_000 : null;
  runAt(draft, 'opens', isScheduled ? opensAt : null);
  runAt(draft, 'earlyEntry', earlyAt !== null && earlyAt > now ? earlyAt : null);
  runAt(draft, 'closes', endsAtOf(state));
  runAt(draft, 'undoExtension', undoableUntil(state));
  runAt(draft, 'turn', state.goRound?.turnEndsAt ?? null);
  runFor(draft, 'turnAway', waitsForHolder(state), turnAwayMs);
  runFor(draft, 'undoTurn', state.turnUndo !== null, turnUndoMs);
  runAt(draft, 'breakout', state.breakout && breakoutEndsAt(state.breakout));
  runAt(draft, 'meeting', nextAnnounced(state));

  const graceMs = settings.absenceGraceSeconds * 1_000;
  runFor(draft, 'hostBlip', state.phase === 'live' && hosts.length === 0, shortLossMs);
  runFor(draft, 'grace', state.phase === 'held', graceMs);
  runFor(draft, 'leadGrace', isLeadAway(state), shortLossMs + graceMs);
  runAt(draft, 'therapistAbsence', absenceDueAt(state));

  const seats = seatsOf(state);
  const isEmpty = state.everAdmitted && !seats.some((seat) => isInside(seat) || seat.state === 'waiting');
  runFor(draft, 'empty', isEmpty, settings.emptyTimeoutSeconds * 1_000);
  for (const seat of seats) {
    const isDropped = seat.state === 'suspended' || (seat.state === 'waiting' && seat.connectionId === null);
    runFor(draft, `lease:${seat.id}`, isDropped, settings.seatLeaseSeconds * 1_000);
    runFor(draft, `device:${seat.id}`, seat.challenger?.connectionId === null, settings.seatLeaseSeconds * 1_000);
  }
}

/** A timer with a duration: started when its condition begins, cleared when it ends, otherwise left alone. */
function runFor(draft: Draft, name: TimerName, isWanted: boolean, durationMs: number): void {
  const { timers } = draft.state;
  if (!isWanted) delete timers[name];
  else timers[name] ??= { epoch: nextNumber(draft), dueAt: draft.now + durationMs };
}

/** A timer at an instant: re-armed when the instant changes. */
function runAt(draft: Draft, name: TimerName, dueAt: number | null): void {
  const { timers } = draft.state;
  if (dueAt === null) delete timers[name];
  else if (timers[name]?.dueAt !== dueAt) timers[name] = { epoch: nextNumber(draft), dueAt };
}

export function fireTimer(draft: Draft, name: TimerName, epoch: number): void {
  const { state, now } = draft;
  const timer = Object.hasOwn(state.timers, name) ? state.timers[name] : undefined;
  if (!timer || timer.epoch !== epoch || timer.dueAt > now) reject('not-found');
  delete state.timers[name];
  const { kind, subject } = partsOfTimerName(name);
  switch (kind) {
    case 'lease': {
      const seat = seatOf(state, subject);
      if (seat) expire(draft, seat);
      break;
    }
    case 'device': {
      const seat = seatOf(state, subject);
      if (seat) seat.challenger = null;
      break;
    }
    case 'warning':
      warn(draft, Number(subject));
      break;
    case 'turn':
      endTurn(draft);
      break;
    case 'turnAway':
      passAbsent(draft);
      break;
    case 'undoTurn':
      state.turnUndo = null;
      break;
    case 'hostBlip':
      state.phase = 'held';
      break;
    case 'grace':
      applyAbsencePolicy(draft);
      break;
    case 'leadGrace':
      lendLead(draft);
      break;
    case 'empty':
      endRoom(draft, 'empty');
      break;
    // Nothing is to be done here: settle() runs after every event and checks the time.
    case 'opens':
    case 'earlyEntry':
    case 'closes':
    case 'undoExtension':
    case 'breakout':
    case 'meeting':
    case 'therapistAbsence':
      break;
    default:
      assertUnreachable(kind);
  }
}

function assertUnreachable(kind: never): never {
  throw new Error(`unreachable timer ${String(kind)}`);
}

/** No host is left and the grace is over: the room ends, or everybody waits again. Nobody is promoted to host. */
function applyAbsencePolicy(draft: Draft): void {
  const { state } = draft;
  if (state.settings.absencePolicy === 'end') {
    endRoom(draft, 'host-absent');
    return;
  }
  // `hand-over` without another host present does the same as `return-to-waiting`.
  state.phase = 'open';
  for (const seat of seatsOf(state)) if (isInside(seat) && !isHost(seat)) putBack(draft, seat, 'host-absent');
}

/**
 * After a restart no connection exists. Every seat gets a new lease (also those disconnected before), waiting people
 * and second devices keep their positions, and the session is held until a host is back.
 */
export function restart(draft: Draft): void {
  const { state } = draft;
  loseConnections(draft);
  if (state.goRound) state.goRound.state = 'paused';
  if (state.phase === 'live') state.phase = 'held';
  rescheduleIfNotDue(draft);
}

/**
 * Another node continues the room. As after a restart, but short enough for a session to stay live, if a host is back
 * within the time of a short loss, and for a go-round to go on when its holder is back.
 */
export function takeOver(draft: Draft): void {
  const { hostBlip } = draft.state.timers;
  loseConnections(draft);
  // A host who was lost before gets no more time.
  if (hostBlip) draft.state.timers.hostBlip = hostBlip;
  rescheduleIfNotDue(draft);
}

function loseConnections(draft: Draft): void {
  const { state } = draft;
  state.timers = {};
  state.checkIn = null;
  closeByRestart(draft);
  freezeByRestart(draft);
  for (const seat of seatsOf(state)) {
    if (seat.challenger) seat.challenger.connectionId = null;
    seat.connectionId = null;
    if (seat.state === 'admitted') seat.state = 'suspended';
  }
}
