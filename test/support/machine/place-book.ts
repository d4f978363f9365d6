/** Where everybody is, as the oracle reckons by itself from what happened. */
import type { RoomEvent, RoomState, Seat } from '../../../server/src/rooms/machine/index.ts';
import { holdsHostGrants, isHandedOver, isIn, seatBy } from './history.ts';
import { isNewEntry } from './rules-of-entry.ts';
import type { Step } from './world.ts';

interface Pair {
  kind: 'preview' | 'side-room';
  host: string;
  other: string;
  /** Their connections when it was opened: another one is another conversation. */
  connections: (string | null | undefined)[];
}

/** After so many a client who refuses the same observer is asked no more. */
const maxRepeats = 2;

export class PlaceBook {
  pairs: Pair[] = [];
  /** Group of each seat that is in one; null while there are no groups. */
  groups: Map<string, string> | null = null;
  circle: 'open' | 'closed';
  #groupsEndAt: { planned: number | null; called: number | null } = { planned: null, called: null };
  /** By observer, what each client said last, while both have been here. */
  readonly consents = new Map<string, Map<string, boolean>>();
  /** Observers whom a host has asked about in this entry, or whom clients have answered about while they were inside. */
  readonly askedAbout = new Set<string>();
  /** How often a client who had refused was asked again, by observer and client. */
  readonly repeats = new Map<string, number>();

  #asksClients: boolean;

  constructor(state: RoomState) {
    this.circle = state.settings.reveal === 'together' ? 'closed' : 'open';
    this.#asksClients = state.settings.observerConsent === 'all';
  }

  pairOf(id: string): Pair | undefined {
    return this.pairs.find(({ host, other }) => host === id || other === id);
  }

  isInPreview(id: string): boolean {
    return this.pairOf(id)?.kind === 'preview';
  }

  /** Both apart with each other, or both with the same group. */
  areTogether(a: Seat, b: Seat): boolean {
    const pair = this.pairOf(a.id);
    if (pair || this.pairOf(b.id)) return pair === this.pairOf(b.id);
    return isIn(a) && isIn(b) && this.groups?.get(a.id) === this.groups?.get(b.id);
  }

  /** A closed circle shows only the hosts to those who are none; an observer and a client meet by that client's yes. */
  maySeeEachOther(a: Seat, b: Seat): boolean {
    return this.isRevealed(a, b) && this.isAgreed(a, b);
  }

  isRevealed(a: Seat, b: Seat): boolean {
    return this.circle === 'open' || holdsHostGrants(a) || holdsHostGrants(b);
  }

  isAgreed(a: Seat, b: Seat): boolean {
    return this.#hasAgreed(a, b) && this.#hasAgreed(b, a);
  }

  #hasAgreed(client: Seat, observer: Seat): boolean {
    if (client.claims.role !== 'client' || observer.claims.role !== 'observer' || !this.#asksClients) return true;
    return this.consents.get(observer.id)?.get(client.id) === true;
  }

