/** Counts what happened in a run of random events, to detect a generator whose events are all refused. */
import {
  encryptionOf,
  encryptionOfRoom,
  type PrivatePair,
  type Seat,
} from '../../../../server/src/rooms/machine/index.ts';
import { holdsHostGrants, isIn, isPresentHost, seatsIn } from '../history.ts';
import type { Step } from '../world.ts';

export class Coverage {
  events = 0;
  readonly #accepted = new Map<string, number>();
  readonly #refused = new Map<string, number>();
  readonly #codes = new Map<string, number>();
  /** Situations that need several events in the right order. */
  readonly #turns = new Map<string, number>();

  count(step: Step): void {
    const { event, result } = step;
    this.events += 1;
    const name = event.type === 'timerFired' ? `timer ${event.name.split(':')[0]}` : event.type;
    if ('rejected' in result) {
      add(this.#refused, name);
      add(this.#codes, result.rejected);
      return;
    }
    add(this.#accepted, name);
    for (const turn of turnsOf(step, result.state)) add(this.#turns, turn);
  }

  /** How often events of this name (`timer grace` for timers) were accepted. */
  accepted(name: string): number {
    return this.#accepted.get(name) ?? 0;
  }

  refusedWith(code: string): number {
    return this.#codes.get(code) ?? 0;
  }

  turns(name: string): number {
    return this.#turns.get(name) ?? 0;
  }

  lines(): string[] {
    const names = [...new Set([...this.#accepted.keys(), ...this.#refused.keys()])].sort();
    return [
      ...names.map((name) => `${name}: ${this.accepted(name)} accepted, ${this.#refused.get(name) ?? 0} refused`),
      `refused with: ${list(this.#codes)}`,
      `turns: ${list(this.#turns)}`,
    ];
  }
}

function turnsOf(step: Step, after: Step['before']): string[] {
  const { before, event } = step;
  const turns: string[] = [];
  if (before.phase !== after.phase) turns.push(`${before.phase} to ${after.phase}`);
  for (const seat of seatsIn(after)) {
    const previous = before.seats[seat.id];
    if (seat.challenger && !previous?.challenger) turns.push('a second device waits');
    if (event.type === 'admit' && previous?.challenger?.connectionId === seat.connectionId)
      turns.push('a seat is moved');
    const isResumed = event.type === 'connected' && previous?.state === 'suspended' && seat.state === 'admitted';
    if (isResumed) turns.push('a seat is resumed');
    if (event.type === 'timerFired' && isIn(previous) && seat.state === 'waiting')
      turns.push('put back by absence or lease');
    if (
      seat.mustBeAdmitted &&
      event.type === 'connected' &&
      previous !== seat &&
      event.claims.sub === seat.claims.sub
    ) {
      turns.push('somebody refused comes again');
    }
    turns.push(...observed(after, seat));
  }
  turns.push(...encrypted(step, after), ...checkedIn(step, after));
  if (mayExtendByAbsence(after)) turns.push('a host may extend in the absence of a therapist');
  if (event.type === 'connected' && before.settings.locked) turns.push('somebody comes to a locked room');
  return turns;
}

function encrypted({ before, event }: Step, after: Step['before']): string[] {
  if (after.settings.encryption === 'off') return [];
  const [was, is] = [encryptionOfRoom(before), encryptionOfRoom(after)];
  const turns = was === is ? [] : [is === 'none' ? 'encryption ends' : 'encryption is back'];
  const isNew = ({ hostId, seatId }: PrivatePair): boolean =>
    !before.privatePairs.some((pair) => pair.hostId === hostId && pair.seatId === seatId);
  const pairs = after.privatePairs.filter(isNew);
  for (const { kind, seatId } of pairs) {
    const seat = after.seats[seatId];
    if (seat && encryptionOf(after, seat) !== is) turns.push(`a ${kind} has another mode than the group`);
  }
  for (const seat of seatsIn(after)) {
    const previous = before.seats[seat.id];
    if (isIn(previous) && seat.state === 'waiting' && seat.waitsBecause === 'e2ee-unsupported')
      turns.push('put back for want of keys');
    const isWaitingHost = previous?.state === 'waiting' && holdsHostGrants(previous) && seat.e2ee === null;
    const isWithoutAdmit = event.type !== 'admit' && seat.connectionId === previous?.connectionId;
    if (isWaitingHost && isWithoutAdmit && seat.state === 'admitted' && before.phase !== 'scheduled')
      turns.push('a host without keys comes in after the last other one');
  }
  return turns;
}

function checkedIn({ before, event }: Step, { checkIn }: Step['before']): string[] {
  const answers = before.checkIn?.answers ?? [];
  if (!checkIn) return [];
  if (event.type === 'answerCheckIn') {
    const isGiven = event.value !== null || event.sealed;
    const isReplaced = answers.some(({ seatId }) => seatId === event.actor.seatId);
    return isGiven ? [isReplaced ? 'an answer is replaced' : 'a client answers a check-in'] : [];
  }
  const isSame = before.checkIn?.id === checkIn.id;
  return isSame && answers.length > checkIn.answers.length ? ['an answer is gone with its person'] : [];
}

function mayExtendByAbsence({ therapistAbsence, seats }: Step['before']): boolean {
  if (therapistAbsence?.stage !== 'may-extend') return false;
  return Object.values(seats).some((seat) => isPresentHost(seat) && !seat.claims.grants.canExtend);
}

/** The relations of an observer inside to the clients with them. */
function observed({ phase, seats, settings }: Step['before'], observer: Seat): string[] {
  if (phase !== 'live' || settings.observerConsent === 'none') return [];
  if (!isIn(observer) || observer.claims.role !== 'observer') return [];
  const clients = Object.values(seats).filter((seat) => isIn(seat) && seat.claims.role === 'client');
  const agreed = clients.filter(({ id }) => observer.consent?.agreed.includes(id));
  return [
    ...(agreed.length > 0 ? ['an observer is with a client who agreed'] : []),
    ...(agreed.length < clients.length ? ['an observer is with a client who has not agreed'] : []),
  ];
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function list(counts: Map<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}
