/** The server's clock, estimated from answers that carry its time. Independent of the device's clock, which may be wrong or set anew. */

export interface ClockSources {
  /** Milliseconds on a clock that never goes back. It may stand still while the device sleeps. */
  monotonic: () => number;
  /** Milliseconds since 1970-01-01 UTC by the device's clock: used only until the server has told its time. */
  device: () => number;
}

const browserSources: ClockSources = { monotonic: () => performance.now(), device: () => Date.now() };

/** Assumed maximum drift between two clocks: twice that of quartz (100 ppm). */
const driftRatio = 200 / 1_000_000;

/** Server time minus monotonic time, and how far that may be off. */
interface Estimate {
  offsetMs: number;
  errorMs: number;
  madeAtMs: number;
}

export class ServerClock {
  readonly #sources: ClockSources;
  #estimate: Estimate | null = null;

  constructor(sources: ClockSources = browserSources) {
    this.#sources = sources;
  }

  /** Milliseconds since 1970-01-01 UTC by the server's clock; by the device's as long as the server has told nothing. */
  now(): number {
    const { monotonic, device } = this.#sources;
    return this.#estimate ? monotonic() + this.#estimate.offsetMs : device();
  }

  /**
   * Call when a request is sent.
   * @param agoMs for a time that comes unasked: twice as long as it may have been on its way
   * @returns a function for the time in its answer; anything but a finite number is ignored
   */
  startSample(agoMs = 0): (serverTime: unknown) => void {
    const sentAtMs = this.#sources.monotonic() - agoMs;
    return (serverTime) => {
      if (typeof serverTime === 'number' && Number.isFinite(serverTime)) this.#addSample(serverTime, sentAtMs);
    };
  }

  /** The server took its time somewhere between the request and the answer: half the round trip is the error. */
  #addSample(serverTime: number, sentAtMs: number): void {
    const nowMs = this.#sources.monotonic();
    const errorMs = (nowMs - sentAtMs) / 2;
    const sample: Estimate = { offsetMs: serverTime - (sentAtMs + errorMs), errorMs, madeAtMs: nowMs };
    const current = this.#estimate;
    if (current === null || isBetter(sample, current, nowMs)) this.#estimate = sample;
  }
}

/** A more exact sample, or one that contradicts the estimate: the monotonic clock stood still meanwhile, or the server is another one. */
function isBetter(sample: Estimate, current: Estimate, nowMs: number): boolean {
  const agedErrorMs = current.errorMs + (nowMs - current.madeAtMs) * driftRatio;
  return sample.errorMs < agedErrorMs || Math.abs(sample.offsetMs - current.offsetMs) > sample.errorMs + agedErrorMs;
}
