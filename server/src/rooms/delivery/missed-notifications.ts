/**
 * What was told once and may not have arrived: kept for each seat until its client is known to have it, and told again on coming
 * back to the person who still has a right to it. In memory only; state is not in here, since a snapshot tells it anew.
 */
import type { MissedNotification, Notification } from '@hearthroom/sdk/protocol';
import {
  type ConnectionId,
  type Effect,
  elapsedMs,
  endsAtOf,
  isHost,
  isInside,
  mayPublish,
  type RoomState,
  type Seat,
  type SeatId,
} from '../machine/index.ts';
import { placeOf } from '../machine/visibility/places.ts';

const maxKept = 32;
const maxKeptBytes = 32_768;
/** A connection may be dead for a while before anybody notices; what was sent into it earlier than this has arrived. */
const unnoticedMs = 15_000;

interface Kept {
  /** Grows with everything that happens to this seat: an item is older than a connection, or younger. */
  position: number;
  notification: MissedNotification;
  /** Null: it went out over none. */
  connectionId: ConnectionId | null;
  seq: number;
  sentAt: number;
  bytes: number;
  /** Circumstances that some of these are bound to. */
  place: string;
  endsAt: number | null;
}

/** A connection of this seat, which its resume secret leads back to. */
interface Binding {
  connectionId: ConnectionId;
  resumeHash: string | null;
  position: number;
}

interface Box {
  kept: Kept[];
  bindings: Binding[];
  /** The newest that there was no room for. */
  lost: Kept | null;
  position: number;
}

export class MissedNotifications {
  readonly #boxes = new Map<SeatId, Box>();

  /** Follows who holds which seat, and keeps what is for those who are out of reach. Before anybody is told anything. */
  follow(before: RoomState, after: RoomState, effects: readonly Effect[]): void {
    const now = elapsedMs(after);
    for (const seat of Object.values(after.seats)) {
      const previous = this.#handedOver(before.seats[seat.id], seat);
      this.#followSeat(previous, seat, now);
      const device = deviceOf(seat);
      if (device) this.#followSeat((previous && deviceOf(previous)) ?? undefined, device, now);
      else this.#boxes.delete(deviceIdOf(seat.id));
    }
    for (const effect of effects) {
      const own = effect.type === 'deliverLater' ? after.seats[effect.seatId] : undefined;
      const seat = own && effect.type === 'deliverLater' && effect.toDevice ? deviceOf(own) : own;
      if (seat && effect.type === 'deliverLater') this.#keep(after, seat, effect.notification, null, 0);
    }
  }

  /** A seat that has become its second device's goes on with what that one was told. @returns who it was before */
  #handedOver(before: Seat | undefined, seat: Seat): Seat | undefined {
    const device = before && deviceOf(before);
    if (!device || seat.challenger || seat.epoch !== device.epoch) return before;
    const box = this.#boxes.get(device.id);
    if (box) this.#boxes.set(seat.id, box);
    return device;
  }

  #followSeat(before: Seat | undefined, seat: Seat, now: number): void {
    if (!isInside(seat) && seat.state !== 'waiting') {
      this.#boxes.delete(seat.id);
      return;
    }
    const box = this.#boxes.get(seat.id) ?? { kept: [], bindings: [], lost: null, position: 0 };
    this.#boxes.set(seat.id, box);
    if (!before || !isSameStay(before, seat)) Object.assign(box, { kept: [], lost: null });
    if (before?.connectionId === seat.connectionId) return;
    if (before?.connectionId) forgetArrived(box, before.connectionId, now);
    if (seat.connectionId !== null) bind(box, seat, seat.connectionId, now);
  }

  /** Something told once has gone out. @param seq the number it went out under; 0: it did not */
  handleDelivered(state: RoomState, connectionId: ConnectionId, notification: Notification, seq: number): void {
    const seat = holderOf(state, connectionId);
    if (!seat || !isKept(notification)) return;
    const box = this.#boxes.get(seat.id);
    if (box) forgetArrived(box, connectionId, elapsedMs(state));
    this.#keep(state, seat, notification, seq > 0 ? connectionId : null, seq);
  }

  #keep(
    state: RoomState,
    seat: Seat,
    notification: MissedNotification,
    connectionId: ConnectionId | null,
    seq: number,
  ): void {
    const box = this.#boxes.get(seat.id);
    if (!box) return;
    box.position += 1;
    box.kept.push({
      position: box.position,
      notification,
      connectionId,
      seq,
      sentAt: elapsedMs(state),
      bytes: Buffer.byteLength(JSON.stringify(notification)),
      place: JSON.stringify(placeOf(state, seat.id)),
      endsAt: endOf(state),
    });
    while (box.kept.length > maxKept || bytesOf(box.kept) > maxKeptBytes) box.lost = box.kept.shift() ?? null;
  }

  /**
   * What this seat, which has just been taken over by the connection it has now, is to be told again; the oldest first. Null when
   * that can't be said: the connection before is not known, or too much came meanwhile.
   * @param connectionId the seat's own, or that of its second device
   * @param lastSeq the last number that came over that connection. Undefined: the client doesn't know, and is told only what never
   *   went out
   */
  missedBy(
    state: RoomState,
    holder: Seat,
    connectionId: ConnectionId,
    lastSeq: number | undefined,
  ): MissedNotification[] | null {
    const seat = holder.connectionId === connectionId ? holder : deviceOf(holder);
    if (!seat) return null;
    const box = this.#boxes.get(seat.id);
    const former = box?.bindings.at(-2);
    if (!box || !former) return null;
    const hasArrived = ({ position, connectionId, seq }: Kept): boolean => {
      if (position < former.position) return true;
      if (connectionId !== null && lastSeq === undefined) return true;
      return connectionId === former.connectionId && seq <= (lastSeq ?? 0);
    };
    if (box.lost && !hasArrived(box.lost)) return null;
    const missed = box.kept.filter((kept) => !hasArrived(kept) && mayStillHear(state, seat, kept));
    const lastWarning = missed.findLast(({ notification }) => notification.method === 'endWarning');
    return missed
      .filter((kept) => kept.notification.method !== 'endWarning' || kept === lastWarning)
      .map(({ notification }) => notification);
  }

  /** Forgets everything. */
  close(): void {
    this.#boxes.clear();
  }
}

