/** The oracle's own record of where each participant is, computed from events. */
import assert from 'node:assert/strict';
import type { RoomEvent, RoomState, Seat } from '../../../../server/src/rooms/machine/index.ts';
import { holdsHostGrants, isHandedOver, isIn, isNewEntry, seatBy } from '../history.ts';
import type { Step } from '../world.ts';

/** An announced private conversation; it begins at its time or when the client agrees. */
interface Announced extends Pair {
  startsAt: number | null;
  lapsesAt: number | null;
  /** Set when the host knows that the conversation will not take place. */
  refusal: 'not-now' | 'no-answer' | null;
}

interface Pair {
  kind: 'preview' | 'side-room';
  host: string;
  other: string;
  /** The connections of both when it was announced: after a reconnect it does not count. */
  connections: (string | null | undefined)[];
}

/** Time limit for an answer. */
const answerMs = 60_000;

/** A client who refused the same observer is asked again at most this often. */
const maxRepeats = 2;

export class PlaceBook {
  pairs: Pair[] = [];
  /** Group of each seat that is in one; null while there are no groups. */
  groups: Map<string, string> | null = null;
  announced: Announced[] = [];
  /** Announced arrivals by seat: the group, the time and the connection. */
  arrivals = new Map<string, { group: string; at: number; connection: string | null | undefined }>();
  circle: 'open' | 'closed';
  circleOpensAt: number | null = null;
  /** Clients who entered a side room in the last step: with its event (met), and before it (metBeforeEvent). */
  met: string[] = [];
  metBeforeEvent: string[] = [];
  /** How often each client answered "not now" since they last met a host, asked for help or entered. */
  readonly declined = new Map<string, number>();
  #groupsEndAt: { planned: number | null; called: number | null } = { planned: null, called: null };
  /** By observer: the last answer of each client, while both have been here. */
  readonly consents = new Map<string, Map<string, boolean>>();
  /**
   * Observers whom a host has asked about during this entry, or about whom clients have answered while they were
   * inside.
   */
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

  /** Both in a private conversation with each other, or both in the same group. */
  areTogether(a: Seat, b: Seat): boolean {
    const pair = this.pairOf(a.id);
    if (pair || this.pairOf(b.id)) return pair === this.pairOf(b.id);
    return isIn(a) && isIn(b) && this.groups?.get(a.id) === this.groups?.get(b.id);
  }

