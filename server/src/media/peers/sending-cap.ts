/**
 * Holds what a seat sends within its cap. The worker asks senders to stay below it (REMB), which a sender may ignore: so what
 * arrives is watched, and who stays above is stopped. Knows no tracks: what stopping means is the caller's.
 */
import { AppError } from '../../core/errors.ts';
import type { SeatId } from '../shared/ids.ts';

/** What is watched of a seat. */
export interface Sending {
  readonly seatId: SeatId;
  /** Since its transports were made; null while none is connected. Rejects when they are closed meanwhile. */
  receivedBytes(): Promise<number | null>;
}

export interface SendingCapOptions {
  /** Whoever has media, as it is at any moment. */
  peers: ReadonlyMap<SeatId, Sending>;
  maxBps: number;
  /** Above the cap for about 5 s: it may be a client that doesn't know better, and obeys when told. */
  onExceeded: (seatId: SeatId, bps: number) => void;
  /** It went on. Its media is to be closed: the worker drops packets of a closed transport undecrypted. */
  onPersisted: (seatId: SeatId, bps: number) => void;
  lookIntervalMs?: number;
  barredMs?: number;
}

/** One request for each connected transport and look. */
const defaultLookIntervalMs = 2_500;
/** Key frames, retransmissions and a transport's own overhead are no offence. */
const tolerance = 1.5;
/** Two looks: 5 s. */
const looksUntilExceeded = 2;
/** How long a seat that was stopped gets no media: it would only begin again. */
const defaultBarredMs = 60_000;

interface Reading {
  bytes: number;
  at: number;
}

/** Of a seat, not of its transports: opening media anew wipes nothing. */
interface Offence {
  /** Looks in a row that found it above. */
  looks: number;
  lastAt: number;
  isWarned: boolean;
}

export class SendingCap {
  readonly #options: SendingCapOptions;
  readonly #readings = new WeakMap<Sending, Reading>();
  readonly #offences = new Map<SeatId, Offence>();
  readonly #barredUntil = new Map<SeatId, number>();
  readonly #timer: NodeJS.Timeout;
  #lookedAt = performance.now();
  #isClosed = false;

  constructor(options: SendingCapOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), this.#lookIntervalMs);
    this.#timer.unref();
  }

  /** Throws `limit-exceeded` for a seat whose media was closed for this a moment ago. */
  checkMayOpen(seatId: SeatId): void {
    if ((this.#barredUntil.get(seatId) ?? 0) <= performance.now()) return;
    throw new AppError('limit-exceeded', 'This seat sent more than it may; it gets media again in a minute');
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const now = performance.now();
    this.#forgetPast(now);
    // Whoever was not connected at the look before had sent nothing by then.
    const fresh: Reading = { bytes: 0, at: this.#lookedAt };
    this.#lookedAt = now;
    await Promise.all([...this.#options.peers.values()].map((peer) => this.#lookAt(peer, fresh)));
  }

  #forgetPast(now: number): void {
    for (const [seatId, until] of this.#barredUntil) if (until <= now) this.#barredUntil.delete(seatId);
    for (const [seatId, { lastAt }] of this.#offences) {
      if (!this.#options.peers.has(seatId) && lastAt + this.#barredMs <= now) this.#offences.delete(seatId);
    }
  }

  async #lookAt(peer: Sending, fresh: Reading): Promise<void> {
    // A transport that is gone sends nothing.
    const bytes = await peer.receivedBytes().catch(() => null);
    if (bytes === null || this.#isClosed || this.#options.peers.get(peer.seatId) !== peer) return;
    const at = performance.now();
    const before = this.#readings.get(peer) ?? fresh;
    // Several answers at once, of a worker that was busy: between them is no time to measure by.
    const isTooShort = at - before.at < this.#lookIntervalMs / 4;
    this.#readings.set(peer, { bytes, at: isTooShort ? before.at : at });
    if (isTooShort) return;
    this.#judge(peer.seatId, ((bytes - before.bytes) * 8_000) / (at - before.at), at);
  }

  #judge(seatId: SeatId, bps: number, now: number): void {
    const offence = this.#offences.get(seatId) ?? { looks: 0, lastAt: now, isWarned: false };
    if (bps <= this.#options.maxBps * tolerance) {
      offence.looks = 0;
      if (!offence.isWarned) this.#offences.delete(seatId);
      return;
    }
    this.#offences.set(seatId, offence);
    offence.looks += 1;
    offence.lastAt = now;
    if (offence.looks < looksUntilExceeded) return;
    if (offence.isWarned) {
      this.#offences.delete(seatId);
      this.#barredUntil.set(seatId, now + this.#barredMs);
      this.#options.onPersisted(seatId, bps);
      return;
    }
    // From here on the next look above the cap is one too many.
    offence.isWarned = true;
    this.#options.onExceeded(seatId, bps);
  }

  get #lookIntervalMs(): number {
    return this.#options.lookIntervalMs ?? defaultLookIntervalMs;
  }

  get #barredMs(): number {
    return this.#options.barredMs ?? defaultBarredMs;
  }
}