/** A second device keeps a box of its own, and is told what anybody is who waits. */
const deviceIdOf = (seatId: SeatId): string => `${seatId} device`;

/** The second device as if it waited with a seat of its own; null: there is none. */
function deviceOf({ challenger, ...seat }: Seat): Seat | null {
  return challenger && { ...seat, ...challenger, id: deviceIdOf(seat.id), state: 'waiting', challenger: null };
}

function holderOf(state: RoomState, connectionId: ConnectionId): Seat | null {
  const own = Object.values(state.seats).find((seat) => seat.connectionId === connectionId);
  const other = Object.values(state.seats).find(({ challenger }) => challenger?.connectionId === connectionId);
  return own ?? (other ? deviceOf(other) : null);
}

/** Waiting, or being inside, without having been anything else in between. */
function isSameStay(before: Seat, after: Seat): boolean {
  if (isInside(after)) return isInside(before) && before.epoch === after.epoch;
  return after.state === 'waiting' && before.state === 'waiting';
}

/** The connection that the client came back from stays known: this answer may be lost, and then it comes from there again. */
function bind(box: Box, { resumeHash, formerResumeHash }: Seat, connectionId: ConnectionId, now: number): void {
  box.position += 1;
  const former = box.bindings.filter((binding) => binding.resumeHash === formerResumeHash).slice(-1);
  box.bindings = [...former, { connectionId, resumeHash, position: box.position }];
  // It is on its way once more.
  for (const kept of box.kept) kept.sentAt = now;
}

/** Of what went out over this connection, and before it, only the last moments may not have arrived. */
function forgetArrived(box: Box, connectionId: ConnectionId, now: number): void {
  const since = box.bindings.find((binding) => binding.connectionId === connectionId)?.position ?? 0;
  box.kept = box.kept.filter(({ sentAt, ...kept }) => {
    const wentOut = kept.connectionId === connectionId || kept.position < since;
    return !wentOut || now - sentAt <= unnoticedMs;
  });
}

/** Without the steps of the clock: after one, the warnings of an end by the time of day are wrong, those of a set length right. */
function endOf(state: RoomState): number | null {
  const endsAt = endsAtOf(state);
  return endsAt === null ? null : endsAt - state.steppedMs;
}

const bytesOf = (kept: readonly Kept[]): number => kept.reduce((sum, { bytes }) => sum + bytes, 0);

/** Reactions are of the moment; a preview, and what was written in it, is over when either of its two is lost. */
function isKept(notification: Notification): notification is MissedNotification {
  switch (notification.method) {
    case 'messageToWaiting':
    case 'askedToUnmute':
    case 'hostMessage':
    case 'helpClosed':
    case 'endWarning':
      return true;
    default:
      return false;
  }
}

/** What was true when it was said must be so now: a group's words are for its members, a warning is of this end. */
function mayStillHear(state: RoomState, seat: Seat, { notification, place, endsAt }: Kept): boolean {
  if (notification.method === 'messageToWaiting') return seat.state === 'waiting';
  if (!isInside(seat)) return false;
  switch (notification.method) {
    case 'askedToUnmute':
      return mayPublish(state, seat.id, notification.params.source);
    case 'hostMessage':
      return notification.params.kind === 'help' || place === JSON.stringify(placeOf(state, seat.id));
    case 'helpClosed':
      return seat.help === null;
    case 'endWarning':
      return endsAt === endOf(state) && (isHost(seat) || state.settings.warnEverybody);
  }
}
