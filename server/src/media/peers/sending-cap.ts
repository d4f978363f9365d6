/**
 * Limits the bit rate that a seat sends. The worker asks senders to stay below it (REMB), but a sender may ignore that,
 * so the received bytes are measured, and seats that stay above are stopped. Does not know tracks: the caller decides
 * how to stop them.
 */
import { AppError } from '../../core/errors/errors.ts';
import type { SeatId } from '../shared/ids.ts';

/** What is measured of a seat. */
export interface Sending {
  readonly seatId: SeatId;
  /**
   * @returns bytes received since its transports were made; null while none is connected. Rejects when they are closed
   *   meanwhile
   */
  measureTransports(): Promise<number | null>;
}

export interface SendingCapOptions {
  /** The seats that have media now (live map). */
  peers: ReadonlyMap<SeatId, Sending>;
  maxBps: number;
  /** Above the cap for about 5 s. May be a client that does not adapt, but stops when told. */
  onExceeded: (seatId: SeatId, bps: number) => void;
  /**
   * Still above the cap. Its media has to be closed: the worker drops packets for a closed transport without decrypting
   * them.
   */
  onPersisted: (seatId: SeatId, bps: number) => void;
  lookIntervalMs?: number;
  barredMs?: number;
}

/** One request per connected transport each time. */
const defaultLookIntervalMs = 2_500;
/** For key frames, retransmissions and the overhead of the transport. */
const tolerance = 1.5;
/** Two measurements: 5 s. */
const looksUntilExceeded = 2;
/** How long a seat that was cut off gets no media; otherwise it would start again at once. */
const defaultBarredMs = 60_000;

interface Reading {
  bytes: number;
  at: number;
}

/** Per seat and not per transport: opening media again does not reset it. */
interface Offence {
  /** Consecutive measurements above the cap. */
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

  /** Throws `limit-exceeded` for a seat whose media was recently closed for exceeding the cap. */
  checkMayOpen(seatId: SeatId): void {
    if ((this.#barredUntil.get(seatId) ?? 0) <= performance.now()) return;
    throw new AppError(
      'limit-exceeded',
      'This seat sent more media than allowed; its media is available again in a minute',
    );
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const now = performance.now();
    this.#forgetPast(now);
    // A seat that was not connected at the previous measurement had sent nothing by then.
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
    // A transport that is closed sends nothing.
    const bytes = await peer.measureTransports().catch(() => null);
    if (bytes === null || this.#isClosed || this.#options.peers.get(peer.seatId) !== peer) return;
    const at = performance.now();
    const before = this.#readings.get(peer) ?? fresh;
    // A worker that was busy answers several requests at once; the time between the answers is too short for a
    // measurement.
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
    // The next measurement above the cap closes the media.
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
