/** Host commands for waiting people: admit, deny, send a message. */

import { closeConnection, type Draft, reject, seatOrReject, tellSeat } from '../model/draft.ts';
import type { EntryRef, RoomEvent } from '../model/events.ts';
import type { AdmitAnswer, SkippedEntry } from '../model/results.ts';
import { isHost, isInside, occupiedPlaces, seatOf, seatsOf } from '../model/state.ts';
import type { Challenger, ConnectionId, Seat, SeatId } from '../model/types.ts';
import { encryptionRefusal } from '../visibility/encryption.ts';
import { mayTakeOutHost, protectHosts, requireGrant } from '../visibility/permissions.ts';
import { mayBeAdmittedByAgreement } from './accepted-agreement.ts';
import { missingConsents } from './consent.ts';
import { dropChallenger, emptySeat, enterGroup, handSeatTo } from './seat-changes.ts';

type EventOf<T extends RoomEvent['type']> = Extract<RoomEvent, { type: T }>;

interface FoundEntry {
  seat: Seat;
  /** Set when the entry belongs to a second device; null when it is the seat's own entry. */
  challenger: Challenger | null;
}

/**
 * Atomic: admits everybody named, or rejects and admits nobody. With `all`, entries that cannot be admitted are skipped
 * instead. If two devices wait for the same seat, the one named first is admitted and the other is skipped.
 */
export function admit(draft: Draft, event: EventOf<'admit'>): AdmitAnswer {
  requireGrant(draft, event.actor, 'canAdmit');
  const present: FoundEntry[] = [];
  const skippedEntries: SkippedEntry[] = [];
  const skipOrReject = (ref: EntryRef, code: SkippedEntry['code']): void => {
    if (!event.all) reject(code);
    skippedEntries.push({ ...ref, code });
  };
  for (const ref of withoutDuplicates(event.entries)) {
    const entry = findEntry(draft, ref);
    if (entry && !present.some(({ seat }) => seat === entry.seat)) present.push(entry);
    else skipOrReject(ref, seatOf(draft.state, ref.seatId) ? 'stale-entry' : 'not-found');
  }
  const mayPass = (entry: FoundEntry, missing: SkippedEntry['code'] | null): boolean => {
    if (missing) skipOrReject(refOf(entry), missing);
    return !missing;
  };
  const complete = present.filter((entry) => mayPass(entry, missingFor(draft, entry, present)));
  // Before encryption: otherwise a host agrees to its end, and the admission is refused all the same.
  checkPhase(draft, complete);
  const found = complete.filter((entry) => mayPass(entry, endsEncryption(draft, entry, event)));
  checkCapacity(draft, found);
  for (const { seat, challenger } of found) {
    if (challenger && !bringsHost({ seat, challenger })) protectHosts(draft, event.actor, seat);
  }
  const admittedEntries = found.map(refOf);
  for (const { seat, challenger } of found) {
    if (challenger) moveSeatToDevice(draft, seat, challenger);
    else enterGroup(draft, seat);
  }
  const idOf = ({ seatId }: EntryRef): SeatId => seatId;
  return { admitted: admittedEntries.map(idOf), skipped: skippedEntries.map(idOf), admittedEntries, skippedEntries };
}

const refOf = ({ seat, challenger }: FoundEntry): EntryRef => ({
  seatId: seat.id,
  epoch: (challenger ?? seat).epoch,
});

/** The acceptance or consent that is still missing before a host may admit this entry; null: none. */
function missingFor(draft: Draft, entry: FoundEntry, step: FoundEntry[]): SkippedEntry['code'] | null {
  const { state } = draft;
  const { seat, challenger } = entry;
  const { claims } = challenger ?? seat;
  if (!mayBeAdmittedByAgreement(state, claims, challenger ?? seat)) return 'agreement-required';
  const newClients = step
    .filter((other) => (other.challenger ?? other.seat).claims.role === 'client')
    .map((other) => other.seat);
  return missingConsents(state, seat, claims, newClients) > 0 ? 'consent-required' : null;
}

function endsEncryption(
  { state }: Draft,
  { seat, challenger }: FoundEntry,
  { unencrypted = false }: EventOf<'admit'>,
): SkippedEntry['code'] | null {
  const refusal = encryptionRefusal(state, seat, challenger ?? seat);
  return refusal === 'e2ee-would-end' && unencrypted ? null : refusal;
}

