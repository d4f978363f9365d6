/** The line of one seat over time, and the cause while media passes badly over it. Pure. */
import type { ConnectionQuality, MediaDegradation, ShownVideos } from '@hearthroom/sdk/protocol';
import { judge, type LineJudgement, type LineSample, steadyQuality, steadyVideos } from './quality.ts';

/** `own-line` becomes `server` within this time at most: that the server is at fault may be noticed after its effects. */
const causeMayChangeMs = 15_000;
/** `server` stays the cause for this time after the server was last at fault: estimates of bandwidth recover slowly. */
const serverCauseStaysMs = 60_000;

export class SeatLine {
  readonly #sending = steadyQuality();
  readonly #receiving = steadyQuality();
  readonly #videos = steadyVideos();
  #degraded: { cause: MediaDegradation['cause']; sinceMs: number } | null = null;
  #serverAtFaultMs = Number.NEGATIVE_INFINITY;

  /** @returns what was seen, before it has lasted */
  see(sample: LineSample): LineJudgement {
    const seen = judge(sample);
    this.#sending.see(seen.sending);
    this.#receiving.see(seen.receiving);
    this.#videos.see(seen.videos);
    return seen;
  }

  /** To be called after each `see`. */
  decideCause(isServerAtFault: boolean, nowMs: number): void {
    if (isServerAtFault) this.#serverAtFaultMs = nowMs;
    if (this.sending === 'good' && this.receiving === 'good') {
      this.#degraded = null;
      return;
    }
    const degraded = this.#degraded ?? { cause: isServerAtFault ? 'server' : 'own-line', sinceMs: nowMs };
    const isNew = nowMs - degraded.sinceMs <= causeMayChangeMs;
    if (isServerAtFault && isNew) degraded.cause = 'server';
    if (degraded.cause === 'server' && nowMs - this.#serverAtFaultMs > serverCauseStaysMs) degraded.cause = 'own-line';
    this.#degraded = degraded;
  }

  /** Null: its media passes well. */
  get cause(): MediaDegradation['cause'] | null {
    return this.#degraded?.cause ?? null;
  }

  /** How well what the person sends reaches the server. */
  get sending(): ConnectionQuality {
    return this.#sending.current;
  }

  /** How well what the server forwards reaches the person. */
  get receiving(): ConnectionQuality {
    const { current } = this.#receiving;
    return current === 'good' && this.videos !== 'full' ? 'weak' : current;
  }

  get videos(): ShownVideos {
    return this.#videos.current;
  }
}
