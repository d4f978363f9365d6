/**
 * The lease of this node: as long as it is renewed in the shared database, no other node takes over its rooms. Says what
 * this node may do: decide and forward media (`valid`), forward only, while the database is away for everybody
 * (`holding`), or nothing any more (`lost`).
 *
 * Durations are counted on the monotonic clock of this process, from before the renewal was sent, and the node stops
 * half a second before the database would let others take over.
 */
import type { LossOfLease, ServerObserver } from '../core/events/observer.ts';
import { betterSample, type ClockSample } from './clock-sample.ts';
import { PeerAnswers, type PeerLease } from './peer-answers.ts';
import type { NodeState, NodeTable, Peer, Renewal } from './ports.ts';
import { Renewals } from './renewals.ts';

export type LeaseState = 'valid' | 'holding' | 'lost';

export type { PeerLease } from './peer-answers.ts';

export interface LeaseOptions {
  nodes: NodeTable;
  observer: ServerObserver;
  onDatabaseLoss: 'hold' | 'cut';
  /** Rejects when that node does not answer. */
  askPeer: (peer: Peer) => Promise<PeerLease>;
  /** This node may forward media for this long. */
  onExtended: (ms: number) => void;
  /** Called once, synchronously: media and connections of this node have to be closed at once. */
  onLost: () => void;
  loadMax: number;
  timings?: Partial<LeaseTimings>;
}

export interface LeaseTimings {
  ttlMs: number;
  renewEveryMs: number;
  /** How long before the end of the lease this node stops. */
  marginMs: number;
}

/**
 * A process that is stopped at any moment keeps its lease if it has renewed it again within 2 s (`ttlMs` without `marginMs`
 * and `renewEveryMs`), less what the renewal before the stop took.
 */
export const defaultLeaseTimings: LeaseTimings = { ttlMs: 3_000, renewEveryMs: 500, marginMs: 500 };
/** How often the end of the lease is looked for: a process that was stopped notices within this time. */
const lookEveryMs = 100;
/** How long before its lease runs out a node begins to ask others, to know by then what to do. */
const askAheadMs = 1_000;
/** A renewal of another node that was sent this long after one of this node that failed shows that the database works. */
const agreementMs = 300;
/** When renewals have failed for this long, each other node that reaches the database has renewed since: also an older one. */
const knownAfterMs = 1_000 + agreementMs;

/** Nodes find the database at different times after a failover: names are cached, connections time out. */
const afterOutageMs = 10_000;