function withoutDuplicates(refs: EntryRef[]): EntryRef[] {
  const seen = new Set<string>();
  return refs.filter(({ seatId, epoch }) => {
    const key = `${seatId} ${epoch}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The entry with this number, if it still waits and is connected; otherwise null. */
function findEntry(draft: Draft, { seatId, epoch }: EntryRef): FoundEntry | null {
  const seat = seatOf(draft.state, seatId);
  if (!seat) return null;
  const { challenger } = seat;
  if (challenger?.epoch === epoch && challenger.connectionId !== null) return { seat, challenger };
  const waits = seat.state === 'waiting' && seat.connectionId !== null && seat.epoch === epoch;
  return waits ? { seat, challenger: null } : null;
}

const bringsHost = ({ seat, challenger }: FoundEntry): boolean =>
  challenger ? challenger.claims.grants.canAdmit : isHost(seat);

/**
 * Clients are admitted only while the session is live. Hosts are also admitted in `open` and `held`: only their
 * presence makes it live.
 */
function checkPhase(draft: Draft, entries: FoundEntry[]): void {
  const { phase } = draft.state;
  if (phase === 'live' || entries.length === 0) return;
  if (!(entries.every(bringsHost) && (phase === 'open' || phase === 'held'))) reject('room-not-live');
}

function checkCapacity(draft: Draft, entries: FoundEntry[]): void {
  const newcomers = entries.filter(({ seat }) => !isInside(seat));
  if (newcomers.every(bringsHost)) return;
  if (occupiedPlaces(draft.state) + newcomers.length > draft.state.settings.maxParticipants) reject('room-full');
}

/** The second device takes over the seat. The other participants see nobody leave or join. */
function moveSeatToDevice(draft: Draft, seat: Seat, challenger: Challenger): void {
  closeConnection(draft, seat.connectionId, 'replaced');
  handSeatTo(draft, seat, challenger);
  enterGroup(draft, seat);
}

export function deny(draft: Draft, event: EventOf<'deny'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const seat = seatOrReject(draft, event.seatId);
  if (seat.challenger?.epoch === event.epoch) {
    // A ban would also apply to the person inside. To ban them, hosts remove the seat itself.
    if (event.ban) reject('not-allowed');
    closeConnection(draft, seat.challenger.connectionId, 'denied', event.reason);
    seat.challenger = null;
    return;
  }
  if (seat.state !== 'waiting' || seat.epoch !== event.epoch) reject('stale-entry');
  if (event.ban && isHost(seat) && !mayTakeOutHost(draft, event.actor, seat)) reject('not-allowed');
  closeConnection(draft, seat.connectionId, 'denied', event.reason);
  dropChallenger(draft, seat, 'denied');
  emptySeat(seat, 'denied');
  seat.mustBeAdmitted = true;
  seat.banned ||= event.ban;
}

export function messageWaiting(draft: Draft, event: EventOf<'messageWaiting'>): void {
  requireGrant(draft, event.actor, 'canAdmit');
  const targets = event.seatId === null ? seatsOf(draft.state) : [seatOrReject(draft, event.seatId)];
  const connections = targets.flatMap(waitingConnections);
  if (event.seatId !== null && connections.length === 0) reject('not-found');
  const writer = event.actor.kind === 'seat' ? seatOf(draft.state, event.actor.seatId) : undefined;
  const params = {
    text: event.text,
    ...(writer && { from: writer.claims.role }),
    ...(event.seatId !== null && { alone: true as const }),
  };
  const notification = { method: 'messageToWaiting', params } as const;
  for (const connectionId of connections) draft.effects.push({ type: 'deliver', connectionId, notification });
  if (event.seatId !== null) return;
  // People whose connection is lost for the moment still wait, so they get the message too.
  for (const seat of targets) {
    if (seat.state === 'waiting' && seat.connectionId === null) tellSeat(draft, seat, notification);
    if (seat.challenger?.connectionId === null)
      draft.effects.push({ type: 'deliverLater', seatId: seat.id, notification, toDevice: true });
  }
}

function waitingConnections(seat: Seat): ConnectionId[] {
  const connections: ConnectionId[] = [];
  if (seat.state === 'waiting' && seat.connectionId !== null) connections.push(seat.connectionId);
  const device = seat.challenger?.connectionId;
  if (device) connections.push(device);
  return connections;
}