  /** The clock was set. */
  moveTimes(byMs: number): void {
    const { planned, called } = this.#groupsEndAt;
    this.#groupsEndAt = {
      planned: planned === null ? null : planned + byMs,
      called: called === null ? null : called + byMs,
    };
  }

  /** Takes in an accepted step. */
  record(step: Step, after: RoomState, now: number): void {
    this.#recordEvent(step, after, now);
    this.pairs = this.pairs.filter((pair) => isStanding(pair, after));
    const { planned, called } = this.#groupsEndAt;
    if (!['live', 'held'].includes(after.phase) || Math.min(planned ?? Infinity, called ?? Infinity) <= now) {
      this.groups = null;
    }
    for (const id of this.groups?.keys() ?? []) if (!isIn(seatBy(after, id))) this.groups?.delete(id);
    this.#asksClients = after.settings.observerConsent === 'all';
    this.#dropAnswers(step, after);
  }

  #dropAnswers(step: Step, after: RoomState): void {
    const { before, event } = step;
    for (const [observerId, answers] of this.consents) {
      const previous = seatBy(before, observerId);
      const observer = seatBy(after, observerId);
      const comesAnew = event.type === 'connected' && previous?.claims.sub === event.claims.sub;
      const isNew = comesAnew && previous.connectionId !== observer?.connectionId && isNewEntry(event.claims, previous);
      const isHere = observer !== undefined && (isIn(observer) || observer.state === 'waiting');
      const isOver = observer?.claims.role !== 'observer' || !this.#asksClients;
      if (isOver) answers.clear();
      // A new entry is asked about anew; a no is not to be got around by it.
      if (isNew || !isHere) for (const [id, hasAgreed] of answers) if (hasAgreed) answers.delete(id);
      for (const id of answers.keys()) if (!mayKeepAnswer(step, seatBy(after, id))) answers.delete(id);
      if (isOver || isNew || !isHere) this.askedAbout.delete(observerId);
    }
  }

  #askConsent(observerId: string, after: RoomState): void {
    const answers = this.consents.get(observerId) ?? new Map<string, boolean>();
    this.consents.set(observerId, answers);
    if (this.askedAbout.has(observerId)) {
      for (const [id, hasAgreed] of answers) {
        const key = `${observerId} ${id}`;
        const repeats = this.repeats.get(key) ?? 0;
        if (hasAgreed || !isIn(seatBy(after, id)) || repeats >= maxRepeats) continue;
        answers.delete(id);
        this.repeats.set(key, repeats + 1);
      }
    }
    this.askedAbout.add(observerId);
  }

  #recordEvent({ before, event }: Step, after: RoomState, now: number): void {
    switch (event.type) {
      case 'openPreview':
        this.#open('preview', event, before);
        break;
      case 'openSideRoom':
        this.#open('side-room', event, before);
        break;
      case 'closePreview':
        this.pairs = this.pairs.filter(({ host }) => host !== event.actor.seatId);
        break;
      case 'closeSideRoom':
        this.pairs = this.pairs.filter((pair) => pair !== this.pairOf(event.actor.seatId));
        break;
      case 'openCircle':
        this.circle = 'open';
        break;
      case 'updateSettings':
        if (event.patch.reveal === 'together' && !before.everAdmitted) this.circle = 'closed';
        if (after.settings.reveal === 'immediately') this.circle = 'open';
        break;
      case 'askConsent':
        this.#askConsent(event.seatId, after);
        break;
      case 'answerConsent': {
        // Refused, an observer from inside waits with the question open: clients may change their minds.
        this.askedAbout.add(event.seatId);
        const answers = this.consents.get(event.seatId) ?? new Map<string, boolean>();
        this.consents.set(event.seatId, answers.set(event.actor.seatId, event.consent));
        break;
      }
      default:
        this.#recordGroups(event, now);
    }
  }

  #recordGroups(event: RoomEvent, now: number): void {
    if (event.type === 'startBreakout') {
      this.groups = new Map(event.groups.flatMap(({ id, seatIds }) => seatIds.map((seatId) => [seatId, id])));
      this.#groupsEndAt = { planned: event.seconds === null ? null : now + event.seconds * 1_000, called: null };
    } else if (event.type === 'moveToGroup') {
      this.groups?.delete(event.seatId);
      if (event.groupId !== null) this.groups?.set(event.seatId, event.groupId);
    } else if (event.type === 'endBreakout') {
      this.#groupsEndAt.called = now + event.countdownMs;
    }
  }

  #open(kind: Pair['kind'], event: { actor: { seatId: string }; seatId: string }, before: RoomState): void {
    const host = event.actor.seatId;
    const connections = [host, event.seatId].map((id) => seatBy(before, id)?.connectionId);
    this.pairs.push({ kind, host, other: event.seatId, connections });
  }
}

function isStanding({ kind, host, other, connections }: Pair, state: RoomState): boolean {
  const [one, two] = [seatBy(state, host), seatBy(state, other)];
  const isUnbroken = one?.connectionId === connections[0] && two?.connectionId === connections[1];
  const areThere = one?.state === 'admitted' && two?.state === (kind === 'preview' ? 'waiting' : 'admitted');
  return state.phase === 'live' && isUnbroken && areThere && two.connectionId !== null;
}

/** A client's answer counts while they are here, inside or waiting, on the device on which they gave it. */
function mayKeepAnswer({ before, event }: Step, client: Seat | undefined): boolean {
  if (client?.claims.role !== 'client' || !(isIn(client) || client.state === 'waiting')) return false;
  const previous = seatBy(before, client.id);
  const isOtherDevice =
    event.type === 'connected' &&
    event.connectionId === client.connectionId &&
    previous?.state === 'waiting' &&
    (event.presentedResumeHash === null ||
      ![previous.resumeHash, previous.formerResumeHash].includes(event.presentedResumeHash));
  return !isOtherDevice && !isHandedOver(before, client);
}
