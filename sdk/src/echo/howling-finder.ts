/**
 * Finds howling: between the loudspeaker of one device and the microphone of another one a sound comes back louder than it
 * was, until one loud tone is left, which stays. A tone alone may be an instrument; in a loop a received voice is a tone
 * too. Pure.
 */
import type { Tone } from './spectrum.ts';

/** Longer than a note or a whistle. */
const leastMs = 4_000;
/** Time without the tone that does not end it: voices are heard through it. */
const pauseMs = 300;
const toneShare = 0.6;
/** Several tones of a loop are beside each other, and another one may be the loudest from moment to moment. */
const sameHzShare = 0.1;
const loudDb = -45;
/** What is struck or sung fades; a loop does not. */
const fadeDb = 4;
/** How fast the last level is forgotten, in dB per second. */
const forgottenDb = 10;
/** For this share of the time a received voice is a tone too. */
const sharedShare = 0.5;

interface Run {
  hz: number;
  sinceMs: number;
  lastMs: number;
  loudestDb: number;
  recentDb: number;
  /** How often the tone was there, and how often a received voice was a tone then. */
  moments: number;
  shared: number;
}

export class HowlingFinder {
  readonly #momentMs: number;
  #run: Run | null = null;

  /** @param momentMs time between two calls of `add` */
  constructor(momentMs: number) {
    this.#momentMs = momentMs;
  }

  /**
   * @param tone what the microphone delivers now, if it is a narrow tone
   * @param isShared a received voice is a narrow tone now, or is known to come out of the microphone
   * @returns whether this is howling
   */
  add(atMs: number, tone: Tone | null, isShared: boolean): boolean {
    if (this.#run && atMs - this.#run.lastMs > pauseMs) this.#run = null;
    if (!tone || tone.db < loudDb) return false;
    const begun = {
      hz: tone.hz,
      sinceMs: atMs,
      lastMs: atMs,
      loudestDb: tone.db,
      recentDb: tone.db,
      moments: 0,
      shared: 0,
    };
    this.#run ??= begun;
    const run = this.#run;
    if (Math.abs(run.hz - tone.hz) > sameHzShare * run.hz) return false;
    run.recentDb = Math.max(tone.db, run.recentDb - (forgottenDb * (atMs - run.lastMs)) / 1_000);
    run.loudestDb = Math.max(run.loudestDb, tone.db);
    run.lastMs = atMs;
    run.moments += 1;
    run.shared += Number(isShared);
    const isLasting = atMs - run.sinceMs >= leastMs && run.moments * this.#momentMs >= toneShare * (atMs - run.sinceMs);
    return isLasting && run.loudestDb - run.recentDb <= fadeDb && run.shared >= sharedShare * run.moments;
  }

  reset(): void {
    this.#run = null;
  }
}
