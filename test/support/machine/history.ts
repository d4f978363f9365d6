/** The oracle's own record of a room, computed from events; it never reads the machine's records. */
import type { Grants } from '@hearthroom/sdk/protocol';
import type { Accepted, Actor, Claims, RoomEvent, RoomState, Seat } from '../../../server/src/rooms/machine/index.ts';
import type { Step } from './world.ts';

export const isIn = (seat: Seat | undefined): boolean => seat?.state === 'admitted' || seat?.state === 'suspended';
export const holdsHostGrants = (seat: Seat | undefined): boolean => seat?.claims.grants.canAdmit === true;
export const isPresentHost = (seat: Seat | undefined): boolean => seat?.state === 'admitted' && holdsHostGrants(seat);
export const seatsIn = (state: RoomState): Seat[] => Object.values(state.seats);
export const seatBy = (state: RoomState, id: string): Seat | undefined => seatsIn(state).find((seat) => seat.id === id);
export const isDropped = (seat: Seat): boolean =>
  seat.state === 'suspended' || (seat.state === 'waiting' && seat.connectionId === null);

/** Whether the second device took over the seat. It keeps its entry number. */
export function isHandedOver(before: RoomState, seat: Seat): boolean {
  const challenger = seatBy(before, seat.id)?.challenger;
  return challenger != null && seat.challenger === null && seat.epoch === challenger.epoch;
}

export function gainsBy(next: Claims, previous: Claims): boolean {
  const gained = Object.entries(next.grants).some(([name, has]) => has && !previous.grants[name as keyof Grants]);
  return gained || (next.waitingRoom === 'bypass' && previous.waitingRoom === 'required');
}

/** Whether a token turns a held seat into a new entry: more grants, or a change from client to host or back. */
export function isNewEntry(claims: Claims, seat: Seat): boolean {
  const isOtherSide = holdsHostGrants(seat) !== claims.grants.canAdmit;
  return gainsBy(claims, seat.claims) || isOtherSide;
}

/** No connection exists any more. */
export const isNewProcess = ({ type }: RoomEvent): boolean => type === 'restarted' || type === 'takenOver';

interface Holder {
  connectionId: string;
  /** Secrets that prove ownership of the seat: that of the newest connection, and the one it resumed with. */
  secrets: Set<string>;
}

export class History {
  readonly mustBeAdmitted = new Set<string>();
  readonly banned = new Set<string>();
  /** Seats whose wait moved to another device without proof, and that have not been inside since. */
  readonly otherDevices = new Set<string>();
  readonly holders = new Map<string, Holder>();
  /** The same for second devices, by their seat. */
  readonly devices = new Map<string, Holder>();
  /** Seat and number of every waiting entry, with the connection that it belonged to. */
  readonly entries = new Map<string, string>();
  /** Numbers of ended waiting entries: none may be used again. */
  readonly overEntries = new Set<string>();
  readonly droppedSince = new Map<string, number>();
  /** The same for second devices, by their seat. */
  readonly devicesDroppedSince = new Map<string, number>();
  /** Owner of the lead: the first therapist who was present. */
  leadOwner: string | null = null;
  /** To whom the owner handed the lead over. */
  handedOverTo: string | null = null;
  /** Since when the owner has been away while another host is present but does not lead, under `hand-over`. */
  leaderlessSince: number | null = null;
  hostlessSince: number | null = null;
  heldSince: number | null = null;
  nobodySince: number | null = null;

  /** Whether the connection proves ownership of the seat. */
  proves(seat: Seat, event: Extract<RoomEvent, { type: 'connected' }>): boolean {
    const { presentedResumeHash } = event;
    return presentedResumeHash !== null && this.holders.get(seat.id)?.secrets.has(presentedResumeHash) === true;
  }

  provesDevice(seat: Seat, { presentedResumeHash }: Extract<RoomEvent, { type: 'connected' }>): boolean {
    const isKnown = presentedResumeHash !== null && this.devices.get(seat.id)?.secrets.has(presentedResumeHash);
    return seat.challenger !== null && isKnown === true;
  }

  mayAct(state: RoomState, actor: Actor, grant: keyof Grants): boolean {
    if (actor.kind === 'api') return true;
    const seat = seatBy(state, actor.seatId);
    if (seat?.state !== 'admitted') return false;
    return seat.claims.grants[grant] || (grant === 'canEnd' && this.handedOverTo === seat.id);
  }

