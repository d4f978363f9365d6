/** What a connection may know. Snapshots are sent whole on connecting; all other news are differences between two of them. */
import type {
  AdmittedSnapshot,
  Participant,
  Self,
  Snapshot,
  WaitingEntry,
  WaitingSnapshot,
} from '@hearthroom/sdk/protocol';
import { effectiveGrants, instantMs, isInside, seatOf, seatOfConnection, seatsOf } from './state.ts';
import type { Claims, ConnectionId, RoomState, Seat } from './types.ts';

/** Everything that this connection may know, or null when it holds nothing here. */
export function viewOf(state: RoomState, connectionId: ConnectionId): Snapshot | null {
  const seat = seatOfConnection(state, connectionId);
  if (!seat || state.phase === 'ended') return null;
  if (seat.challenger?.connectionId === connectionId) return waitingView(state, seat, seat.challenger.claims);
  if (seat.state === 'waiting') return waitingView(state, seat, seat.claims);
  return seat.state === 'admitted' ? admittedView(state, seat) : null;
}

/** Nothing in here may depend on any other seat. */
function waitingView(state: RoomState, seat: Seat, claims: Claims): WaitingSnapshot {
  const { title, opensAt, waitingMessage } = state.settings;
  const self = { id: seat.id, name: claims.name, role: claims.role, grants: claims.grants };
  return { state: 'waiting', self, room: { title, opensAt: instantMs(opensAt), waitingMessage } };
}

function admittedView(state: RoomState, viewer: Seat): AdmittedSnapshot {
  const grants = effectiveGrants(state, viewer);
  const { settings } = state;
  const lead = state.leadId === null ? undefined : seatOf(state, state.leadId);
  const self: Self = { id: viewer.id, name: viewer.claims.name, role: viewer.claims.role, grants };
  return {
    state: 'admitted',
    self,
    room: {
      title: settings.title,
      phase: state.phase,
      locked: settings.locked,
      waitingRoom: settings.waitingRoom,
      closesAt: instantMs(settings.closesAt),
      heldUntil: state.timers.grace?.dueAt ?? null,
      absencePolicy: settings.absencePolicy,
      // Of a lead who waits, left or was removed nobody learns more than that there is none.
      leadId: lead && isInside(lead) ? lead.id : null,
    },
    participants: seatsOf(state)
      .filter((seat) => isInside(seat) && seat.id !== viewer.id)
      .sort((a, b) => a.admissionOrder - b.admissionOrder)
      .map((seat) => participantView(seat, grants.canSeeLabels)),
    ...(grants.canAdmit && { waiting: queueOf(state).map((entry) => withoutLabel(entry, grants.canSeeLabels)) }),
  };
}

function participantView(seat: Seat, showLabel: boolean): Participant {
  const { name, label, role } = seat.claims;
  const connection = seat.state === 'admitted' ? 'connected' : 'reconnecting';
  return { id: seat.id, name, ...(showLabel && label !== null && { label }), role, connection, away: false };
}

function withoutLabel(entry: WaitingEntry, showLabel: boolean): WaitingEntry {
  if (showLabel) return entry;
  const { label: _hidden, ...rest } = entry;
  return rest;
}

/**
 * Everybody who waits, longest first; second devices among them. Ties (all put back at once) go by id and not by epoch, so that
 * a drop costs nobody their place, and a client can keep the same order from what it is told. With labels: callers take them
 * off who may not see them.
 */
export function queueOf(state: RoomState): WaitingEntry[] {
  const entries = seatsOf(state).flatMap((seat) => {
    const plain =
      seat.state === 'waiting'
        ? [entryView(seat, seat.claims, seat.epoch, seat.waitingSince, seat.connectionId, false)]
        : [];
    const { challenger } = seat;
    const second = challenger
      ? [entryView(seat, challenger.claims, challenger.epoch, challenger.waitingSince, challenger.connectionId, true)]
      : [];
    return [...plain, ...second];
  });
  return entries.sort((a, b) => a.waitingSince - b.waitingSince || compareText(a.id, b.id) || a.epoch - b.epoch);
}

/** By code units: the same everywhere, whatever the locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function entryView(
  seat: Seat,
  claims: Claims,
  epoch: number,
  waitingSince: number,
  connectionId: ConnectionId | null,
  secondDevice: boolean,
): WaitingEntry {
  const { name, label, role } = claims;
  const connection = connectionId === null ? 'dropped' : 'connected';
  return { id: seat.id, epoch, name, ...(label !== null && { label }), role, waitingSince, connection, secondDevice };
}
