/**
 * Whether a media worker cannot forward packets in time, from one reading a second. Pure.
 *
 * A worker that uses a whole core queues packets. One that shares its cores with other processes uses little CPU time and
 * waits for a core with each packet. One that is stopped for a while answers late.
 */
import type { CoreWaits } from './cpu-time.ts';

export interface StrainReading {
  /** Share of one core that it used since the last reading. */
  cpuShare: number;
  /** Totals; null: not known. */
  waits: CoreWaits | null;
  /** How long it took to answer. */
  answerMs: number;
  /** By how much this process itself was late, which makes every answer late. */
  ownDelayMs: number;
}

const fullShare = 0.95;
/** On average, each time it had something to do. */
const longWaitMs = 30;
const lateAnswerMs = 250;
/** Strained: late in some of the last readings. It is over when none of them was late. */
const remembered = 5;
const lateUntilStrained = 2;

export class WorkerStrain {
  #isStrained = false;
  /** Newest first. */
  #wasLate: boolean[] = [];
  #waits: CoreWaits | null = null;

  get isStrained(): boolean {
    return this.#isStrained;
  }

  see(reading: StrainReading): void {
    this.#wasLate = [this.#isLate(reading), ...this.#wasLate].slice(0, remembered);
    this.#waits = reading.waits;
    const late = this.#wasLate.filter((wasLate) => wasLate).length;
    this.#isStrained = this.#isStrained ? late > 0 : late >= lateUntilStrained;
  }

  #isLate({ cpuShare, waits, answerMs, ownDelayMs }: StrainReading): boolean {
    const [waitedMs, runs] =
      waits && this.#waits ? [waits.waitedMs - this.#waits.waitedMs, waits.runs - this.#waits.runs] : [0, 0];
    return cpuShare >= fullShare || waitedMs > longWaitMs * Math.max(1, runs) || answerMs - ownDelayMs > lateAnswerMs;
  }
}
