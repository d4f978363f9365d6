/** The oracle's own record of agreements, raised hands, the end and attendance, computed from events. */
import type { RoomState, Seat } from '../../../../server/src/rooms/machine/index.ts';
import { type History, isHandedOver, isIn, isNewEntry, isNewProcess, seatBy, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

const minuteMs = 60_000;
const undoMs = 120_000;

interface Stay {
  first: number;
  last: number | null;
  ms: number;
  since: number | null;
}

/** Key under which a second device's agreement is stored. */
export const deviceKey = (seatId: string): string => `${seatId} device`;

/** The seat of somebody who was not inside, when a connection with only the token took it. */
function unprovenArrival({ before, event }: Step, after: RoomState, history: History): Seat | undefined {
  if (event.type !== 'connected') return undefined;
  const seat = seatsIn(after).find(({ connectionId }) => connectionId === event.connectionId);
  const previous = seat && seatBy(before, seat.id);
  return previous && !isIn(previous) && !history.proves(previous, event) ? seat : undefined;
}

/** The minimum notice before the end, in minutes. */
export const noticeMinutesOf = ({ settings }: RoomState): number => Math.max(1, ...settings.endWarningsMinutes);

export class GroupBook {
  /** Last accepted version, by seat and by `deviceKey`. */
  readonly accepted = new Map<string, string | null>();
  /** In the order in which they were raised. */
  hands: string[] = [];
  names = new Map<string, string>();
  spotlight: string | null = null;
  asking = new Map<string, number>();
  liveSince: number | null = null;
  readonly stays = new Map<string, Stay>();
  /** State of the warnings of each end: `ahead` or `told`. */
  readonly warnings = new Map<string, 'ahead' | 'told'>();
  /** The current step sends a warning at once: its time has passed, or the clock or end moved to it. */
  warnsAtOnce = false;
  #extendedMs = 0;
  /** Set when an end is postponed in a room without one. */
  #madeEnd: number | null = null;
  /** The end before the last extension, and how it was made; `until`: no longer undoable after this time. */
  #former: { extendedMs: number; hadNone: boolean; until: number } | null = null;

  endsAt({ settings }: RoomState): number | null {
    const { closesAt, lengthMinutes } = settings;
    const ends = [
      ...(closesAt === null ? [] : [Date.parse(closesAt)]),
      ...(lengthMinutes === null || this.liveSince === null ? [] : [this.liveSince + lengthMinutes * minuteMs]),
    ];
    return ends.length === 0 ? null : Math.min(...ends) + this.#extendedMs;
  }

  /** The result of undoing the last extension now; null if there is none, or it is too late. */
  undoAt(state: RoomState, now: number): { formerEnd: number | null; end: number | null; until: number } | null {
    const [former, present] = [this.#former, this.endsAt(state)];
    if (!former || state.phase === 'ended') return null;
    const added = this.#extendedMs - former.extendedMs;
    const formerEnd = former.hadNone || present === null ? null : present - added;
    const noticeMs = noticeMinutesOf(state) * minuteMs;
    const until = present === null || former.hadNone ? former.until : Math.min(former.until, present - noticeMs);
    if (until <= now) return null;
    return { formerEnd, end: formerEnd === null ? null : Math.max(formerEnd, now + noticeMs), until };
  }

  /** The end that hosts set themselves, in a room that had none. */
  get madeEnd(): number | null {
    return this.#madeEnd;
  }

  /** The clock was set: running times are shifted, and a warning that was ahead may be past. */
  moveTimes({ before, event, now }: Step, byMs: number): void {
    const isAhead = (end: number | null, minutes: number, at: number): boolean =>
      end !== null && end - minutes * minuteMs > at;
    const ahead = before.settings.endWarningsMinutes.filter((minutes) =>
      isAhead(this.endsAt(before), minutes, before.now),
    );
    for (const [id, since] of this.asking) this.asking.set(id, since + byMs);
    for (const stay of this.stays.values()) if (stay.since !== null) stay.since += byMs;
    if (this.liveSince !== null) this.liveSince += byMs;
    if (this.#former) this.#former.until += byMs;
    const end = this.endsAt(before);
    const isSet = byMs !== 0 && end !== null && end > now;
    const isSkipped = isSet && event.type === 'clockStepped' && ahead.some((minutes) => !isAhead(end, minutes, now));
    this.warnsAtOnce = isSkipped || this.#comesBackWithWarning(before, event, Math.max(now, before.now));
    if (!isSet) return;
    for (const minutes of before.settings.endWarningsMinutes)
      this.warnings.set(`${end} ${minutes}`, isAhead(end, minutes, now) ? 'ahead' : 'told');
  }

  #comesBackWithWarning(before: RoomState, event: Step['event'], now: number): boolean {
    const end = (event.type === 'undoExtension' && this.undoAt(before, now)?.end) || null;
    return end !== null && before.settings.endWarningsMinutes.some((minutes) => end - minutes * minuteMs <= now);
  }

  /** Updates the record with an accepted step. */
  record(step: Step, after: RoomState, now: number, history: History): void {
    const unproven = unprovenArrival(step, after, history);
    if (unproven) {
      this.accepted.delete(unproven.id);
      this.names.delete(unproven.id);
    }
    this.#recordAgreements(step, after, history);
    this.#recordShows(step, after);
    this.#recordEnd(step, after, now);
    this.#recordStays(step, after, now);
  }

  #recordAgreements({ before, event }: Step, after: RoomState, history: History): void {
    if (event.type === 'acceptAgreement' || event.type === 'withdrawAgreement') {
      const holder = seatsIn(before).find((seat) => seat.connectionId === event.connectionId);
      const version = event.type === 'acceptAgreement' ? event.version : null;
      const device = seatsIn(before).find(({ challenger }) => challenger?.connectionId === event.connectionId);
      const key = holder?.id ?? (device && deviceKey(device.id));
      if (key !== undefined) this.accepted.set(key, version);
    }
    for (const seat of seatsIn(after)) {
      if (isHandedOver(before, seat)) this.accepted.set(seat.id, this.accepted.get(deviceKey(seat.id)) ?? null);
      const isNew = event.type === 'connected' && seat.challenger?.connectionId === event.connectionId;
      const previous = seatBy(before, seat.id);
      const isBack = isNew && previous !== undefined && history.provesDevice(previous, event);
      if (!seat.challenger || (isNew && !isBack)) this.accepted.delete(deviceKey(seat.id));
    }
  }

  #recordShows({ before, event }: Step, after: RoomState): void {
    if ('actor' in event && event.actor.kind === 'seat') {
      const self = event.actor.seatId;
      const target = 'seatId' in event && typeof event.seatId === 'string' ? event.seatId : self;
      if (event.type === 'raiseHand' && !this.hands.includes(self)) this.hands.push(self);
      if (event.type === 'lowerHand') this.hands = this.hands.filter((id) => id !== target);
      if (event.type === 'rename') this.names.set(self, event.name.trim());
      if (event.type === 'setSpotlight') this.spotlight = event.seatId;
      if (event.type === 'requestHelp' && !this.asking.has(self)) this.asking.set(self, after.now);
      if (event.type === 'closeHelp') this.asking.delete(target);
    }
    const isGone = (id: string) => !isIn(seatBy(after, id));
    this.hands = this.hands.filter((id) => !isGone(id));
    if (this.spotlight !== null && isGone(this.spotlight)) this.spotlight = null;
    for (const id of this.asking.keys()) {
      if (isGone(id) || seatBy(after, id)?.claims.role !== 'client') this.asking.delete(id);
    }
    this.#forgetNames(before, event, after);
  }

  /**
   * A name that a participant chose is dropped at a new entry; returning to a held seat with a wider token counts as
   * one.
   */
  #forgetNames(before: RoomState, event: Step['event'], after: RoomState): void {
    for (const id of this.names.keys()) {
      const [previous, seat] = [seatBy(before, id), seatBy(after, id)];
      const isMoved = seat && isHandedOver(before, seat);
      const isBack = event.type === 'connected' && seat?.connectionId === event.connectionId;
      const wasHere = isIn(previous) || previous?.state === 'waiting';
      const gainsRights = isBack && previous && isNewEntry(event.claims, previous);
      if (isMoved || (isBack && !wasHere) || gainsRights) this.names.delete(id);
    }
  }

  #recordEnd({ before, event }: Step, after: RoomState, now: number): void {
    if (after.phase === 'live') this.liveSince ??= now;
    const [old, next] = [before.settings, after.settings];
    if (event.type === 'updateSettings') {
      const isOther = old.closesAt !== next.closesAt || old.lengthMinutes !== next.lengthMinutes;
      if (isOther) this.#extendedMs = 0;
      if (isOther) this.#former = null;
    } else if (event.type === 'undoExtension') {
      this.#takeBack(before, now);
    } else if (event.type === 'extend' && after.phase !== 'ended') {
      const hadNone = old.closesAt === null && old.lengthMinutes === null;
      this.#former = { extendedMs: this.#extendedMs, hadNone, until: now + undoMs };
      if (hadNone) this.#madeEnd = now + event.minutes * minuteMs;
      else this.#extendedMs += event.minutes * minuteMs;
    }
    if (!this.undoAt(after, now)) this.#former = null;
    const end = this.endsAt(after);
    // A different end is not announced meanwhile, even if it becomes the end again after its warning time.
    for (const [key, state] of this.warnings) {
      const [of = '', minutes] = key.split(' ');
      const isSet = Number(of) === end && next.endWarningsMinutes.includes(Number(minutes));
      if (state === 'ahead' && !isSet) this.warnings.delete(key);
    }
    for (const minutes of end === null || after.phase === 'ended' ? [] : next.endWarningsMinutes) {
      const key = `${end} ${minutes}`;
      const isAhead = (end ?? 0) - minutes * minuteMs > now;
      if (isAhead && !this.warnings.has(key)) this.warnings.set(key, 'ahead');
    }
    if (event.type === 'timerFired' && event.name.startsWith('warning:')) {
      this.warnings.set(`${end} ${event.name.slice('warning:'.length)}`, 'told');
    }
  }

  #takeBack(before: RoomState, now: number): void {
    const [present, undo] = [this.endsAt(before), this.undoAt(before, now)];
    if (!undo || !this.#former) return;
    if (undo.end === null || present === null) this.#extendedMs = this.#former.extendedMs;
    else this.#extendedMs -= present - undo.end;
    this.#former = null;
    for (const minutes of before.settings.endWarningsMinutes)
      if (undo.end !== null)
        this.warnings.set(`${undo.end} ${minutes}`, undo.end - minutes * minuteMs > now ? 'ahead' : 'told');
  }

  #recordStays({ before, event }: Step, after: RoomState, now: number): void {
    const leftAt = isNewProcess(event) ? Math.min(now, this.endsAt(before) ?? now) : now;
    for (const seat of seatsIn(after)) {
      const stay = this.stays.get(seat.id);
      const isHere = seat.state === 'admitted';
      if (isHere && !stay) this.stays.set(seat.id, { first: now, last: null, ms: 0, since: now });
      else if (isHere && stay) stay.since ??= now;
      else if (stay && stay.since !== null) {
        stay.ms += leftAt - stay.since;
        stay.last = Math.max(leftAt, stay.first + stay.ms);
        stay.since = null;
      }
    }
  }
}
