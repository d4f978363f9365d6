/**
 * The server's clock, estimated from answers that contain its time. Does not depend on the device's clock, which may be
 * wrong or changed.
 */

export interface ClockSources {
  /** Milliseconds on a monotonic clock. It may stop while the device sleeps. */
  monotonic: () => number;
  /** Milliseconds since 1970-01-01 UTC by the device's clock: used only until the server has sent its time. */
  device: () => number;
}

const browserSources: ClockSources = { monotonic: () => performance.now(), device: () => Date.now() };

/** Assumed maximum drift between two clocks: twice that of a quartz clock (100 ppm). */
const driftRatio = 200 / 1_000_000;

/** Server time minus monotonic time, and the maximum error. */
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

  /**
   * Milliseconds since 1970-01-01 UTC by the server's clock; by the device's clock until the server has sent its time.
   */
  now(): number {
    const { monotonic, device } = this.#sources;
    return this.#estimate ? monotonic() + this.#estimate.offsetMs : device();
  }

  /**
   * Call when a request is sent.
   * @param agoMs for a time that was not requested: twice the longest time that it may have been in transit
   * @returns a function that takes the time in the answer; anything but a finite number is ignored
   */
  startSample(agoMs = 0): (serverTime: unknown) => void {
    const sentAtMs = this.#sources.monotonic() - agoMs;
    return (serverTime) => {
      if (typeof serverTime === 'number' && Number.isFinite(serverTime)) this.#addSample(serverTime, sentAtMs);
    };
  }

  /** The server read its clock between the request and the answer: the error is at most half the round trip. */
  #addSample(serverTime: number, sentAtMs: number): void {
    const nowMs = this.#sources.monotonic();
    const errorMs = (nowMs - sentAtMs) / 2;
    const sample: Estimate = { offsetMs: serverTime - (sentAtMs + errorMs), errorMs, madeAtMs: nowMs };
    const current = this.#estimate;
    if (current === null || isBetter(sample, current, nowMs)) this.#estimate = sample;
  }
}

/**
 * The sample is more exact, or contradicts the estimate: the monotonic clock stopped meanwhile, or another server
 * answers.
 */
function isBetter(sample: Estimate, current: Estimate, nowMs: number): boolean {
  const agedErrorMs = current.errorMs + (nowMs - current.madeAtMs) * driftRatio;
  return sample.errorMs < agedErrorMs || Math.abs(sample.offsetMs - current.offsetMs) > sample.errorMs + agedErrorMs;
}