  /**
   * In a closed circle, participants other than hosts see only the hosts; an observer and a client see each other if
   * that client agreed.
   */
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
    for (const pair of this.announced) {
      if (pair.startsAt !== null) pair.startsAt += byMs;
      if (pair.lapsesAt !== null) pair.lapsesAt += byMs;
    }
    for (const arrival of this.arrivals.values()) arrival.at += byMs;
    if (this.circleOpensAt !== null) this.circleOpensAt += byMs;
  }

  /** Updates the record with an accepted step. */
  record(step: Step, after: RoomState, now: number): void {
    this.met = [];
    this.#beginDue(now, step.before);
    this.metBeforeEvent = this.met;
    this.met = [];
    this.#recordEvent(step, after, now);
    this.pairs = this.pairs.filter((pair) => isStanding(pair, after));
    this.announced = this.announced.filter((pair) => isStanding(pair, after));
    this.#beginDue(now, after);
    this.#settleCircle(after);
    for (const seat of Object.values(after.seats))
      if (isIn(seat) && !isIn(seatBy(step.before, seat.id))) this.declined.delete(seat.id);
    const { planned, called } = this.#groupsEndAt;
    if (!['live', 'held'].includes(after.phase) || Math.min(planned ?? Infinity, called ?? Infinity) <= now) {
      this.groups = null;
      this.arrivals.clear();
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
      // A new entry is asked about again; a refusal is kept, so that reconnecting does not bypass it.
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
        this.#open('preview', event, before, now);
        break;
      case 'openSideRoom':
        this.#open('side-room', event, before, now);
        break;
      case 'closePreview':
        if (!this.#cancel('preview', event.actor.seatId))
          this.pairs = this.pairs.filter(({ host }) => host !== event.actor.seatId);
        break;
      case 'closeSideRoom':
        if (!this.#cancel('side-room', event.actor.seatId))
          this.pairs = this.pairs.filter((pair) => pair !== this.pairOf(event.actor.seatId));
        break;
      case 'answerMeeting':
        this.#answer(event, before);
        break;
      case 'requestHelp':
        this.declined.delete(event.actor.seatId);
        break;
      case 'openCircle':
        this.#announceCircle(before, now);
        break;
      case 'cancelCircle':
        assert.ok(this.mayCancelCircle(before), 'taken back is what a host announced, and not what is open');
        this.circleOpensAt = null;
        break;
      case 'updateSettings':
        if (event.patch.reveal === 'together' && !before.everAdmitted) this.circle = 'closed';
        break;
      case 'askConsent':
        this.#askConsent(event.seatId, after);
        break;
      case 'answerConsent': {
        // An observer from inside who was refused waits, and the question stays open: clients may change their answer.
        this.askedAbout.add(event.seatId);
        const answers = this.consents.get(event.seatId) ?? new Map<string, boolean>();
        this.consents.set(event.seatId, answers.set(event.actor.seatId, event.consent));
        break;
      }
      default:
        this.#recordGroups(event, before, now);
    }
  }

  #recordGroups(event: RoomEvent, before: RoomState, now: number): void {
    if (event.type === 'startBreakout') {
      this.arrivals.clear();
      this.groups = new Map(event.groups.flatMap(({ id, seatIds }) => seatIds.map((seatId) => [seatId, id])));
      this.#groupsEndAt = { planned: event.seconds === null ? null : now + event.seconds * 1_000, called: null };
    } else if (event.type === 'moveToGroup') {
      this.arrivals.delete(event.seatId);
      const { groupId: group, seatId } = event;
      if (group !== null && this.#isAnnouncedVisit(seatId, group, before)) {
        const at = now + before.settings.meetingNoticeSeconds * 1_000;
        this.arrivals.set(seatId, { group, at, connection: seatBy(before, seatId)?.connectionId });
      } else {
        this.groups?.delete(seatId);
        if (group !== null) this.groups?.set(seatId, group);
      }
    } else if (event.type === 'endBreakout') {
      this.#groupsEndAt.called = now + event.countdownMs;
    }
  }

  /** A host or observer who joins a group with somebody other than a host is announced. */
  #isAnnouncedVisit(seatId: string, group: string, before: RoomState): boolean {
    const visitor = seatBy(before, seatId);
    if (!visitor || before.settings.meetingNoticeSeconds === 0 || this.groups?.get(seatId) === group) return false;
    if (!holdsHostGrants(visitor) && visitor.claims.role !== 'observer') return false;
    return [...(this.groups ?? [])].some(([id, of]) => of === group && !holdsHostGrants(seatBy(before, id)));
  }

  #open(
    kind: Pair['kind'],
    event: { actor: { seatId: string }; seatId: string },
    before: RoomState,
    now: number,
  ): void {
    const host = event.actor.seatId;
    const connections = [host, event.seatId].map((id) => seatBy(before, id)?.connectionId);
    const pair = { kind, host, other: event.seatId, connections };
    this.announced = this.announced.filter((one) => one.host !== host && one.other !== pair.other);
    const { meeting, meetingNoticeSeconds } = before.settings;
    if (meeting === 'asked') this.announced.push({ ...pair, startsAt: null, lapsesAt: now + answerMs, refusal: null });
    else if (meetingNoticeSeconds > 0)
      this.announced.push({ ...pair, startsAt: now + meetingNoticeSeconds * 1_000, lapsesAt: null, refusal: null });
    else this.#begin(pair);
  }

  #begin({ kind, host, other, connections }: Pair): void {
    this.pairs.push({ kind, host, other, connections });
    this.declined.delete(other);
    if (kind === 'side-room') this.met.push(other);
  }

  #cancel(kind: Pair['kind'], host: string): boolean {
    const kept = this.announced.filter((pair) => pair.kind !== kind || pair.host !== host);
    const isFound = kept.length < this.announced.length;
    this.announced = kept;
    return isFound;
  }

  #answer(event: Extract<RoomEvent, { type: 'answerMeeting' }>, before: RoomState): void {
    const asked = this.announced.find(
      ({ host, other, refusal }) =>
        host === event.hostId && seatBy(before, other)?.connectionId === event.connectionId && refusal === null,
    );
    if (!asked) {
      this.#declineBegun(event, before);
      return;
    }
    if (event.accept) {
      this.announced = this.announced.filter((pair) => pair !== asked);
      this.#begin(asked);
    } else {
      asked.refusal = 'not-now';
      this.declined.set(asked.other, (this.declined.get(asked.other) ?? 0) + 1);
    }
  }

  #declineBegun(event: Extract<RoomEvent, { type: 'answerMeeting' }>, before: RoomState): void {
    const begun = this.pairs.find(
      ({ host, other }) => host === event.hostId && seatBy(before, other)?.connectionId === event.connectionId,
    );
    assert.ok(begun && !event.accept, 'only who is asked answers');
    const { host, other } = begun;
    this.pairs = this.pairs.filter((pair) => pair !== begun);
    this.announced = this.announced.filter((pair) => pair.host !== host && pair.other !== other);
    this.announced.push({ ...begun, startsAt: null, lapsesAt: null, refusal: 'not-now' });
    this.declined.set(other, (this.declined.get(other) ?? 0) + 1);
  }

  /** Begins everything that is due by now, with the state before this step. */
  #beginDue(now: number, state: RoomState): void {
    const isDue = ({ refusal, startsAt }: Announced): boolean =>
      refusal === null && startsAt !== null && startsAt <= now;
    for (const pair of this.announced.filter(isDue)) if (isStanding(pair, state)) this.#begin(pair);
    this.announced = this.announced.filter((pair) => !isDue(pair));
    for (const pair of this.announced)
      if (pair.refusal === null && pair.lapsesAt !== null && pair.lapsesAt <= now) pair.refusal = 'no-answer';
    for (const [seatId, { group, at, connection }] of this.arrivals) {
      const seat = seatBy(state, seatId);
      if (seat?.state !== 'admitted' || seat.connectionId !== connection) this.arrivals.delete(seatId);
      else if (at <= now) {
        this.arrivals.delete(seatId);
        this.groups?.set(seatId, group);
      }
    }
    if (this.circleOpensAt !== null && this.circleOpensAt <= now) this.circle = 'open';
  }

  #announceCircle(state: RoomState, now: number): void {
    if (this.circle === 'open') return;
    const appearing = Object.values(state.seats).filter((seat) => isIn(seat) && !holdsHostGrants(seat));
    const noticeMs = state.settings.meetingNoticeSeconds * 1_000;
    if (noticeMs === 0 || appearing.length < 2) this.circle = 'open';
    else this.circleOpensAt ??= now + noticeMs;
  }

  /** It is announced, and was not started by the owner's setting. */
  mayCancelCircle({ settings }: RoomState): boolean {
    return this.circle === 'closed' && this.circleOpensAt !== null && settings.reveal !== 'immediately';
  }

  /** Without a host it does not open, unless by the owner's setting. */
  #settleCircle(after: RoomState): void {
    if (after.phase === 'ended') return;
    const isOwners = after.settings.reveal === 'immediately';
    if (isOwners) this.#announceCircle(after, after.now);
    const hasHost = Object.values(after.seats).some((seat) => seat.state === 'admitted' && holdsHostGrants(seat));
    if (this.circle === 'open' || !(isOwners || hasHost)) this.circleOpensAt = null;
  }
}

function isStanding({ kind, host, other, connections }: Pair, state: RoomState): boolean {
  const [one, two] = [seatBy(state, host), seatBy(state, other)];
  const isUnbroken = one?.connectionId === connections[0] && two?.connectionId === connections[1];
  const areThere = one?.state === 'admitted' && two?.state === (kind === 'preview' ? 'waiting' : 'admitted');
  return state.phase === 'live' && isUnbroken && areThere && two.connectionId !== null;
}

/** A client's answer counts while they are here, inside or waiting, on the device that gave it. */
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