export class Lease {
  readonly #options: LeaseOptions;
  readonly #timings: LeaseTimings;
  #state: LeaseState = 'valid';
  /** Others give it nothing before it is ready. */
  #nodeState: NodeState = 'draining';
  /** Monotonic; the node may act until then. */
  #validUntil = 0;
  /** Monotonic: since when renewals have followed one another without a gap. */
  #renewedSince: number | null = null;
  /** The lease had run out before that. */
  #hadGap = false;
  /** When the last renewal that succeeded was sent; monotonic, as all of these. */
  #renewedAt = 0;
  /** When the first renewal since then was sent; null: none was. */
  #failingSince: number | null = null;
  #clock: ClockSample | null = null;
  #isEnforced = false;
  #peers: readonly Peer[] = [];
  #load = 0;
  /** Until when the database said, with the last renewal, that the lease lasts: on its clock. */
  #leaseUntil: number | null = null;
  readonly #renewals: Renewals;
  readonly #answers: PeerAnswers;
  #looking: NodeJS.Timeout | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#timings = { ...defaultLeaseTimings, ...options.timings };
    this.#renewals = new Renewals({ renew: () => this.#renew(), everyMs: this.#timings.renewEveryMs });
    this.#answers = new PeerAnswers({
      ask: options.askPeer,
      isWorking: (lease) => this.#isWorking(lease),
      freshMs: this.#timings.ttlMs - this.#timings.marginMs,
    });
  }

  /**
   * Renews for the first time, and from then on until it is closed. Rejects with the error of the database. A node that
   * starts may block for longer than a lease lasts: it is not stopped for that before `enforce`.
   */
  async start(): Promise<void> {
    const sentAt = performance.now();
    const renewal = await this.#options.nodes.renew(this.#timings.ttlMs, this.#nodeState);
    if (!renewal) throw new Error('this node was declared gone before it started');
    this.#extend(sentAt, renewal);
    this.#renewals.start();
  }

  /**
   * From now on the end of the lease is the end of what this node may do, and other nodes may give it rooms. Rejects if
   * others have declared it gone meanwhile.
   */
  async enforce(): Promise<void> {
    this.#nodeState = 'running';
    await this.renewAnew();
    if (this.#state === 'lost') throw new Error('this node was declared gone before it was ready');
    this.#isEnforced = true;
    const leftMs = this.#validUntil - performance.now();
    if (leftMs > 0) this.#options.onExtended(leftMs);
    this.#looking = setInterval(() => this.#look(), lookEveryMs);
  }

  get state(): LeaseState {
    const hasRunOut = this.#state === 'valid' && performance.now() >= this.#validUntil;
    return hasRunOut ? 'holding' : this.#state;
  }

  /** The nodes beside this one, as of the last renewal. */
  get peers(): readonly Peer[] {
    return this.#peers;
  }

  /** What is reserved for the rooms of this node, as of the last renewal. */
  get load(): number {
    return this.#load;
  }

  /** When the last renewal was sent; monotonic. What this node has reserved later may not be part of `load`. */
  get renewedAt(): number {
    return this.#renewedAt;
  }

  /** The database's clock: milliseconds since 1970-01-01 UTC. */
  now(): number {
    return performance.now() + (this.#clock?.offsetMs ?? 0);
  }

  /** How long the renewals have followed one another, in milliseconds; null while the lease has run out. */
  get renewedForMs(): number | null {
    if (this.#renewedSince === null || this.state !== 'valid') return null;
    return performance.now() - this.#renewedSince;
  }

  /** What this node answers to others that ask. */
  get peerLease(): PeerLease {
    return { renewedForMs: this.renewedForMs, renewedAgoMs: performance.now() - this.#renewedAt };
  }

  /**
   * Other nodes may only be declared gone by one whose own renewals have lasted for a whole lease: when the database
   * comes back after an outage, or its clock was set, everybody has had the time to find it and to renew.
   */
  get mayExpireOthers(): boolean {
    return (this.renewedForMs ?? 0) >= (this.#hadGap ? afterOutageMs : this.#timings.ttlMs);
  }

  /** Tells the others that this node takes no rooms any more. */
  async drain(): Promise<void> {
    this.#nodeState = 'draining';
    await this.renewAnew();
  }

  /** Resolves when a renewal that was sent after this call has succeeded or failed. */
  renewAnew(): Promise<void> {
    return this.#renewals.renewAnew();
  }

  async #renew(): Promise<void> {
    if (this.#state === 'lost') return;
    const sentAt = performance.now();
    this.#failingSince ??= sentAt;
    try {
      const renewal = await this.#options.nodes.renew(this.#timings.ttlMs, this.#nodeState);
      if (renewal) this.#extend(sentAt, renewal);
      else this.#lose('gone');
    } catch {
      // The database is away; `#look` says what follows from it.
    }
  }

  #extend(sentAt: number, renewal: Renewal): void {
    if (this.#state === 'lost') return;
    const { observer, onExtended, loadMax } = this.#options;
    const { peers, load } = renewal;
    const { ttlMs, marginMs } = this.#timings;
    const now = performance.now();
    const isSameDatabase = this.#noteDatabase(renewal, sentAt, now);
    // A gap: others could have declared this node gone meanwhile.
    if (now >= this.#validUntil || !isSameDatabase) {
      this.#hadGap = this.#renewedAt > 0;
      this.#renewedSince = sentAt;
    }
    this.#renewedSince ??= sentAt;
    this.#validUntil = sentAt + ttlMs - marginMs;
    [this.#renewedAt, this.#failingSince] = [sentAt, null];
    this.#answers.forget();
    this.#noteGone(peers);
    [this.#peers, this.#load] = [peers, load];
    if (this.#state === 'holding') this.#hold(false);
    const leftMs = Math.max(this.#validUntil - now, 0);
    if (this.#isEnforced) onExtended(leftMs);
    observer.emit('leaseRenewed', { leftMs });
    const draining =
      peers.filter(({ state }) => state === 'draining').length + (this.#nodeState === 'draining' ? 1 : 0);
    observer.emit('nodesSeen', { running: peers.length + 1 - draining, draining });
    observer.emit('loadReported', { load, loadMax });
  }

  /**
   * @returns false: its clock was set, or it has lost the last renewal, as after a failover. By that clock, or in that
   * table, the leases of other nodes may have expired although they renew.
   */
  #noteDatabase({ databaseNow, leaseUntil, formerUntil }: Renewal, sentAt: number, now: number): boolean {
    const found = { offsetMs: databaseNow - (sentAt + now) / 2, errorMs: (now - sentAt) / 2, at: now };
    const { sample, isClockSet } = betterSample(this.#clock, found);
    const hasLostRenewal = this.#leaseUntil !== null && formerUntil < this.#leaseUntil;
    [this.#clock, this.#leaseUntil] = [sample, leaseUntil];
    return !isClockSet && !hasLostRenewal;
  }

  /** A node that drains ends when it is done. */
  #noteGone(present: readonly Peer[]): void {
    for (const { incarnation, state } of this.#peers)
      if (state === 'running' && !present.some((peer) => peer.incarnation === incarnation))
        this.#options.observer.emit('peerGone');
  }

  #look(): void {
    if (this.#state === 'lost') return;
    const leftMs = this.#validUntil - performance.now();
    if (this.#options.onDatabaseLoss === 'cut') {
      if (leftMs <= 0) this.#lose('database-away');
    } else if (leftMs <= askAheadMs && this.#failingSince !== null) void this.#askPeers();
    if (leftMs <= 0) this.#renewedSince = null;
  }

  /**
   * The lease runs out, since renewals fail. If another node's renewals succeed, this one is cut off from the database,
   * and its rooms will be taken over: it stops. It also stops when it does not know this of each other node: those that
   * don't answer may be on the side of the database. Otherwise the database is away for everybody, and nobody takes over
   * anything.
   */
  async #askPeers(): Promise<void> {
    await this.#answers.ask(this.#peers);
    if (this.#state === 'lost' || this.#failingSince === null) return;
    const now = performance.now();
    const leftMs = this.#validUntil - now;
    const isAway = this.#answers.verdict(this.#peers) === 'away';
    // After a stop of this process it may not be known yet: the renewal that is under way may show it, if there is time.
    if (isAway && (now - this.#failingSince >= knownAfterMs || leftMs <= 2 * lookEveryMs))
      this.#extendWithoutRenewal(leftMs <= 0);
    else if (!isAway && leftMs <= 0) this.#lose('cut-off');
  }

  /**
   * Another node asks, and tells for how long its renewals have succeeded: it is about to declare this one gone, which
   * may not know of it.
   */
  handleAsked(renewedForMs: number | null): void {
    const { ttlMs, marginMs } = this.#timings;
    const hasRunOut = this.#state !== 'lost' && performance.now() >= this.#validUntil;
    if (this.#isEnforced && hasRunOut && (renewedForMs ?? 0) >= ttlMs - marginMs) this.#lose('cut-off');
  }

  /** Others take nothing before they have renewed for a whole lease: this node may still renew too until then. */
  #isWorking({ renewedForMs, renewedAgoMs }: PeerLease): boolean {
    const { ttlMs, marginMs } = this.#timings;
    const failingForMs = performance.now() - (this.#failingSince ?? performance.now());
    return (renewedForMs ?? 0) >= ttlMs - marginMs && renewedAgoMs + agreementMs < failingForMs;
  }

  #extendWithoutRenewal(hasRunOut: boolean): void {
    if (this.#state === 'valid' && hasRunOut) this.#hold(true);
    const { ttlMs, marginMs } = this.#timings;
    this.#options.onExtended(ttlMs - marginMs);
  }

  #hold(isOn: boolean): void {
    this.#state = isOn ? 'holding' : 'valid';
    this.#options.observer.emit('holdModeChanged', { isOn });
  }

  #lose(cause: LossOfLease): void {
    if (this.#state === 'lost') return;
    this.#state = 'lost';
    this.#renewedSince = null;
    this.close();
    this.#options.observer.emit('leaseLost', { cause });
    this.#options.onLost();
  }

  /** Renews no more. Idempotent. */
  close(): void {
    this.#renewals.close();
    clearInterval(this.#looking);
  }
}