  /** The clock was set: all these times belong to something that still runs, so they are shifted. */
  moveTimes(byMs: number): void {
    const moved = (time: number | null): number | null => (time === null ? null : time + byMs);
    for (const times of [this.droppedSince, this.devicesDroppedSince])
      for (const [id, since] of times) times.set(id, since + byMs);
    this.leaderlessSince = moved(this.leaderlessSince);
    this.hostlessSince = moved(this.hostlessSince);
    this.heldSince = moved(this.heldSince);
    this.nobodySince = moved(this.nobodySince);
  }

  /** Updates the record with an accepted step, after it was checked. */
  record(step: Step, result: Accepted, now: number): void {
    this.#recordDecisions(step, result);
    this.#recordLead(step, result.state, now);
    this.#recordOtherDevices(step, result.state);
    this.#recordHolders(step, result.state);
    this.#recordDevices(step, result.state);
    this.#recordEntries(result.state);
    this.#recordTimes(step, result.state, now);
  }

  #recordDecisions({ before, event }: Step, result: Accepted): void {
    if (event.type === 'deny') {
      // Removing a second device does not affect the participant inside.
      const isSecondDevice = seatBy(before, event.seatId)?.challenger?.epoch === event.epoch;
      if (!isSecondDevice) this.#refuse(event.seatId, event.ban);
    } else if (event.type === 'remove') {
      this.#refuse(event.seatId, event.ban);
    } else if (event.type === 'putInWaitingRoom') {
      this.#refuse(event.seatId, false);
    } else if (event.type === 'withdrawAgreement') {
      const seat = seatsIn(before).find(({ connectionId }) => connectionId === event.connectionId);
      const isBound = before.settings.agreement !== null && !holdsHostGrants(seat);
      if (seat && isIn(seat) && isBound) this.#refuse(seat.id, false);
    } else if (event.type === 'pardon') {
      this.banned.delete(event.seatId);
      this.mustBeAdmitted.delete(event.seatId);
    } else if (event.type === 'admit') {
      for (const seatId of result.admitted ?? []) this.mustBeAdmitted.delete(seatId);
    } else if (event.type === 'timerFired' && event.name === 'grace' && result.state.phase !== 'ended') {
      for (const seat of seatsIn(before)) if (isIn(seat) && !holdsHostGrants(seat)) this.#refuse(seat.id, false);
    }
    // Removed because a client refused; whether one did is checked with the answers.
    for (const seat of seatsIn(result.state)) {
      const isPutBack = seat.state === 'waiting' && seat.waitsBecause === 'consent-refused';
      if (isPutBack && isIn(seatBy(before, seat.id))) this.#refuse(seat.id, false);
    }
  }

  #recordLead({ event }: Step, after: RoomState, now: number): void {
    if (after.phase === 'ended') return;
    const hosts = seatsIn(after)
      .filter(isPresentHost)
      .sort((a, b) => a.admissionOrder - b.admissionOrder);
    this.leadOwner ??= hosts.find(({ claims }) => claims.role === 'therapist')?.id ?? null;
    const others = hosts.filter(({ id }) => id !== this.leadOwner);
    const strongest = others.find(({ claims }) => claims.grants.canEnd);
    const isBack = hosts.some(({ id, claims }) => id === this.leadOwner && claims.role === 'therapist');
    if (event.type === 'timerFired' && event.name === 'leadGrace')
      this.handedOverTo = (strongest ?? others[0])?.id ?? null;
    const holder = seatBy(after, this.handedOverTo ?? '');
    const mayKeep = holder !== undefined && isIn(holder) && holdsHostGrants(holder);
    if (isBack || !mayKeep || after.settings.absencePolicy !== 'hand-over') this.handedOverTo = null;
    else if (!holder.claims.grants.canEnd && strongest) this.handedOverTo = strongest.id;
    const isLed = isBack || seatBy(after, this.handedOverTo ?? '')?.state === 'admitted';
    const isWanting = this.leadOwner !== null && others.length > 0 && after.settings.absencePolicy === 'hand-over';
    if (isNewProcess(event)) this.leaderlessSince = null;
    this.leaderlessSince = isWanting && !isLed ? (this.leaderlessSince ?? now) : null;
  }

  #recordOtherDevices({ before, event }: Step, after: RoomState): void {
    for (const seat of seatsIn(after)) {
      const previous = seatBy(before, seat.id);
      const isNew = event.type === 'connected' && event.connectionId === seat.connectionId;
      const isTaken = isNew && previous?.state === 'waiting' && !this.proves(previous, event);
      if (isTaken || isHandedOver(before, seat)) this.otherDevices.add(seat.id);
      if (isIn(seat)) this.otherDevices.delete(seat.id);
    }
  }

  #refuse(seatId: string, ban: boolean): void {
    this.mustBeAdmitted.add(seatId);
    if (ban) this.banned.add(seatId);
  }

  #recordHolders({ before, event, links }: Step, after: RoomState): void {
    for (const seat of seatsIn(after)) {
      if (!isIn(seat) && seat.state !== 'waiting') this.holders.delete(seat.id);
      const id = seat.connectionId;
      const dropped = this.devices.get(seat.id);
      // A second device that had lost its connection now has the seat: its secrets prove ownership.
      if (id === null && dropped && isHandedOver(before, seat)) this.holders.set(seat.id, dropped);
      if (id === null || this.holders.get(seat.id)?.connectionId === id) continue;
      const secrets = new Set<string>();
      if (event.type === 'connected' && event.connectionId === id) {
        const previous = seatBy(before, seat.id);
        secrets.add(event.resumeHash);
        if (event.presentedResumeHash !== null && previous && this.proves(previous, event)) {
          secrets.add(event.presentedResumeHash);
        }
      } else {
        const device = this.devices.get(seat.id);
        if (device?.connectionId === id) for (const secret of device.secrets) secrets.add(secret);
        const link = links.find((one) => one.id === id);
        if (link) secrets.add(link.secret);
      }
      this.holders.set(seat.id, { connectionId: id, secrets });
    }
  }

  #recordDevices({ before, event }: Step, after: RoomState): void {
    for (const seat of seatsIn(after)) {
      const id = seat.challenger?.connectionId;
      const previous = seatBy(before, seat.id);
      if (id === undefined) this.devices.delete(seat.id);
      if (!id || event.type !== 'connected' || event.connectionId !== id) continue;
      const secrets = new Set([event.resumeHash]);
      const isSame = previous !== undefined && this.provesDevice(previous, event);
      if (isSame && event.presentedResumeHash !== null) secrets.add(event.presentedResumeHash);
      this.devices.set(seat.id, { connectionId: id, secrets });
    }
  }

  #recordEntries(after: RoomState): void {
    const waiting = new Set<string>();
    for (const seat of seatsIn(after)) {
      for (const [key, connectionId] of entriesOf(seat)) {
        waiting.add(key);
        if (connectionId !== null) this.entries.set(key, connectionId);
      }
    }
    for (const key of this.entries.keys()) if (!waiting.has(key)) this.overEntries.add(key);
  }

  #recordTimes({ before, event }: Step, after: RoomState, now: number): void {
    for (const seat of seatsIn(after)) {
      const device = this.devicesDroppedSince;
      const deviceSince = device.get(seat.id);
      if (isHandedOver(before, seat) && deviceSince !== undefined) this.droppedSince.set(seat.id, deviceSince);
      if (seat.challenger?.connectionId !== null) device.delete(seat.id);
      else if (isNewProcess(event) || deviceSince === undefined) device.set(seat.id, now);
      if (!isDropped(seat)) this.droppedSince.delete(seat.id);
      else if (isNewProcess(event) || !this.droppedSince.has(seat.id)) this.droppedSince.set(seat.id, now);
    }
    const isRunning = after.phase === 'live' || (after.phase === 'held' && after.settings.whileHeld === 'continue');
    const isHostless = !seatsIn(after).some(isPresentHost);
    this.hostlessSince = isRunning && isHostless ? (this.hostlessSince ?? now) : null;
    if (isNewProcess(event)) this.heldSince = null;
    this.heldSince = after.phase === 'held' ? (this.heldSince ?? now) : null;
    const isNobodyHere = !seatsIn(after).some((seat) => isIn(seat) || seat.state === 'waiting');
    if (isNewProcess(event)) this.nobodySince = null;
    this.nobodySince = isNobodyHere ? (this.nobodySince ?? now) : null;
  }
}

/** The waiting entries of a seat: its own and its second device's, each with its connection. */
export function entriesOf(seat: Seat): [key: string, connectionId: string | null][] {
  const { challenger } = seat;
  return [
    ...(seat.state === 'waiting'
      ? [[`${seat.id} ${seat.epoch}`, seat.connectionId] satisfies [string, string | null]]
      : []),
    ...(challenger
      ? [[`${seat.id} ${challenger.epoch}`, challenger.connectionId] satisfies [string, string | null]]
      : []),
  ];
}
