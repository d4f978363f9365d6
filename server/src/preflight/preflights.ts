/**
 * Preflights: tests of the line before a session. They belong to no room, and nobody is told of them. Limits how many
 * there are, how often one person may begin one, and how long each lasts.
 */
import { AppError } from '../core/errors/errors.ts';
import type { ServerObserver } from '../core/events/observer.ts';
import { SlidingLimit } from '../core/limits/sliding-limit.ts';
import type { Echo, EchoEngine } from './ports.ts';

/** Why a preflight ended that was not closed by its client; `replaced`: the same person has begun another one. */
export type PreflightEnding = 'preflight-over' | 'too-much-media' | 'media-unavailable' | 'replaced';

export interface PreflightsOptions {
  media: EchoEngine;
  observer: ServerObserver;
  /** At the same time; 0: none. */
  max: number;
  lifetimeMs?: number;
}

export interface Preflight {
  readonly echo: Echo;
  readonly endsInMs: number;
  /** Idempotent. */
  close(): void;
}

interface Running {
  preflight: Preflight;
  end: (why: PreflightEnding) => void;
}

const defaultLifetimeMs = 60_000;
/** Credentials of the relay are valid for this much longer than a preflight: the relay's clock may be ahead. */
export const relayMarginMs = 120_000;
/** Of one identity. Several attempts at a camera or a network are usual; a page that repeats itself is stopped. */
const beginsAllowed = 10;
const beginsWindowMs = 10 * 60_000;

export class Preflights {
  readonly #options: PreflightsOptions;
  readonly #begins = new SlidingLimit(beginsAllowed, beginsWindowMs);
  /** By identity: a person has one, so that nobody can take the places of all others. */
  readonly #running = new Map<string, Running>();
  /** Being opened. */
  #opening = 0;
  #isClosed = false;

  constructor(options: PreflightsOptions) {
    this.#options = options;
  }

  /**
   * Ends the one that this person has. Rejects with `preflight-off`, `preflight-busy` or `media-unavailable`.
   * @param identity of the person, in their room
   * @param onEnd not called after `close`
   */
  async begin(identity: string, onEnd: (why: PreflightEnding) => void): Promise<Preflight> {
    const { media, observer, max, lifetimeMs = defaultLifetimeMs } = this.#options;
    this.#checkLimits(identity, max);
    let made: Preflight | null = null;
    const end = (why: PreflightEnding): void => {
      made?.close();
      onEnd(why);
    };
    this.#opening += 1;
    const echo = await media
      .openEcho({
        pathConnected: (path) => observer.emit('preflightPathConnected', { path }),
        ended: (why) => end(why === 'worker-died' ? 'media-unavailable' : why),
      })
      .catch((error: unknown) => {
        // The person did not get one: only those that began are counted against them.
        this.#begins.refund(identity);
        if (error instanceof AppError && error.code === 'preflight-busy') this.#report('load');
        throw error;
      })
      .finally(() => {
        this.#opening -= 1;
      });
    if (this.#isClosed) {
      echo.close();
      throw new AppError('media-unavailable');
    }
    made = this.#add(identity, echo, lifetimeMs, end);
    return made;
  }

  #checkLimits(identity: string, max: number): void {
    const now = performance.now();
    if (max === 0) throw new AppError('preflight-off');
    if (this.#begins.isReached(identity, now)) this.#refuse('rate');
    this.#endEarlier(identity);
    if (this.#running.size + this.#opening >= max) this.#refuse('limit');
    this.#begins.count(identity, now);
  }

  #endEarlier(identity: string): void {
    this.#running.get(identity)?.end('replaced');
  }

  #refuse(reason: 'limit' | 'rate'): never {
    this.#report(reason);
    throw new AppError('preflight-busy');
  }

  #report(reason: 'limit' | 'rate' | 'load'): void {
    this.#options.observer.emit('preflightRefused', { reason });
  }

  #add(identity: string, echo: Echo, lifetimeMs: number, end: Running['end']): Preflight {
    // Both were being opened.
    this.#endEarlier(identity);
    const timer = setTimeout(() => end('preflight-over'), lifetimeMs);
    timer.unref();
    const preflight: Preflight = {
      echo,
      endsInMs: lifetimeMs,
      close: () => {
        clearTimeout(timer);
        echo.close();
        if (this.#running.get(identity)?.preflight !== preflight) return;
        this.#running.delete(identity);
        this.#tellCount();
      },
    };
    this.#running.set(identity, { preflight, end });
    this.#options.observer.emit('preflightBegun');
    this.#tellCount();
    return preflight;
  }

  #tellCount(): void {
    this.#options.observer.emit('preflightsChanged', { running: this.#running.size });
  }

  /** Forgets old attempts. Call it at intervals. */
  sweep(): void {
    this.#begins.sweep(performance.now());
  }

  /** Ends all of them. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const { preflight } of [...this.#running.values()]) preflight.close();
  }
}
